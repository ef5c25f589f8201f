/**
 * The sum of squares of each sample over any number of tensors, in one dispatch for seven of them. It refuses tensors of
 * different batches.
 */
import * as tf from '../gpu/tf.ts';
import { defineOp, type Op } from './defineOp.ts';
import { MOST_ENERGIES, sampleEnergyFused, scaleSamplesFused } from './kernels/sampleEnergy.ts';
import { sumOf } from './sumOf.ts';

type None = Record<string, never>;
type Factor = { factor: number };

function define(count: number): Op<None> {
  return defineOp<None>({
    name: `SampleEnergy${count}`,
    fused: (tensors) => sampleEnergyFused(tensors),
    reference: (tensors) => tf.addN(tensors.map((x) => tf.sum(tf.square(rowsOf(x)), 1))),
    saves: Array.from({ length: count }, (_, place) => place),
    gradient: (dy, saved) => saved.map((x) => () => scale([x, dy], { factor: 2 })),
  });
}

/** factor * x * s, s one number a sample. */
const scale: Op<Factor> = defineOp<Factor>({
  name: 'ScaleSamples',
  fused: ([x, s], { factor }) => scaleSamplesFused(x as tf.Tensor, s as tf.Tensor, factor),
  reference: ([x, s], { factor }) => {
    const rows = tf.mul(tf.mul(rowsOf(x as tf.Tensor), tf.reshape(s as tf.Tensor, [-1, 1])), factor);
    return tf.reshape(rows, (x as tf.Tensor).shape);
  },
  saves: [0, 1],
  gradient: (upstream, [x, s], { factor }) => [
    () => scale([upstream, s as tf.Tensor], { factor }),
    () => tf.mul(tf.sum(tf.mul(rowsOf(x as tf.Tensor), rowsOf(upstream)), 1), factor),
  ],
});

const rowsOf = (x: tf.Tensor) => tf.reshape(x, [x.shape[0] as number, -1]);

const OPS = Array.from({ length: MOST_ENERGIES }, (_, i) => define(i + 1));

/** tensors [N,...], at least one -> [N]. Caller disposes. Any order. */
export function sampleEnergy(tensors: readonly tf.Tensor[]): tf.Tensor1D {
  const batches = new Set(tensors.map(({ shape }) => shape[0]));
  if (batches.size !== 1)
    throw new Error(`sampleEnergy got tensors of these batches: ${[...batches].join(', ')}; it takes one batch.`);
  return tf.tidy(() => {
    const sums: tf.Tensor1D[] = [];
    for (let from = 0; from < tensors.length; from += MOST_ENERGIES) {
      const some = tensors.slice(from, from + MOST_ENERGIES);
      sums.push((OPS[some.length - 1] as Op<None>)(some, {}) as tf.Tensor1D);
    }
    return sumOf(sums);
  });
}
