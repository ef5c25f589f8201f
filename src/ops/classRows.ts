/**
 * Classes of slices as one-hot rows: of given slices, or of slices drawn with replacement, so that drawn classes have the
 * shares of the slices. No gradient. It refuses to keep a state.
 */
import { atThisMoment } from '../gpu/live.ts';
import * as tf from '../gpu/tf.ts';
import { bits } from '../random/draws.ts';
import { classRowsFused, drawnClassRowsFused } from './kernels/classRows.ts';
import { runsFused } from './mode.ts';
import type { Draw } from './randomNormal.ts';

const WORD_COUNT = 2 ** 32;

/**
 * labels: the class of every slice, int32; places [N] int32 -> [N,classes]: 1 at the class of the slice, and zeros alone
 * where its label is none of them. Caller disposes.
 */
export function classRows(labels: tf.Tensor, places: tf.Tensor, classes: number): tf.Tensor2D {
  if (runsFused()) return made(classRowsFused(labels, places, classes));
  return tf.tidy(() => tf.oneHot(tf.gather(labels, places), classes, 1, 0, 'float32') as tf.Tensor2D);
}

/**
 * [count,classes]: rows of as many of the first `among` slices, row i of slice floor(word i / 2^32 * among). Caller disposes.
 */
export function drawnClassRows(
  labels: tf.Tensor,
  { seed, stream, step }: Draw,
  { count, among, classes }: { readonly count: number; readonly among: number; readonly classes: number },
): tf.Tensor2D {
  if (runsFused()) return made(drawnClassRowsFused(labels, { seed, stream, step }, count, among, classes));
  const places = bits(seed, stream, atThisMoment(step), count).map((word) => (word / WORD_COUNT) * among);
  return tf.tidy(() => classRows(labels, tf.tensor1d(Int32Array.from(places), 'int32'), classes));
}

function made(rows: tf.TensorInfo): tf.Tensor2D {
  return tf.engine().makeTensorFromTensorInfo(rows) as tf.Tensor2D;
}
