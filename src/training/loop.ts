/**
 * The training loop, as an async generator that reads like the algorithm and holds no flags: pausing is not pulling,
 * stopping is `return()`. It draws no pictures and sends no messages; it says when they are due.
 */
import type { StepRunner } from '../gpu/recording/stepRunner.ts';
import * as tf from '../gpu/tf.ts';
import type { ProgressNow, StagePlan } from '../protocol/events.ts';
import type { StatPath, StepBlock, TickRecord } from '../protocol/stats.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import type { Feed } from './feed.ts';
import { createInFlight } from './inFlight.ts';
import { iterate, variantOf } from './iteration.ts';
import { resetOptimizer } from './optimizer.ts';
import { needsHeldOut } from './overfitting.ts';
import { dueIn, type Phase, phasesOf } from './phases.ts';
import { rhythmWith } from './rhythm.ts';
import { type Moment, scheduleAt } from './schedule.ts';
import { createStatRing, type StatRing } from './stats.ts';
import { createTempo, type Tempo } from './tempo.ts';
import type { TrainState } from './trainState.ts';

export interface Run {
  /** The settings as they are now: asked for in every step, since they may be changed live. */
  readonly config: () => TrainConfig;
  readonly stages: readonly StagePlan[];
  readonly state: TrainState;
  /** Released at the end, and filled anew when the run goes on. */
  readonly feed: Feed;
  /** Resolves when everything submitted to the GPU so far is done. */
  readonly submitted: () => Promise<void>;
  /** Steps that may be on their way to the GPU; a run that rests between steps waits for each. */
  readonly mostInFlight?: () => number;
  /** Frees what the old resolution's buffers held; called at each growth. */
  readonly releaseBuffers: () => void;
  /** Runs each iteration: at once, or recorded at its first turn and replayed from then on. */
  readonly steps: Pick<StepRunner, 'run' | 'forget'>;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  /** Asked before each step: whether to hand over at rest, with every step's statistics told, so that the state can be saved. */
  readonly saveIsDue?: () => boolean;
}

export type LoopEvent =
  | { readonly type: 'step' }
  | { readonly type: 'steps'; readonly now: ProgressNow; readonly block: StepBlock }
  | { readonly type: 'tick'; readonly record: TickRecord }
  /** A sheet is due: at the beginning, each epoch, at least every 4 kimg, and at the end. */
  | { readonly type: 'sheet' }
  /** The state is whole and checked, as `saveIsDue` asked: read what is to be kept before the next pull. */
  | { readonly type: 'save' };

const IMAGES_PER_KIMG = 1000;
/** The page repaints numbers at most four times a second. */
const DRAIN_EVERY_MS = 250;
/** Longest stretch without a sheet. */
const SHEET_AT_LEAST_EVERY = 4 * IMAGES_PER_KIMG;
/** Very small data sets have epochs of a few steps; sheets are then this far apart. */
const SHEET_AT_MOST_EVERY = 250;

/** Trains from where `state` is to the end of the plan. The state stays the caller's, also when it is returned early. */
export async function* train(run: Run): AsyncGenerator<LoopEvent, void, void> {
  const { stages, state, feed, steps } = run;
  const current: Current = { moment: scheduleAt(run.config(), stages, state.nimg), draws: [] };
  let config = run.config();
  let phases = phasesOf(config);
  const total = stages.at(-1)?.endNimg ?? 0;
  const ring = createStatRing(state);
  const inFlight = createInFlight(run.submitted, run.mostInFlight);
  const tempo = createTempo(run.clock, state.nimg, state.trainedMs);
  let drainedAt = run.clock();
  const rest = () => {
    tempo.pause(state.nimg);
    state.trainedMs = tempo.trainedMs();
  };
  async function* drained(now: Moment): AsyncGenerator<LoopEvent, void, void> {
    const block = await ring.drain();
    drainedAt = run.clock();
    rest();
    if (block.nimg.length > 0) yield { type: 'steps', now: progressNow(run, now, tempo, total), block };
  }
  try {
    if (state.step === 0) yield { type: 'sheet' };
    while (state.nimg < total) {
      if (run.saveIsDue?.()) {
        yield* drained(current.moment);
        yield { type: 'save' };
      }
      tempo.resume();
      if (run.config() !== config) {
        config = run.config();
        phases = phasesOf(config);
        steps.forget();
      }
      const now = scheduleAt(config, stages, state.nimg);
      if (now.stage !== state.stage) startStage(run, now);
      const reported = await runIteration(run, config, phases, now, ring, current);
      const before = state.nimg;
      state.nimg += now.batch;
      state.step++;
      ring.push({ nimg: state.nimg, resolution: now.resolution, alpha: now.alpha }, reported);
      await inFlight.room();

      const tickIsDue = crossed(before, state.nimg, config.tickKimg * IMAGES_PER_KIMG) || state.nimg >= total;
      if (tickIsDue || ring.isFull || run.clock() - drainedAt >= DRAIN_EVERY_MS) yield* drained(now);
      rest();
      if (tickIsDue) yield { type: 'tick', record: tickRecord(run, now, ring.means(), tempo) };
      if (sheetIsDue(before, state.nimg, feed.slicesPerEpoch) || state.nimg >= total) yield { type: 'sheet' };
      else yield { type: 'step' };
    }
  } finally {
    steps.forget();
    ring.dispose();
    feed.release();
  }
}

