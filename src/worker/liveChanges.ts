/** Settings that change while a run trains: what the log says of them. Pure. */
import type { LiveChange } from '../protocol/events.ts';
import { FailureError } from '../protocol/failure.ts';
import { LIVE_FIELDS, type LiveChanges, type TrainConfig } from '../protocol/trainConfig.ts';
import { problemsOf } from '../protocol/validate.ts';

/** The settings with the wished ones in their places. Throws FailureError 'bad-config' where a run cannot have them. */
export function changedConfig(config: TrainConfig, wished: LiveChanges): TrainConfig {
  const next = { ...config, ...wished };
  const [problem] = Object.values(problemsOf(next));
  if (problem !== undefined) throw new FailureError('bad-config', problem);
  return next;
}

/** What differs between two configs, as the log has it. because: where no person asked for it. */
export function changesBetween(before: TrainConfig, after: TrainConfig, nimg: number, because?: string): LiveChange[] {
  return LIVE_FIELDS.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field])).map((field) => ({
    nimg,
    field,
    from: before[field],
    to: after[field],
    ...(because === undefined ? {} : { because }),
  }));
}
