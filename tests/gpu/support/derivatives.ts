/**
 * First and second derivatives of an op against central differences, on whatever backend is active. It refuses kinks: the
 * caller picks inputs whose masks do not change within the step.
 */
import * as tf from '../../../src/gpu/tf.ts';
import { normals } from '../../../src/random/draws.ts';

export type TensorFunction = (...inputs: tf.Tensor[]) => tf.Tensor;

export interface Comparison {
  readonly input: number;
  readonly order: 1 | 2;
  readonly exact: number;
  readonly difference: number;
  /** |exact - difference| over the size that such a derivative has. */
  readonly error: number;
}

/** Deterministic values for a test: normals of a stream that no run uses. */
export function values(count: number, step: number): Float32Array<ArrayBuffer> {
  const TEST_STREAM = 1000;
  return normals(1, TEST_STREAM, step, count);
}

/** A tensor of `values`. The caller disposes. */
export function tensorOf(shape: number[], step: number): tf.Tensor {
  return tf.tensor(values(tf.util.sizeFromShape(shape), step), shape);
}

/**
 * Compares directional derivatives of L = sum(p * f(x)^2) / 2, and (order 2) of <grad L, q>, for fixed random p, q and
 * one random direction an input. epsilon: the step, in units of the inputs. Leaves no tensor behind.
 */
export async function compareDerivatives(
  f: TensorFunction,
  shapes: readonly number[][],
  {
    epsilon,
    orders,
    inputs = shapes.map((shape, i) => values(tf.util.sizeFromShape(shape), i)),
  }: {
    epsilon: number;
    orders: readonly (1 | 2)[];
    inputs?: readonly Float32Array[];
  },
): Promise<Comparison[]> {
  const at = (moved: number, by: number): tf.Tensor[] =>
    shapes.map((shape, i) => {
      const data = Float32Array.from(inputs[i] as Float32Array);
      if (i === moved)
        for (const [k, d] of values(data.length, DIRECTION + i).entries()) data[k] = (data[k] as number) + by * d;
      return tf.tensor(data, shape);
    });
  const outcome: Comparison[] = [];
  for (const order of orders) {
    const scalar = order === 1 ? firstObjective(f) : secondObjective(f, shapes);
    const gradients = tf.tidy(() => tf.grads(scalar)(at(-1, 0)));
    for (const [i, gradient] of gradients.entries()) {
      const direction = values(gradient.size, DIRECTION + i);
      const slopes = await gradient.data();
      const exact = direction.reduce((sum, d, k) => sum + d * (slopes[k] as number), 0);
      const size = Math.hypot(...slopes) * Math.hypot(...direction) + 1e-6;
      const above = await numberOf(() => scalar(...at(i, epsilon)));
      const below = await numberOf(() => scalar(...at(i, -epsilon)));
      const difference = (above - below) / (2 * epsilon);
      outcome.push({ input: i, order, exact, difference, error: Math.abs(exact - difference) / size });
    }
    tf.dispose(gradients);
  }
  return outcome;
}

const DIRECTION = 100;
const WEIGHTS = 200;
const PROBE = 300;

/** L = sum(p * f(x)^2) / 2, so that every member of a family is reached when L is differentiated twice. */
export function firstObjective(f: TensorFunction): TensorFunction {
  return (...inputs) => {
    const y = f(...inputs);
    return tf.mul(tf.sum(tf.mul(tf.square(y), tensorOf(y.shape, WEIGHTS))), 1 / 2);
  };
}

/** <grad L, q>. */
export function secondObjective(f: TensorFunction, shapes: readonly number[][]): TensorFunction {
  return (...inputs) => {
    const gradients = tf.grads(firstObjective(f))(inputs);
    return tf.addN(gradients.map((g, i) => tf.sum(tf.mul(g, tensorOf(shapes[i] as number[], PROBE + i)))));
  };
}

async function numberOf(f: () => tf.Tensor): Promise<number> {
  const result = tf.tidy(f);
  const [value] = await result.data();
  result.dispose();
  return value as number;
}
