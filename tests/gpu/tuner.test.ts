/** Choosing a run's kernels: what is timed, what is kept and used again, and that the run is none the wiser. */
import { afterEach, describe, expect, it } from 'vitest';
import { emptyBufferPool } from '../../src/gpu/commandStream.ts';
import { createRecordingRunner } from '../../src/gpu/recording/stepRunner.ts';
import { submittedWorkDone } from '../../src/gpu/submitted.ts';
import * as tf from '../../src/gpu/tf.ts';
import { fixTuning, tuningInUse } from '../../src/gpu/tuning.ts';
import { candidatesOf } from '../../src/ops/kernels/convVariants.ts';
import type { TrainerEvent } from '../../src/protocol/events.ts';
import type { Recipe } from '../../src/protocol/trainConfig.ts';
import type { TuningReport } from '../../src/protocol/tuning.ts';
import { createTuningCache } from '../../src/storage/tuningCache.ts';
import { convolutionsOfStage, mostWorkOfOne, type PlannedConvolution } from '../../src/training/convolutionWork.ts';
import { type Run, train } from '../../src/training/loop.ts';
import { disposeTrainState } from '../../src/training/trainState.ts';
import { createTuner } from '../../src/worker/tuner.ts';
import { tinyRun } from '../support/tinyRun.ts';
import { startedBackend } from './support/backend.ts';
import { countingCommands } from './support/counters.ts';

startedBackend();

afterEach(() => fixTuning({}));

const RECIPES: readonly Recipe[] = [
  { arch: 'stylegan', startResolution: 4, r1Gamma: 1, dRegInterval: 4, channelMax: 16 },
  { arch: 'stylegan', loss: 'wgan-gp', r1Gamma: 0, gpWeight: 10, dRegInterval: 1, nCritic: 2, channelMax: 8 },
  { arch: 'stylegan2', r1Gamma: 1, dRegInterval: 3, plWeight: 2, gRegInterval: 2, styleMixing: 0.5, channelMax: 16 },
  { arch: 'msg', loss: 'relativistic', r1Gamma: 1, r2Gamma: 1, dRegInterval: 1, channelMax: 8 },
];
const SHORT: Recipe = { arch: 'stylegan2', startResolution: 8, r1Gamma: 1, dRegInterval: 3, kimgPerResolution: 0.024 };

const plannedOf = (run: Run) => ({ config: run.config(), stages: run.stages, state: run.state, feed: run.feed });

async function convolutionsOf(run: Run): Promise<PlannedConvolution[]> {
  const all: PlannedConvolution[] = [];
  for (const stage of run.stages) all.push(...(await convolutionsOfStage(plannedOf(run), stage)));
  return all;
}

/** A run's losses, to the bit. Disposes its state. */
async function lossesOf(run: Run): Promise<number[]> {
  const losses: number[] = [];
  for await (const event of train({ ...run, steps: createRecordingRunner(), submitted: submittedWorkDone }))
    if (event.type === 'steps') losses.push(...event.block.values['Loss/G/loss'], ...event.block.values['Loss/D/loss']);
  disposeTrainState(run.state);
  return losses;
}

