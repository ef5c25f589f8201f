/**
 * Which saves of a run are kept beside the last one: the last at which all was well, and the best by metric. At most one of
 * each, copied at measurements and not more often, so that little is written. It refuses to save: it keeps what is saved.
 */
import type { Evaluation, Health, StopAdvice } from '../protocol/judging.ts';
import type { KeptSave } from '../protocol/savedRuns.ts';
import { slotNear } from '../storage/checkpoints.ts';
import type { RunRecord } from '../storage/runRecord.ts';
import type { OpenRun } from '../storage/runStore.ts';

export interface Reading {
  readonly health: Health;
  readonly advice: StopAdvice;
  /** What was just measured; missing where a tick was the reason to look. */
  readonly measured?: Evaluation | undefined;
}

/** Reals without a measurement after which ticks alone must tell whether all is well: the rarest schedule. */
const TICKS_ALONE_NIMG = 16_000;

/** Keeps what the reading asks for. True where anything was. In turn with the run's saves. */
export async function keepSaves(archive: OpenRun, reading: Reading): Promise<boolean> {
  const near = reading.measured?.nimg ?? reading.health.nimg;
  const wanted: KeptSave[] = [];
  if (isHealthySave(archive.record, reading, near)) wanted.push('healthy');
  if (isBestSave(archive.record, reading)) wanted.push('best');
  for (const kind of wanted) await archive.pin(kind, near);
  return wanted.length > 0;
}

/** Reals shown at each save that is kept. */
export function keptNimg({ pins }: RunRecord): Pick<Health, 'healthyNimg' | 'bestNimg'> {
  const nimgOf = (kind: KeptSave) => pins.find((pin) => pin.kind === kind)?.nimg;
  const healthyNimg = nimgOf('healthy');
  const bestNimg = nimgOf('best');
  return { ...(healthyNimg === undefined ? {} : { healthyNimg }), ...(bestNimg === undefined ? {} : { bestNimg }) };
}

function isHealthySave(record: RunRecord, { health, measured }: Reading, near: number): boolean {
  const slot = slotNear(record, near);
  const { healthyNimg = Number.NEGATIVE_INFINITY } = keptNimg(record);
  if (health.level !== 'healthy' || slot === undefined) return false;
  // One beyond the present belongs to what the run went back from.
  const isNewer = slot.nimg > healthyNimg || healthyNimg > health.nimg;
  if (measured) return isNewer && slot.nimg >= Math.min(health.sinceNimg, measured.nimg);
  return isNewer && slot.nimg >= health.sinceNimg && slot.nimg - healthyNimg >= TICKS_ALONE_NIMG;
}

function isBestSave(record: RunRecord, { advice, measured }: Reading): boolean {
  const slot = measured && slotNear(record, measured.nimg);
  return slot !== undefined && advice.best?.nimg === measured?.nimg && keptNimg(record).bestNimg !== slot.nimg;
}
