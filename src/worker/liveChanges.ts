/** Settings that change while a run trains: what the log says of them. It changes nothing itself. */
import type { LiveChange } from '../protocol/events.ts';
import { FailureError } from '../protocol/failure.ts';
import { LIVE_FIELDS, type LiveChanges, type TrainConfig } from '../protocol/trainConfig.ts';
import { problemsOf } from '../protocol/validate.ts';
import type { AugmentControl } from '../training/augmentControl.ts';

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

/** What a return to an earlier save keeps: the settings in force, logged there, with the reasons that the log before had. */
export function keptChanges(
  saved: TrainConfig,
  inForce: TrainConfig,
  nimg: number,
  before: readonly LiveChange[],
): LiveChange[] {
  return changesBetween(saved, inForce, nimg).map((change) => {
    const because = before.findLast(({ field }) => field === change.field)?.because;
    return { ...change, ...(because === undefined ? {} : { because }) };
  });
}

/** Decimals of p in the log: finer than one move of ada. */
const P_DECIMALS = 4;

/** The settings with the augmentation's probability as it is now: ada moves it, and the settings say where it began. */
export async function asItIsNow(config: TrainConfig, { p }: AugmentControl): Promise<TrainConfig> {
  if (config.augment !== 'ada') return config;
  const [now = config.augmentP] = await p.data();
  return { ...config, augmentP: Number(now.toFixed(P_DECIMALS)) };
}
