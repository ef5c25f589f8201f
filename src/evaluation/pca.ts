/**
 * Features on the plane of their two principal components: the directions in which they vary most. Linear, so that distances
 * on the plane are never larger than they were. It refuses to scale what it is given. Pearson 1901.
 */
import type { Features } from './features.ts';
import { symmetricEigen } from './symmetricEigen.ts';

/** [count, 2], row by row: each vector less the mean, along the two directions. The largest element of either is positive. */
export function principalPlane(features: Features): Float64Array {
  const { count, width } = features;
  const centred = centredValues(features);
  const { values, vectors } = symmetricEigen(covariance(centred, count, width), width);
  const order = Array.from(values.keys()).sort((a, b) => (values[b] as number) - (values[a] as number));
  const plane = new Float64Array(2 * count);
  for (let axis = 0; axis < Math.min(2, width); axis++) {
    const place = order[axis] as number;
    const direction = vectors.subarray(place * width, (place + 1) * width);
    const largest = direction.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
    const sign = largest < 0 ? -1 : 1;
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += (centred[i * width + k] as number) * (direction[k] as number);
      plane[2 * i + axis] = sign * sum;
    }
  }
  return plane;
}

function centredValues({ values, count, width }: Features): Float64Array {
  const centred = Float64Array.from(values);
  for (let k = 0; k < width; k++) {
    let sum = 0;
    for (let at = k; at < centred.length; at += width) sum += centred[at] as number;
    const mean = sum / count;
    for (let at = k; at < centred.length; at += width) centred[at] = (centred[at] as number) - mean;
  }
  return centred;
}

/** [width, width]. */
function covariance(centred: Float64Array, count: number, width: number): Float64Array {
  const sums = new Float64Array(width * width);
  for (let start = 0; start < centred.length; start += width) {
    const vector = centred.subarray(start, start + width);
    for (let row = 0; row < width; row++) {
      const value = vector[row] as number;
      for (let k = 0, at = row * width; k <= row; k++, at++)
        sums[at] = (sums[at] as number) + value * (vector[k] as number);
    }
  }
  for (let row = 0; row < width; row++)
    for (let k = 0; k <= row; k++) {
      const value = (sums[row * width + k] as number) / Math.max(1, count - 1);
      sums[row * width + k] = value;
      sums[k * width + row] = value;
    }
  return sums;
}
