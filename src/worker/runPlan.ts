/** What a run plans to do, and how long it still takes: pure functions of its settings and of where it is. */
import { parameterCount } from '../model/paramStore.ts';
import type { FreeShare } from '../protocol/commands.ts';
import type { ProgressNow, RunPlan, StagePlan } from '../protocol/events.ts';
import { atResolution, type TrainConfig } from '../protocol/trainConfig.ts';
import type { Feed } from '../training/feed.ts';
import type { TrainState } from '../training/trainState.ts';

const IMAGES_PER_KIMG = 1000;

export function planOf(config: TrainConfig, stages: readonly StagePlan[], state: TrainState, feed: Feed): RunPlan {
  const batches = stages.map(({ resolution }) => atResolution(config.batch, resolution));
  return {
    stages,
    totalNimg: totalOf(stages),
    slicesPerEpoch: feed.slicesPerEpoch,
    parametersG: parameterCount(state.G),
    parametersD: parameterCount(state.D),
    pixels: feed.placement(Math.max(...batches)),
  };
}

/** Reals shown at the plan's end. */
export function totalOf(stages: readonly StagePlan[]): number {
  return stages.at(-1)?.endNimg ?? 0;
}

/**
 * The plan with `kimg` more. A finished run's last stage grows by it; of a stopped run only the stages that were reached
 * are kept, so that it goes on at the resolution it had.
 */
export function extended(stages: readonly StagePlan[], config: TrainConfig, nimg: number, kimg: number): StagePlan[] {
  const reached = stages.filter((stage) => stage.startNimg < Math.max(1, nimg));
  const last = reached.at(-1);
  if (!last) throw new Error('The plan has no stages.');
  const batch = atResolution(config.batch, last.resolution);
  const more = Math.max(1, Math.ceil((kimg * IMAGES_PER_KIMG) / batch)) * batch;
  return [...reached.slice(0, -1), { ...last, endNimg: Math.max(nimg, last.startNimg) + more }];
}

/** The loop knows how long its steps take, and not that the GPU rests between them. */
export function withRests(now: ProgressNow, free: FreeShare): ProgressNow {
  const { secondsLeft } = now;
  return {
    ...now,
    secondsPerKimg: now.secondsPerKimg / (1 - free),
    ...(secondsLeft === undefined ? {} : { secondsLeft: secondsLeft / (1 - free) }),
  };
}
