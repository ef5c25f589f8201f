/**
 * A run's sheets: drawn from its averaged weights as they are, and written with these weights. It refuses to say when: the
 * loop does.
 */
import { encodeSafetensors } from '../format/safetensors.ts';
import { readParams } from '../model/paramStore.ts';
import type { SampleSheet } from '../protocol/events.ts';
import type { OpenRun } from '../storage/runStore.ts';
import { averagesToForget } from './averages.ts';
import { placedSheet, sheetPlan } from './sheets.ts';
import type { TrainingRun } from './trainingRun.ts';

type Drawn = Pick<TrainingRun, 'state' | 'classes' | 'sampling'>;

/** The run's fixed seeds as they are drawn now. */
export async function drawRunSheet(run: Drawn, slicesPerEpoch: number): Promise<SampleSheet> {
  const { seeds, columns, labels, rowLabels } = sheetPlan(run.classes);
  const { nimg } = run.state;
  return {
    ...(await placedSheet(run.sampling(seeds, 1, labels), columns, nimg)),
    epoch: Math.floor(nimg / slicesPerEpoch),
    ...(rowLabels ? { rowLabels } : {}),
  };
}

/** Begins to read the averaged weights as they are now; what it gives writes them with the sheet, and forgets those of `dropped`. */
export function writerOf(
  sheet: SampleSheet,
  { state }: Drawn,
  dropped: readonly number[],
  archive: OpenRun,
): () => Promise<void> {
  const average = readParams(state.GEma);
  average.catch(() => undefined); // whoever writes is told
  return async () => {
    await archive.writeSheet(sheet.nimg, sheet.png);
    for (const nimg of dropped) await archive.removeSheet(nimg);
    const bytes = encodeSafetensors(await average, { nimg: String(sheet.nimg) });
    await archive.writeAverages(sheet.nimg, [bytes]);
    for (const nimg of averagesToForget(archive.record.averages, bytes.length)) await archive.removeAverages(nimg);
  };
}
