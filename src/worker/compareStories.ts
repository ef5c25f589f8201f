/**
 * All that two runs have told, to be laid beside each other: from where they are saved, or from the run at hand. Steps come
 * thinned to what a chart can show, and of the sheets the newest alone. It trains and draws nothing.
 */
import { MOST_STORY_STEPS } from '../protocol/comparison.ts';
import type { RunStory, SampleSheet } from '../protocol/events.ts';
import { FailureError } from '../protocol/failure.ts';
import { STEP_STATS, type StepBlock } from '../protocol/stats.ts';
import type { OpenRun } from '../storage/runStore.ts';
import { loadSaved } from './savedMemory.ts';
import type { StudioParts } from './studioParts.ts';
import type { TrainingRun } from './trainingRun.ts';

/** Throws FailureError 'bad-config', 'bad-checkpoint' or 'run-elsewhere'. */
export async function storiesOf(
  [first, second]: readonly [string, string],
  { run, storage }: Pick<StudioParts, 'run' | 'storage'>,
): Promise<readonly [RunStory, RunStory]> {
  if (first === second) throw new FailureError('bad-config', 'Both runs are the same: choose two that differ.');
  const storyOf = async (runId: string): Promise<RunStory> => {
    const current = run();
    if (current?.runId === runId) return storyAtHand(current);
    const archive = await storage.runs.open(runId);
    try {
      return await savedStory(archive);
    } finally {
      await archive.close();
    }
  };
  return [await storyOf(first), await storyOf(second)];
}

function storyAtHand(run: TrainingRun): RunStory {
  const { runId, config, ticks, sheets, evaluations, healthEvents } = run;
  return {
    ...{ runId, name: run.archive.record.name, config, nimg: run.state.nimg, steps: thinnedSteps(run.steps()) },
    ...{ ticks: [...ticks], sheets: sheets.slice(-1), evaluations: [...evaluations], healthEvents: [...healthEvents] },
  };
}

async function savedStory(archive: OpenRun): Promise<RunStory> {
  const { memory, sheets } = await loadSaved(archive);
  const { config, ticks, evaluations, healthEvents, state } = memory;
  const newest: readonly SampleSheet[] = sheets.slice(-1);
  return {
    ...{ runId: archive.runId, name: archive.record.name, config, nimg: state.counters.nimg },
    ...{ steps: thinnedSteps(memory.steps), ticks, sheets: newest, evaluations, healthEvents },
  };
}

/** Means of equally many steps in a row, at most `most` rows; what is not finite is left out of a mean. The caller's own. */
export function thinnedSteps(steps: StepBlock, most = MOST_STORY_STEPS): StepBlock {
  const length = steps.nimg.length;
  const every = Math.max(1, Math.ceil(length / most));
  const rows = Math.ceil(length / every);
  const last = (row: number) => Math.min(length, (row + 1) * every) - 1;
  const meansOf = (column: Float32Array) =>
    Float32Array.from({ length: rows }, (_, row) => {
      const part = column.subarray(row * every, last(row) + 1).filter(Number.isFinite);
      return part.length === 0 ? Number.NaN : part.reduce((sum, value) => sum + value, 0) / part.length;
    });
  return {
    nimg: Float64Array.from({ length: rows }, (_, row) => steps.nimg[last(row)] as number),
    resolution: Uint16Array.from({ length: rows }, (_, row) => steps.resolution[last(row)] as number),
    alpha: Float32Array.from({ length: rows }, (_, row) => steps.alpha[last(row)] as number),
    values: Object.fromEntries(STEP_STATS.map((stat) => [stat, meansOf(steps.values[stat])])) as StepBlock['values'],
  };
}