describe("a run's convolutions", () => {
  it.each(RECIPES)('are found without a trace of it, and none is more work than was reckoned: %o', async (recipe) => {
    const tensors = tf.memory().numTensors;
    const run = tinyRun(recipe);
    const found = await convolutionsOf(run);
    run.feed.release();
    const works = found.map(({ work }) => work);
    expect(works.length).toBeGreaterThan(10);
    expect(Math.min(...works)).toBeGreaterThan(0);
    expect(mostWorkOfOne(run.config(), run.stages)).toBeGreaterThan(Math.max(...works));
    disposeTrainState(run.state);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('are found without changing what the run computes', async () => {
    const looked = tinyRun(SHORT);
    await convolutionsOf(looked);
    looked.feed.release();
    expect(await lossesOf(looked)).toEqual(await lossesOf(tinyRun(SHORT)));
  });
});

/** Shapes that are timed in these tests: few, since most of the time goes into compiling. */
const TIMED = 3;

/** A tuner over a file in memory that holds `text`, for all runs long enough for their TIMED greatest convolutions. */
function world(text: { now: string | undefined }, leastWork: number, mayTime = true) {
  const events: TrainerEvent[] = [];
  const file = {
    read: async () => text.now,
    write: async (next: string) => {
      text.now = next;
    },
  };
  const cache = createTuningCache(file, { adapter: 'here', kernels: 'today' });
  const rule = { leastWork, longestMs: Number.POSITIVE_INFINITY };
  let seconds = 0;
  const clock = () => 1000 * seconds++;
  const tuner = createTuner({
    mayTime,
    rule,
    cache,
    emit: (event) => events.push(event),
    clock,
    releaseBuffers: emptyBufferPool,
  });
  return { tuner, events };
}

async function leastWorkOf(run: Run): Promise<number> {
  const works = (await convolutionsOf(run))
    .filter(({ asked }) => candidatesOf(asked).length > 1)
    .map(({ work }) => work)
    .sort((one, other) => other - one);
  return works[TIMED - 1] as number;
}

/** What choosing for a fresh run reports, and what it asks of the GPU. */
async function chosen(text: { now: string | undefined }, leastWork: number, mayTime = true) {
  const run = tinyRun(SHORT);
  const { tuner, events } = world(text, leastWork, mayTime);
  const { dispatches } = await countingCommands(async () => {
    for await (const _ of tuner.choose(plannedOf(run)));
  });
  disposeTrainState(run.state);
  const last = events.at(-1);
  if (last?.type !== 'engine/tuned') throw new Error('The choice was not reported.');
  return { report: last.report, dispatches, events };
}

const timedShapes = ({ shapes }: TuningReport) => shapes.filter(({ by }) => by === 'timed').map(({ shape }) => shape);

describe('the choice of kernels', () => {
  it('times what is worth it once, and knows it from then on', async () => {
    const run = tinyRun(SHORT);
    const leastWork = await leastWorkOf(run);
    run.feed.release();
    disposeTrainState(run.state);
    const text: { now: string | undefined } = { now: undefined };

    const first = await chosen(text, leastWork);
    const shapes = timedShapes(first.report);
    expect(shapes.length).toBeGreaterThanOrEqual(TIMED);
    expect(
      first.report.shapes
        .slice(0, shapes.length)
        .map(({ shape }) => shape)
        .sort(),
    ).toEqual([...shapes].sort());
    expect(Object.keys(tuningInUse()).sort()).toEqual([...shapes].sort());
    expect(first.events[0]).toEqual({ type: 'engine/tuning', done: 0, of: shapes.length });
    expect(first.dispatches).toBeGreaterThan(0);
    const table = tuningInUse();

    fixTuning({});
    const second = await chosen(text, leastWork);
    expect(second.dispatches).toBe(0);
    expect(second.events.map(({ type }) => type)).toEqual(['engine/tuned']);
    expect(
      second.report.shapes
        .filter(({ by }) => by === 'kept')
        .map(({ shape }) => shape)
        .sort(),
    ).toEqual(shapes.sort());
    expect(tuningInUse()).toEqual(table);

    text.now = '{"format":';
    const damaged = await chosen(text, leastWork);
    expect(damaged.report.problem).toMatch(/not JSON/);
    expect(timedShapes(damaged.report).sort()).toEqual(shapes.sort());
    expect((await chosen(text, leastWork)).dispatches).toBe(0);
  });

  it('keeps what was timed when it is broken off, and then rules alone hold', async () => {
    const run = tinyRun(SHORT);
    const text: { now: string | undefined } = { now: undefined };
    const { tuner, events } = world(text, await leastWorkOf(run));
    const choosing = tuner.choose(plannedOf(run));
    for (const _ of run.stages) await choosing.next();
    await choosing.next();
    await choosing.return();
    expect(Object.keys(JSON.parse(text.now ?? '').adapters[0].shapes)).toHaveLength(1);
    expect(tuningInUse()).toEqual({});
    expect(events.map(({ type }) => type)).toEqual(['engine/tuning']);
    disposeTrainState(run.state);
  });

  it('is left to the rules without a look where timing is off, or cannot pay', async () => {
    const kept = JSON.stringify({
      format: 'gyrus-tuning/1',
      adapters: [{ adapter: 'here', kernels: 'today', shapes: {} }],
    });
    for (const [leastWork, mayTime] of [
      [0, false],
      [1e15, true],
    ] as const) {
      fixTuning({ left: 'over' });
      const { report, dispatches } = await chosen({ now: kept }, leastWork, mayTime);
      expect([report.shapes, dispatches, tuningInUse()]).toEqual([[], 0, {}]);
    }
  });

  it('comes with a run that goes on', () => {
    const { tuner, events } = world({ now: undefined }, 0);
    tuner.fix({ 'up 2x4x4x8->8': 'direct' });
    expect(tuningInUse()).toEqual({ 'up 2x4x4x8->8': 'direct' });
    const shapes = [{ shape: 'up 2x4x4x8->8', variant: 'direct', by: 'saved' }];
    expect(events).toEqual([{ type: 'engine/tuned', report: { shapes, seconds: 0 } }]);
  });
});

it('a run with other variants computes the same, but for rounding', async () => {
  const expected = await lossesOf(tinyRun(SHORT));
  const run = tinyRun(SHORT);
  const found = await convolutionsOf(run);
  run.feed.release();
  const greatest = found.sort((one, other) => other.work - one.work).slice(0, TIMED);
  fixTuning(Object.fromEntries(greatest.map(({ key, asked }) => [key, candidatesOf(asked).at(-1) as string])));
  const actual = await lossesOf(run);
  expect(actual.length).toBe(expected.length);
  for (const [i, loss] of actual.entries()) expect(Math.abs(loss - (expected[i] as number))).toBeLessThan(1e-3);
});