/** What the clock of recorded iterations tells: replaced in each. */
interface Current {
  moment: Moment;
  draws: readonly number[];
}

/** One iteration, recorded or not. Returns what it reported into the ring. */
async function runIteration(
  run: Run,
  config: TrainConfig,
  phases: readonly Phase[],
  now: Moment,
  ring: StatRing,
  current: Current,
): Promise<readonly StatPath[]> {
  const { state, feed, steps } = run;
  state.rhythm = rhythmWith(state.rhythm, config.nCritic, state.step);
  const due = dueIn(phases, state.rhythm, state.step);
  current.moment = now;
  current.draws = due.map(({ draw }) => draw);
  const clock = { moment: () => current.moment, draw: (place: number) => current.draws[place] as number };
  const duePhases = due.map(({ phase }) => phase);
  const { nimg, step } = state;
  const { batch, resolution } = now;
  await feed.prepare({ nimg, step, batch, resolution }, { heldOut: needsHeldOut(config, step) });
  const paths = await steps.run(variantOf(config, duePhases, now, step), () => {
    const reports = iterate(config, state, duePhases, now, clock, feed);
    const written = ring.write(reports);
    tf.dispose(Object.values(reports));
    return written;
  });
  for (const { net } of duePhases) (net === 'G' ? state.optimizerG : state.optimizerD).step++;
  return paths;
}

/** A new resolution: both optimizers start anew and the old one's buffers are freed. */
function startStage({ state, steps, releaseBuffers }: Run, now: Moment): void {
  steps.forget();
  resetOptimizer(state.optimizerG);
  resetOptimizer(state.optimizerD);
  state.stage = now.stage;
  releaseBuffers();
}

/** Whether a multiple of `every` lies in (before, after]. */
export function crossed(before: number, after: number, every: number): boolean {
  return Math.floor(after / every) > Math.floor(before / every);
}

/** Each epoch (or each few, where epochs are very short), and at least every 4 kimg. */
export function sheetIsDue(before: number, after: number, slicesPerEpoch: number): boolean {
  const epochs = Math.ceil(SHEET_AT_MOST_EVERY / slicesPerEpoch);
  return crossed(before, after, Math.min(SHEET_AT_LEAST_EVERY, epochs * slicesPerEpoch));
}

function progressNow({ state, feed }: Run, now: Moment, tempo: Tempo, total: number): ProgressNow {
  const secondsPerKimg = tempo.secondsPerKimg();
  return {
    nimg: state.nimg,
    epoch: Math.floor(state.nimg / feed.slicesPerEpoch),
    resolution: now.resolution,
    alpha: now.alpha,
    secondsPerKimg,
    ...(secondsPerKimg > 0 ? { secondsLeft: ((total - state.nimg) / IMAGES_PER_KIMG) * secondsPerKimg } : {}),
  };
}

function tickRecord({ state, feed }: Run, now: Moment, means: TickRecord['stats'], tempo: Tempo): TickRecord {
  const { secondsPerKimg, totalSeconds } = tempo.tick(state.nimg);
  return {
    tick: state.tick++,
    nimg: state.nimg,
    kimg: state.nimg / IMAGES_PER_KIMG,
    epoch: Math.floor(state.nimg / feed.slicesPerEpoch),
    resolution: now.resolution,
    alpha: now.alpha,
    batch: now.batch,
    stats: { ...means, 'Timing/sec_per_kimg': secondsPerKimg, 'Timing/total_sec': totalSeconds },
  };
}
