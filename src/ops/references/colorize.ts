/** Brightness, contrast, noise and hole in stock tfjs ops: the oracle for the WGSL, and what runs on the CPU backend. */
import * as tf from '../../gpu/tf.ts';

/** x [N,H,W,C], colors [N,6], noise [N,H,W,C] or none -> [N,H,W,C]. */
export function colorizeReference(x: tf.Tensor4D, colors: tf.Tensor2D, noise?: tf.Tensor): tf.Tensor4D {
  const [gain, bias, sigma, ...hole] = columns(colors);
  const valued = tf.add(tf.mul(x, gain), bias);
  const noisy = noise ? tf.add(valued, tf.mul(noise, sigma)) : valued;
  return tf.mul(noisy, kept(x, hole as Hole));
}

/** The linear part: gain * x outside of the hole. */
export function holeReference(x: tf.Tensor4D, colors: tf.Tensor2D): tf.Tensor4D {
  const [gain, , , ...hole] = columns(colors);
  return tf.mul(tf.mul(x, gain), kept(x, hole as Hole));
}

type Column = tf.Tensor4D;
/** Centre and half side. */
type Hole = [Column, Column, Column];

/** Each number of `colors` as [N,1,1,1]. */
function columns(colors: tf.Tensor2D): [Column, Column, Column, ...Column[]] {
  const split = tf.split(colors, colors.shape[1], 1);
  return split.map((column) => tf.reshape(column, [-1, 1, 1, 1])) as [Column, Column, Column, ...Column[]];
}

/** 0 in the hole and 1 elsewhere, [N,H,W,1]. */
function kept(x: tf.Tensor4D, [holeX, holeY, half]: Hole): tf.Tensor4D {
  const [, height, width] = x.shape;
  const across = tf.reshape(tf.div(tf.add(tf.range(0, width), 1 / 2), width), [1, 1, width, 1]);
  const along = tf.reshape(tf.div(tf.add(tf.range(0, height), 1 / 2), height), [1, height, 1, 1]);
  const isInside = tf.logicalAnd(
    tf.less(tf.abs(tf.sub(across, holeX)), half),
    tf.less(tf.abs(tf.sub(along, holeY)), half),
  );
  return tf.sub(1, tf.cast(isInside, 'float32'));
}
