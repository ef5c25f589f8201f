/**
 * Three hundred steps on our kernels, recorded, beside the same steps on the composed references through tfjs; and beside
 * our own from weights a rounding away, which says how far such a run goes apart by itself.
 */
import { afterEach, expect, test } from 'vitest';
import { emptyBufferPool } from '../../src/gpu/commandStream.ts';
import { createRecordingRunner } from '../../src/gpu/recording/stepRunner.ts';
import { submittedWorkDone } from '../../src/gpu/submitted.ts';
import * as tf from '../../src/gpu/tf.ts';
import { type OpsMode, setOpsMode } from '../../src/ops/mode.ts';
import { STEP_STATS, type StepStat } from '../../src/protocol/stats.ts';
import type { Recipe } from '../../src/protocol/trainConfig.ts';
import { eagerSteps } from '../../src/training/eagerSteps.ts';
import { train } from '../../src/training/loop.ts';
import { disposeTrainState } from '../../src/training/trainState.ts';
import { tinyRun } from '../support/tinyRun.ts';
import { startedBackend } from './support/backend.ts';

startedBackend();
afterEach(() => setOpsMode('fused'));

const STEPS = 300;
/** A GAN's steps amplify rounding, the more the faster it learns. */
const SLOW = 0.0002;
const TOLERANCE = 1e-3;
/** Relative; a few roundings of a float. */
const NUDGE = 1e-6;
const DRIFTS = 3;
const MOST_DRIFT = 0.05;

/** AdaIN over 4x4 pixels divides by deviations that may be next to nothing, so stylegan of this size goes apart by itself. */
const RECIPE: Recipe = {
  arch: 'stylegan2',
  r1Gamma: 1,
  dRegInterval: 4,
  plWeight: 2,
  gRegInterval: 4,
  styleMixing: 0.5,
  kimgPerResolution: 4,
};

type Curves = Record<StepStat, number[]>;

async function curvesOf(mode: OpsMode, nudge = 0): Promise<Curves> {
  setOpsMode(mode);
  const steps = mode === 'fused' ? createRecordingRunner() : eagerSteps;
  const run = {
    ...tinyRun({ ...RECIPE, gLr: SLOW, dLr: SLOW }),
    submitted: submittedWorkDone,
    releaseBuffers: emptyBufferPool,
    steps,
  };
  if (nudge > 0)
    for (const params of [run.state.G, run.state.D, run.state.GEma])
      for (const variable of params.values()) tf.tidy(() => variable.assign(tf.mul(variable, 1 + nudge)));
  const curves = Object.fromEntries(STEP_STATS.map((path): [StepStat, number[]] => [path, []])) as Curves;
  for await (const event of train(run)) {
    if (event.type === 'steps') for (const path of STEP_STATS) curves[path].push(...event.block.values[path]);
    if (curves['Loss/G/loss'].length >= STEPS) break;
  }
  disposeTrainState(run.state);
  return curves;
}

test('stylegan2 with R1, path length and style mixing', async () => {
  const fused = await curvesOf('fused');
  const nudged = await curvesOf('fused', NUDGE);
  const reference = await curvesOf('reference');
  for (const path of STEP_STATS) {
    const expected = reference[path].slice(0, STEPS);
    const scale = Math.max(...expected.map(Math.abs));
    const distance = (a: readonly number[], b: readonly number[]) =>
      Math.max(...expected.map((_, i) => Math.abs((a[i] as number) - (b[i] as number)))) / scale;
    const [worst, drift] = [distance(fused[path], expected), distance(fused[path], nudged[path])];
    console.info(`${path} ${worst.toExponential(1)} from the references, drift ${drift.toExponential(1)}`);
    expect(worst, path).toBeLessThan(Math.max(TOLERANCE, DRIFTS * drift));
    // Where a run goes apart by itself, nothing is compared.
    expect(drift, path).toBeLessThan(MOST_DRIFT);
    // The curve must have moved for this to mean anything.
    expect(Math.max(...expected) - Math.min(...expected), path).toBeGreaterThan(10 * TOLERANCE * scale);
  }
});
