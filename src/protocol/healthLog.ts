/**
 * What the log of a run's health says: whether an alarm is on, what was done about it, and what can be taken back. Pure; worker
 * and page read the same from it, and it refuses to know anything that is not kept with the run.
 */
import type { Health, HealthEvent, RemedyKind } from './judging.ts';
import { LIVE_FIELDS, type LiveChanges, type TrainConfig } from './trainConfig.ts';

export interface Alarm {
  /** Reals shown when it began, and why. */
  readonly nimg: number;
  readonly sentence: string;
  /** Remedies since then that were not taken back, oldest first. */
  readonly taken: readonly HealthEvent[];
  /** Whether a person took one back. */
  readonly hasUndone: boolean;
}

/** The alarm that is on; undefined where none is. */
export function alarmIn(events: readonly HealthEvent[]): Alarm | undefined {
  const start = events.findLastIndex(({ what }) => what === 'alarm');
  const since = events.slice(start);
  const [began] = since;
  if (start < 0 || !began || since.some(({ what }) => what === 'over' || what === 'back')) return undefined;
  const hasUndone = since.some(({ what }) => what === 'undone');
  return { nimg: began.nimg, sentence: began.sentence, taken: notUndone(since), hasUndone };
}

/** Remedies that nobody has taken back, oldest first: each "undone" is about the last that stood before it. */
function notUndone(events: readonly HealthEvent[]): readonly HealthEvent[] {
  const standing: HealthEvent[] = [];
  for (const event of events) {
    if (event.what === 'remedy') standing.push(event);
    if (event.what === 'undone') standing.pop();
  }
  return standing;
}

export interface Undoable {
  readonly event: HealthEvent;
  /** What takes it back: fields that nobody has changed since. */
  readonly changes: LiveChanges;
}

/** The last remedy of which anything still holds; undefined where there is none. */
export function undoableIn(events: readonly HealthEvent[], config: TrainConfig): Undoable | undefined {
  const event = notUndone(events).at(-1);
  const { from, to } = event?.remedy ?? {};
  if (!event || !from || !to) return undefined;
  const fields = LIVE_FIELDS.filter((field) => field in to && same(to[field], config[field]));
  if (fields.length === 0) return undefined;
  return { event, changes: Object.fromEntries(fields.map((field) => [field, from[field]])) };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Reals for which Gyrus waits, after a remedy, before it takes another: a measurement at the usual schedule. */
export const REMEDY_REST_NIMG = 4000;

/**
 * The remedy that Gyrus may take now by itself: the gentlest that is allowed and was not taken since the alarm began. None
 * where the last one has had no time to help, or a person took one back.
 */
export function automaticRemedy(
  { level, nimg, remedies }: Health,
  events: readonly HealthEvent[],
  allowed: readonly RemedyKind[],
): RemedyKind | undefined {
  const alarm = alarmIn(events);
  if (level !== 'alarm' || !alarm || alarm.hasUndone) return undefined;
  const last = events.findLast(({ what }) => what === 'remedy');
  if (last && nimg - last.nimg < REMEDY_REST_NIMG) return undefined;
  const taken = alarm.taken.map(({ remedy }) => remedy?.kind);
  return remedies.find(({ kind }) => allowed.includes(kind) && !taken.includes(kind))?.kind;
}
