/** A recorded step beside the same step run by tfjs: the same bits, whatever is live; and what a recording refuses. */
import { afterEach, expect, test } from 'vitest';
import { recordStep } from '../../src/gpu/recording/recordStep.ts';
import { createTemporaries } from '../../src/gpu/recording/temporaries.ts';
import * as tf from '../../src/gpu/tf.ts';
import { biasAct } from '../../src/ops/biasAct.ts';
import { emaStep } from '../../src/ops/ema.ts';
import { randomNormal } from '../../src/ops/randomNormal.ts';
import { startedBackend } from './support/backend.ts';

startedBackend();

const temporaries = createTemporaries();
afterEach(() => temporaries.dispose());

const ACTIVATION = { slope: 0.2, gain: 1.5 };

/** Ops of tfjs and of ours, a gradient, a constant, an assignment, and a live number. */
function world() {
  const moment = { step: 0, beta: 0.5 };
  const variable = (start: () => tf.Tensor) => tf.tidy(() => tf.variable(start()));
  const weights = variable(() => tf.fill([4, 4], 0.25)) as tf.Variable<tf.Rank.R2>;
  const mean = variable(() => tf.fill([], 0));
  const average = variable(() => tf.fill([4, 4], 0));
  const bias = variable(() => tf.tensor1d([0.1, -0.2, 0.3, 0])) as tf.Variable<tf.Rank.R1>;
  const step = () => {
    const z = randomNormal([3, 4], { seed: 1, stream: 2, step: () => moment.step }) as tf.Tensor2D;
    const { value, grads } = tf.variableGrads(
      () => tf.mean(tf.square(biasAct(tf.matMul(z, weights) as tf.Tensor2D, bias, ACTIVATION))) as tf.Scalar,
      [weights],
    );
    weights.assign(tf.sub(weights, tf.mul(grads[weights.name] as tf.Tensor, 0.1)));
    mean.assign(tf.add(mean, tf.mul(tf.sub(value, mean), tf.fill([], 0.25))));
    emaStep([{ average, source: weights }], () => moment.beta);
  };
  const values = async () =>
    Promise.all([weights, mean, average].map(async (variable) => [...((await variable.data()) as Float32Array)]));
  return { moment, step, values, weights, dispose: () => tf.dispose([weights, mean, average, bias]) };
}

const STEPS = 5;
const next = (moment: { step: number; beta: number }) => {
  moment.step += 1;
  moment.beta *= 0.9;
};

test('a replayed step makes the same bits as tfjs does', async () => {
  const eager = world();
  const recorded = world();
  const before = tf.memory().numTensors;
  const step = await recordStep(recorded.step, temporaries);
  expect(tf.memory().numTensors).toBe(before);
  expect(await recorded.values()).toEqual(await eager.values());
  for (let i = 0; i < STEPS; i++) {
    tf.tidy(eager.step);
    step.replay();
    expect(await recorded.values()).toEqual(await eager.values());
    next(eager.moment);
    next(recorded.moment);
  }
  expect(new Set((await recorded.values()).flat()).size).toBeGreaterThan(4);
  expect(step.facts.dispatches).toBeLessThan(step.facts.traced);
  step.dispose();
  eager.dispose();
  recorded.dispose();
});

test('cut into single dispatches it is still the same', async () => {
  const whole = world();
  const cut = world();
  const steps = [await recordStep(whole.step, temporaries), await recordStep(cut.step, temporaries)] as const;
  steps[0].replay();
  steps[1].replay(1);
  expect(await cut.values()).toEqual(await whole.values());
  for (const step of steps) step.dispose();
  whole.dispose();
  cut.dispose();
});

test('two recordings of one step are alike, and a number that should be live tells them apart', async () => {
  const { moment, step, dispose } = world();
  const first = await recordStep(step, temporaries);
  next(moment);
  const second = await recordStep(step, temporaries);
  expect(second.facts).toEqual(first.facts);
  const frozen = await recordStep(() => {
    step();
    tf.mul(tf.fill([2], 1), moment.beta);
  }, temporaries);
  next(moment);
  const other = await recordStep(() => {
    step();
    tf.mul(tf.fill([2], 1), moment.beta);
  }, temporaries);
  expect(other.facts.fingerprint).not.toBe(frozen.facts.fingerprint);
  for (const recording of [first, second, frozen, other]) recording.dispose();
  dispose();
});

test('a step of our own kernels alone leaves nothing behind', async () => {
  const { moment, weights, dispose } = world();
  const before = tf.memory().numTensors;
  const recorded = await recordStep(() => {
    const noise = randomNormal([4, 4], { seed: 1, stream: 2, step: () => moment.step });
    emaStep([{ average: weights, source: noise }], 0);
  }, temporaries);
  expect(tf.memory().numTensors).toBe(before);
  recorded.replay();
  const first = [...((await weights.data()) as Float32Array)];
  next(moment);
  recorded.replay();
  expect([...((await weights.data()) as Float32Array)]).not.toEqual(first);
  recorded.dispose();
  dispose();
});

test('a step that cannot be replayed is refused, and nothing is changed by it', async () => {
  const { step, values, dispose } = world();
  const before = await values();
  const tensors = tf.memory().numTensors;
  const refused = async (more: () => void, why: RegExp) => {
    await expect(
      recordStep(() => {
        step();
        more();
      }, temporaries),
    ).rejects.toThrow(why);
    expect(await values()).toEqual(before);
    expect(tf.memory().numTensors).toBe(tensors);
  };
  let made: tf.Tensor | undefined;
  // tfjs reads at once through a canvas, which takes no stand-in for a GPU.
  await refused(() => void tf.fill([2], 1).dataSync(), /GPUDevice/);
  await refused(() => {
    throw new Error('of its own');
  }, /of its own/);
  await expect(
    recordStep(() => {
      made = tf.keep(tf.add(tf.fill([2], 1), 1));
    }, temporaries),
  ).rejects.toThrow(/left a tensor behind/);
  made?.dispose();
  let variable: tf.Variable | undefined;
  await expect(
    recordStep(() => {
      variable = tf.variable(tf.add(tf.fill([2], 1), 1));
    }, temporaries),
  ).rejects.toThrow(/was made inside a step/);
  variable?.dispose();
  tf.tidy(step);
  expect(await values()).not.toEqual(before);
  dispose();
});

test('a variable that was given another buffer asks for a new recording', async () => {
  const { step, weights, dispose } = world();
  const recorded = await recordStep(step, temporaries);
  recorded.replay();
  tf.tidy(() => weights.assign(tf.mul(weights, 2)));
  expect(() => recorded.replay()).toThrow(/record the step again/);
  recorded.dispose();
  dispose();
});
