/**
 * The mean over a batch of a sum of simple functions of one number or of a pair: what losses on logits and penalties on
 * gradients end in. One dispatch, and one for each gradient. It refuses to be differentiated twice, and to know losses.
 */
import * as tf from '../gpu/tf.ts';
import { defineOp, type Op } from './defineOp.ts';
import { meanSlopeFused, meansOfTermsFused, type Pairing } from './kernels/meanOfTerms.ts';
import { runsFused } from './mode.ts';
import { meanOfTermsReference, meanSlopeReference } from './references/meanOfTerms.ts';
import type { Term } from './terms.ts';

/** tfjs takes no objects for attributes: the terms go as JSON. */
type Told = { terms: string; pairing: Pairing };

const termsOf = ({ terms }: Told) => JSON.parse(terms) as readonly Term[];

/** The pair as tensors of their own. */
function pairOf(inputs: readonly tf.Tensor[], pairing: Pairing): [a: tf.Tensor, b: tf.Tensor | undefined] {
  const [a, b] = inputs as [tf.Tensor, tf.Tensor | undefined];
  return pairing === 'two halves' ? (tf.split(a, 2, 0) as [tf.Tensor, tf.Tensor]) : [a, b];
}

function define(pairing: Pairing): Op<Told> {
  const saves = pairing === 'two tensors' ? [0, 1] : [0];
  return defineOp<Told>({
    name: `MeanOfTerms ${pairing}`,
    fused: (inputs, told) => meansOfTermsFused([termsOf(told)], pairing, inputs)[0] as tf.TensorInfo,
    reference: (inputs, told) => meanOfTermsReference(termsOf(told), ...pairOf(inputs, pairing)),
    saves,
    gradient: (dy, saved, told) =>
      saves.map((place) => () => slope([dy, ...saved], { ...told, side: place === 0 ? 'first' : 'second' })),
  });
}

/** Without a gradient: tfjs then throws at second order instead of leaving a term out. */
const slope: Op<Told & { side: string }> = defineOp<Told & { side: string }>({
  name: 'MeanOfTermsSlope',
  fused: ([dy, ...inputs], told) =>
    meanSlopeFused(termsOf(told), told.pairing, told.side as 'first' | 'second', dy as tf.Tensor, inputs),
  reference: ([dy, ...inputs], told) => {
    const [terms, [a, b]] = [termsOf(told), pairOf(inputs, told.pairing)];
    const of = (side: 'first' | 'second') => meanSlopeReference(terms, side, dy as tf.Tensor, a, b);
    return told.pairing === 'two halves' ? tf.concat([of('first'), of('second')]) : of(told.side as 'first' | 'second');
  },
  saves: [],
  gradient: () => {
    throw new Error('A mean of terms cannot be differentiated twice.');
  },
});

const OPS: Readonly<Record<Pairing, Op<Told>>> = {
  alone: define('alone'),
  'two tensors': define('two tensors'),
  'two halves': define('two halves'),
};

function run(pairing: Pairing, terms: readonly Term[], inputs: readonly tf.Tensor[]): tf.Scalar {
  return OPS[pairing](inputs, { terms: JSON.stringify(terms), pairing }) as tf.Scalar;
}

/** The mean over a's elements, with b beside a where it is given; of one shape -> []. Caller disposes. First order. */
export function meanOfTerms(terms: readonly Term[], a: tf.Tensor, b?: tf.Tensor): tf.Scalar {
  if (!b) return run('alone', terms, [a]);
  if (a.shape.join() !== b.shape.join())
    throw new Error(`A mean over pairs takes two tensors of one shape, not [${a.shape}] and [${b.shape}].`);
  return run('two tensors', terms, [a, b]);
}

/** As meanOfTerms, with a the first and b the second half of one tensor [2N,...]. Caller disposes. First order. */
export function meanOfHalves(terms: readonly Term[], both: tf.Tensor): tf.Scalar {
  if ((both.shape[0] ?? 0) % 2) throw new Error(`[${both.shape}] has no two halves of one size.`);
  return run('two halves', terms, [both]);
}

/** Several means of the halves as numbers to look at, in one dispatch. At most 7. Caller disposes. No gradient. */
export function meansOfHalves(means: readonly (readonly Term[])[], both: tf.Tensor): tf.Scalar[] {
  if (!runsFused()) return means.map((terms) => meanOfHalves(terms, both));
  const made = meansOfTermsFused(means, 'two halves', [both]);
  return made.map((info) => tf.engine().makeTensorFromTensorInfo(info) as tf.Scalar);
}
