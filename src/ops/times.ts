/** A tensor times a number that is not a tensor: tfjs would upload it each time. It refuses numbers that change. */
import * as tf from '../gpu/tf.ts';
import { defineOp, type Op } from './defineOp.ts';
import { timesFused } from './kernels/times.ts';

type Factor = { factor: number };

const scale: Op<Factor> = defineOp<Factor>({
  name: 'Times',
  fused: ([x], { factor }) => timesFused(x as tf.Tensor, factor),
  reference: ([x], { factor }) => tf.mul(x as tf.Tensor, factor),
  saves: [],
  gradient: (dy, _, { factor }) => [() => times(dy, factor)],
});

/** factor * x, of the shape of x. Caller disposes. Any order. */
export function times<T extends tf.Tensor>(x: T, factor: number): T {
  return scale([x], { factor }) as T;
}
