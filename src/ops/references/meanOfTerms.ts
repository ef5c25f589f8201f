/**
 * Means of simple functions in stock tfjs ops: the oracle for the WGSL kernels, and what runs on the CPU backend. It
 * refuses to define gradients: ../meanOfTerms.ts does.
 */
import * as tf from '../../gpu/tf.ts';
import type { Curve, Term } from '../terms.ts';

/** Keeps a root's gradient finite at 0. */
export const ROOT_EPSILON = 1e-12;

const root = (t: tf.Tensor) => tf.sqrt(tf.add(t, ROOT_EPSILON));

const VALUES: Readonly<Record<Curve, (t: tf.Tensor) => tf.Tensor>> = {
  linear: (t) => t,
  relu: (t) => tf.relu(t),
  softplus: (t) => tf.softplus(t),
  square: (t) => tf.square(t),
  'unit gap': (t) => tf.square(tf.sub(root(t), 1)),
  sign: (t) => tf.sign(t),
};

const SLOPES: Readonly<Record<Curve, (t: tf.Tensor) => tf.Tensor>> = {
  linear: (t) => tf.fill(t.shape, 1),
  relu: (t) => tf.step(t),
  softplus: (t) => tf.sigmoid(t),
  square: (t) => tf.mul(t, 2),
  'unit gap': (t) => tf.sub(1, tf.div(1, root(t))),
  sign: (t) => tf.fill(t.shape, 0),
};

const combined = ({ first, second = 0, constant = 0 }: Term, a: tf.Tensor, b: tf.Tensor | undefined): tf.Tensor => {
  const t = tf.add(tf.mul(a, first), constant);
  return b ? tf.add(t, tf.mul(b, second)) : t;
};

/** a and b of one shape -> the mean over their elements of the terms' sum, []. */
export function meanOfTermsReference(terms: readonly Term[], a: tf.Tensor, b: tf.Tensor | undefined): tf.Tensor {
  return tf.addN(terms.map((term) => tf.mul(tf.mean(VALUES[term.curve](combined(term, a, b))), term.weight)));
}

/** dy [] times the gradient of the mean in a or in b. */
export function meanSlopeReference(
  terms: readonly Term[],
  side: 'first' | 'second',
  dy: tf.Tensor,
  a: tf.Tensor,
  b: tf.Tensor | undefined,
): tf.Tensor {
  const slopes = terms.map((term) =>
    tf.mul(SLOPES[term.curve](combined(term, a, b)), ((term[side] ?? 0) * term.weight) / a.size),
  );
  return tf.mul(tf.addN(slopes), dy);
}
