/**
 * One run from start to end: its state on the GPU, its history, and how it is paused, stopped and continued. It decides
 * nothing about the order of work; the session does.
 */
import type { OpenedDataset } from '../dataset/openDataset.ts';
import { parameterCount } from '../model/paramStore.ts';
import type { FreeShare } from '../protocol/commands.ts';
import type { SheetImage } from '../protocol/dataset.ts';
import type {
  LiveChange,
  ProgressNow,
  RunPlan,
  RunState,
  SampleSheet,
  StagePlan,
  TrainerEvent,
} from '../protocol/events.ts';
import { FailureError, toFailure } from '../protocol/failure.ts';
import { planStages } from '../protocol/plan.ts';
import type { TickRecord } from '../protocol/stats.ts';
import { atResolution, LIVE_FIELDS, type LiveChanges, type TrainConfig } from '../protocol/trainConfig.ts';
import { problemsOf } from '../protocol/validate.ts';
import type { SampleRequest } from '../sampling/sample.ts';
import { setAugmentP } from '../training/augmentControl.ts';
import { createFeed, type Feed } from '../training/feed.ts';
import { MOST_IN_FLIGHT } from '../training/inFlight.ts';
import { type LoopEvent, train } from '../training/loop.ts';
import { scheduleAt } from '../training/schedule.ts';
import { createTrainState, disposeTrainState, type TrainState } from '../training/trainState.ts';
import type { Engine } from './engine.ts';
import { sampleSheet, sheetPlan } from './sheets.ts';

const IMAGES_PER_KIMG = 1000;

export interface TrainingRun {
  readonly runId: string;
  /** As it is now; live changes replace it. */
  readonly config: TrainConfig;
  readonly state: TrainState;
  readonly sheets: SampleSheet[];
  readonly ticks: TickRecord[];
  readonly realSheet: SheetImage;
  /** Names of the classes that the networks know, in label order; [] where they know none. */
  readonly classes: readonly string[];
  readonly status: () => RunState;
  /** What the person asked for; takes effect before the next pull. */
  request(wanted: 'training' | 'paused' | 'stopped'): void;
  /** True while a pull would do something. */
  hasWork(): boolean;
  /** One step of training, or the change that was asked for. */
  pull(): Promise<void>;
  /** Settings for the steps from now on, as the person changed them. Throws FailureError 'bad-config'. */
  change(changes: LiveChanges): void;
  /** Every such change so far, oldest first. */
  readonly changes: readonly LiveChange[];
  /** Goes on for `kimg` at the last resolution. */
  extend(kimg: number): void;
  /** A request for pictures of GEma as it is now. */
  sampling(seeds: readonly number[], psi: number, labels?: readonly number[]): SampleRequest;
  /** Ends the loop and frees the networks. */
  close(): Promise<void>;
}

