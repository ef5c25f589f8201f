/**
 * Affine warps in stock tfjs ops, as gathers and a scatter over all taps: the oracle for the WGSL kernels, and what runs on
 * the CPU backend.
 */
import * as tf from '../../gpu/tf.ts';

/** Where a tap reads, as a row of [N*H*W,C], and its weight; both [N*H*W]. */
interface Tap {
  readonly index: tf.Tensor1D;
  readonly weight: tf.Tensor1D;
}

/** Pixels that the cubic kernel spans along an axis, from one before the pixel on or left of the point. */
const SPAN = [-1, 0, 1, 2] as const;
/** Four points a pixel: signs of the spreads along the picture's two axes. */
const CORNERS = [
  [-1, -1],
  [-1, 1],
  [1, -1],
  [1, 1],
] as const;
/** So that a rotation's rounding does not count as shrinking. */
const SLACK = 1e-3;
/** Variance of a unit box. */
const BOX_VARIANCE = 1 / 12;

/** x [N,H,W,C], maps [N,6] -> [N,H,W,C]. */
export function warpReference(x: tf.Tensor4D, maps: tf.Tensor2D): tf.Tensor4D {
  const channels = x.shape[3];
  const rows = tf.reshape(x, [-1, channels]);
  const corners = tapsOf(x, maps).map((taps) =>
    taps
      .map(({ index, weight }) => tf.mul(tf.gather(rows, index), tf.expandDims(weight, 1)))
      // Not addN: on the GPU it binds all of them at once.
      .reduce((sum, term) => tf.add(sum, term)),
  ) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  // In pairs: four equal numbers then average to themselves, bit for bit.
  const sum = tf.add(tf.add(corners[0], corners[1]), tf.add(corners[2], corners[3]));
  return tf.reshape(tf.mul(sum, 1 / CORNERS.length), x.shape);
}

/** dy [N,H,W,C], maps [N,6] -> [N,H,W,C]. */
export function warpAdjointReference(dy: tf.Tensor4D, maps: tf.Tensor2D): tf.Tensor4D {
  const channels = dy.shape[3];
  const rows = tf.reshape(dy, [-1, channels]);
  const taps = tapsOf(dy, maps).flat();
  const updates = taps.map(({ weight }) => tf.mul(rows, tf.expandDims(tf.mul(weight, 1 / CORNERS.length), 1)));
  const indices = tf.expandDims(tf.concat(taps.map(({ index }) => index)), 1);
  return tf.reshape(tf.scatterND(indices, tf.concat(updates), rows.shape), dy.shape);
}

/** The taps of every pixel, a list of 16 for each of the four points. */
function tapsOf(x: tf.Tensor4D, maps: tf.Tensor2D): Tap[][] {
  const [count, height, width] = x.shape;
  const [a, b, s, c, d, t] = tf.split(maps, maps.shape[1], 1) as [T, T, T, T, T, T]; // each [N,1]
  const pixel = tf.range(0, height * width);
  const row = tf.floor(tf.div(tf.add(pixel, 1 / 2), width));
  const px = tf.sub(tf.sub(pixel, tf.mul(row, width)), (width - 1) / 2);
  const py = tf.sub(row, (height - 1) / 2);
  const along = (p: T, q: T, shift: T, side: number): T =>
    tf.add(tf.add(tf.add(tf.mul(p, px), tf.mul(q, py)), tf.mul(shift, side)), (side - 1) / 2);
  const sourceX = along(a, b, s, width); // [N,H*W]
  const sourceY = along(c, d, t, height);
  const spreadX = spreadOf(a, c);
  const spreadY = spreadOf(b, d);
  const first = tf.mul(tf.range(0, count), height * width);
  return CORNERS.map(([signX, signY]) => {
    const at = (source: T, p: T, q: T) =>
      tf.add(source, tf.add(tf.mul(tf.mul(p, spreadX), signX), tf.mul(tf.mul(q, spreadY), signY)));
    const columns = axisTaps(at(sourceX, a, b), width);
    const rows = axisTaps(at(sourceY, c, d), height);
    return rows.flatMap((y) =>
      columns.map((column) => ({
        index: tf.cast(
          tf.reshape(tf.add(tf.add(tf.mul(y.place, width), column.place), tf.expandDims(first, 1)), [-1]),
          'int32',
        ) as tf.Tensor1D,
        weight: tf.reshape(tf.mul(y.weight, column.weight), [-1]) as tf.Tensor1D,
      })),
    );
  });
}

type T = tf.Tensor;

/** How far the points lie from a pixel's centre along one of its axes, in pixels of the result; p, q: the axis' image. */
function spreadOf(p: T, q: T): T {
  const square = tf.add(tf.square(p), tf.square(q));
  const excess = tf.relu(tf.sub(square, 1 + SLACK));
  return tf.sqrt(tf.div(tf.mul(excess, BOX_VARIANCE), tf.maximum(square, 1)));
}

/** The four pixels that a point reads along an axis of `side` pixels, mirrored into it, with their weights. */
function axisTaps(point: T, side: number): { place: T; weight: T }[] {
  const floor = tf.floor(point);
  return SPAN.map((step) => {
    const place = tf.add(floor, step);
    const period = 2 * side;
    const folded = tf.sub(place, tf.mul(tf.floor(tf.div(place, period)), period));
    return {
      place: tf.minimum(folded, tf.sub(period - 1, folded)),
      weight: cubic(tf.abs(tf.sub(point, place))),
    };
  });
}

/** Keys's kernel with a = -1/2 at a distance of 0 to 2. */
function cubic(distance: T): T {
  const near = tf.add(tf.mul(tf.mul(tf.sub(tf.mul(distance, 3 / 2), 5 / 2), distance), distance), 1);
  const far = tf.add(tf.mul(tf.sub(tf.mul(tf.add(tf.mul(distance, -1 / 2), 5 / 2), distance), 4), distance), 2);
  return tf.where(tf.less(distance, 1), near, far);
}
