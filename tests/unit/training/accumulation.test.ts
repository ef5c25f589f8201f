/** A batch split into parts has the gradients of the whole, where no group of the minibatch deviation is split. */
import { beforeAll, expect, test } from 'vitest';
import { createArena, readArena } from '../../../src/gpu/arena.ts';
import * as tf from '../../../src/gpu/tf.ts';
import { architectureOf } from '../../../src/model/architectures.ts';
import { collectGradients } from '../../../src/training/gradients.ts';
import { LOSSES } from '../../../src/training/losses.ts';
import { zeroCenteredPenalty } from '../../../src/training/regularizers.ts';
import { createTrainState, disposeTrainState } from '../../../src/training/trainState.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { madeUpSlices } from '../../support/parity/cases.ts';
import { tinyConfig } from '../../support/tinyRun.ts';

beforeAll(useCpuBackend);

const BATCH = 4;
const SIDE = 8;

test.each([2, 4])('%i parts: the critic’s loss and R1', async (parts) => {
  const before = tf.memory().numTensors;
  // Groups of one deviate by nothing, so no part misses the others.
  const state = createTrainState(tinyConfig({ arch: 'stylegan2', mbstdGroup: 1 }), 0);
  const { D, shape } = state;
  const [real, fake] = [madeUpSlices(1, 0, BATCH, SIDE), madeUpSlices(1, BATCH, BATCH, SIDE)];
  const critic = (pictures: readonly tf.Tensor4D[]) =>
    architectureOf(shape).critic(D, shape, pictures, { resolution: SIDE });
  const gradientsOf = async (count: number) => {
    const arena = createArena(new Map([...D].map(([name, { shape }]) => [name, shape])), {
      inOneBuffer: false,
      isTrainable: false,
    });
    const { reached, parts } = collectGradients(arena, D, count, (part) => {
      const size = BATCH / count;
      const own = (all: tf.Tensor4D) => tf.slice(all, part * size, size) as tf.Tensor4D;
      const loss = LOSSES.hinge.discriminator(tf.concat([critic([own(real)]), critic([own(fake)])]));
      return tf.add(loss, zeroCenteredPenalty(critic, [own(real)], 2));
    });
    const sums = await readArena(arena);
    arena.dispose();
    return new Map([...reached].map((name) => [name, (sums.get(name) as Float32Array).map((sum) => sum / parts)]));
  };
  const [whole, split] = [await gradientsOf(1), await gradientsOf(parts)];
  expect([...split.keys()].sort()).toEqual([...whole.keys()].sort());
  for (const [name, wanted] of whole) {
    const given = split.get(name) as Float32Array;
    const size = Math.max(...wanted.map(Math.abs), 1e-3);
    expect(Math.max(...wanted.map((value, i) => Math.abs(value - (given[i] as number)))) / size, name).toBeLessThan(
      1e-5,
    );
  }
  tf.dispose([real, fake]);
  disposeTrainState(state);
  expect(tf.memory().numTensors).toBe(before);
});