/** Creates the networks and says what is planned; the first pull begins to train. free: rests between pulls. Caller closes. */
export function createRun(
  runId: string,
  initialConfig: TrainConfig,
  opened: OpenedDataset,
  realSheet: SheetImage,
  engine: Engine,
  emit: (event: TrainerEvent) => void,
  free: () => FreeShare,
): TrainingRun {
  let config = initialConfig;
  const changes: LiveChange[] = [];
  const feed = createFeed(opened.source, config.seed);
  const state = createTrainState(config, feed.classes.length);
  const sheets: SampleSheet[] = [];
  const ticks: TickRecord[] = [];
  let stages: StagePlan[] = planStages(config, feed.slicesPerEpoch);
  let status: RunState = 'loading';
  let wanted: 'training' | 'paused' | 'stopped' = 'training';
  let loop: AsyncGenerator<LoopEvent, void, void> | undefined;
  /** Kernels are chosen before the first step; a run that goes on has its table already. */
  let choosing = state.step === 0 ? engine.tuner?.choose({ config, stages, state, feed }) : undefined;

  const startLoop = () =>
    train({
      config: () => config,
      stages,
      state,
      feed,
      submitted: () => engine.submitted(),
      mostInFlight: () => (free() > 0 ? 1 : MOST_IN_FLIGHT),
      releaseBuffers: () => engine.releaseBuffers(),
      steps: engine.steps,
      clock: () => performance.now(),
    });
  const enter = (next: RunState) => {
    status = next;
    emit({ type: 'run/state', runId, state: next });
  };

  const run: TrainingRun = {
    runId,
    get config() {
      return config;
    },
    changes,
    state,
    sheets,
    ticks,
    realSheet,
    classes: config.conditional ? feed.classes : [],
    status: () => status,
    request(next) {
      if (isUnderWay(status)) wanted = next;
    },
    hasWork: () => (status === 'paused' ? wanted !== 'paused' : status === 'training' || status === 'loading'),
    async pull() {
      try {
        if (wanted === 'stopped') {
          await choosing?.return();
          choosing = undefined;
          await loop?.return();
          loop = undefined;
          // So that the last sheet shows what a download holds.
          if (sheets.at(-1)?.nimg !== state.nimg) await report({ type: 'sheet' });
          return enter('stopped');
        }
        if (wanted === 'paused' && status !== 'paused') return enter('paused');
        const doing = choosing ? 'loading' : 'training';
        if (status !== doing) enter(doing);
        if (choosing) {
          if ((await choosing.next()).done) choosing = undefined;
          return;
        }
        loop ??= startLoop();
        const { value, done } = await loop.next();
        if (done) {
          loop = undefined;
          return enter('finished');
        }
        await report(value);
      } catch (error) {
        loop = undefined;
        status = 'failed';
        emit({ type: 'run/state', runId, state: 'failed', failure: toFailure(error) });
      }
    },
    change(wished) {
      if (!isUnderWay(status))
        throw new FailureError('bad-config', 'The run has ended: its settings cannot be changed any more.');
      const next = { ...config, ...wished };
      const [problem] = Object.values(problemsOf(next));
      if (problem !== undefined) throw new FailureError('bad-config', problem);
      changes.push(...liveChanges(config, next, state.nimg));
      if (wished.augmentP !== undefined) setAugmentP(state.augment, wished.augmentP);
      config = next;
      emit({ type: 'run/changed', runId, config, changes: [...changes] });
    },
    extend(kimg) {
      if (status !== 'finished' && status !== 'stopped')
        throw new FailureError(
          'bad-config',
          'Only a finished or stopped run can be continued: wait for its end, or stop it.',
        );
      stages = extended(stages, config, state.nimg, kimg);
      wanted = 'training';
      status = 'loading';
      emit({ type: 'run/planned', runId, plan: planOf(config, stages, state, feed) });
    },
    sampling(seeds, psi, labels) {
      const { resolution, alpha } = scheduleAt(config, stages, Math.max(0, state.nimg - 1));
      const request = { params: state.GEma, shape: state.shape, seeds, psi, resolution, alpha, noiseSeed: config.seed };
      return { ...request, ...(labels ? { labels } : {}) };
    },
    async close() {
      await choosing?.return();
      await loop?.return();
      loop = undefined;
      disposeTrainState(state);
    },
  };

  async function report(event: LoopEvent): Promise<void> {
    switch (event.type) {
      case 'steps':
        return emit({ type: 'run/progress', runId, now: withRests(event.now, free()), steps: event.block });
      case 'tick':
        ticks.push(event.record);
        return emit({ type: 'run/tick', runId, record: event.record });
      case 'sheet': {
        const sheet = await drawSheet(run, feed.slicesPerEpoch);
        sheets.push(sheet);
        return emit({ type: 'run/sheet', runId, sheet });
      }
      case 'step':
        return;
    }
  }

  emit({ type: 'run/started', runId, config, plan: planOf(config, stages, state, feed) });
  enter('loading');
  return run;
}

/** The loop knows how long its steps take, and not that the GPU rests between them. Exported for tests. */
export function withRests(now: ProgressNow, free: FreeShare): ProgressNow {
  const { secondsLeft } = now;
  return {
    ...now,
    secondsPerKimg: now.secondsPerKimg / (1 - free),
    ...(secondsLeft === undefined ? {} : { secondsLeft: secondsLeft / (1 - free) }),
  };
}

const isUnderWay = (status: RunState) => status === 'loading' || status === 'training' || status === 'paused';

/** What differs between two configs, as the log has it. */
function liveChanges(before: TrainConfig, after: TrainConfig, nimg: number): LiveChange[] {
  return LIVE_FIELDS.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field])).map((field) => ({
    nimg,
    field,
    from: before[field],
    to: after[field],
  }));
}

async function drawSheet(run: TrainingRun, slicesPerEpoch: number): Promise<SampleSheet> {
  const { seeds, columns, labels, rowLabels } = sheetPlan(run.classes);
  const request = run.sampling(seeds, 1, labels);
  const image = await sampleSheet(request, columns);
  const { nimg } = run.state;
  return {
    ...image,
    nimg,
    kimg: nimg / IMAGES_PER_KIMG,
    epoch: Math.floor(nimg / slicesPerEpoch),
    resolution: request.resolution,
    alpha: request.alpha,
    seeds: request.seeds,
    psi: request.psi,
    ...(rowLabels ? { rowLabels } : {}),
  };
}

function planOf(config: TrainConfig, stages: readonly StagePlan[], state: TrainState, feed: Feed): RunPlan {
  const batches = stages.map(({ resolution }) => atResolution(config.batch, resolution));
  return {
    stages,
    totalNimg: stages.at(-1)?.endNimg ?? 0,
    slicesPerEpoch: feed.slicesPerEpoch,
    parametersG: parameterCount(state.G),
    parametersD: parameterCount(state.D),
    pixels: feed.placement(Math.max(...batches)),
  };
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
