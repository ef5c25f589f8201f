/**
 * A set of feature vectors, as the metrics that compare distributions take it. The name of what made them travels with
 * them, because a number without its extractor compares with nothing. No tensors, no pictures.
 */
import type { GreyImages } from './greyImages.ts';

/** A 2x2 mean divides by this. */
const BLOCK = 4;

export interface Features {
  /** count * width numbers, vector by vector. */
  readonly values: Float32Array;
  readonly count: number;
  /** Numbers a vector. */
  readonly width: number;
  /** What made them: "random conv v1, seed 0, 64 px grey". */
  readonly extractor: string;
}

/** Checks sizes once, so that the metrics need not. Keeps `values` without a copy. */
export function featuresOf(values: Float32Array, width: number, extractor: string): Features {
  const count = values.length / width;
  if (Number.isInteger(count) && Number.isInteger(width) && width > 0) return { values, count, width, extractor };
  throw new RangeError(`${values.length} values are not a whole number of vectors of ${width}.`);
}

/** The vectors at `indices`, in that order, copied. */
export function chosenFeatures({ values, width, count, extractor }: Features, indices: ArrayLike<number>): Features {
  const chosen = new Float32Array(indices.length * width);
  for (let i = 0; i < indices.length; i++) {
    const from = indices[i] as number;
    if (!(from >= 0 && from < count)) throw new RangeError(`There is no vector number ${from}.`);
    chosen.set(values.subarray(from * width, (from + 1) * width), i * width);
  }
  return { values: chosen, count: indices.length, width, extractor };
}

/** Throws RangeError unless both were made alike and have at least `fewest` vectors each. `metric` begins the sentence. */
export function checkComparable(metric: string, first: Features, second: Features, fewest: number): void {
  if (first.extractor !== second.extractor || first.width !== second.width)
    throw new RangeError(
      `${metric} needs features of one extractor, but got ${first.width} of "${first.extractor}" and ${second.width} of "${second.extractor}".`,
    );
  if (first.count >= fewest && second.count >= fewest) return;
  throw new RangeError(
    `${metric} needs at least ${fewest} pictures of each set, but there are ${first.count} and ${second.count}: give more.`,
  );
}

/** Pictures as features: their own pixels, 0 to 255, halved by 2x2 means until at most `most` px a side or odd. */
export function pixelFeatures(images: GreyImages, most: number): Features {
  let values = Float32Array.from(images.pixels);
  let { side } = images;
  while (side > most && side % 2 === 0) {
    values = halvedAll(values, side, images.count);
    side /= 2;
  }
  return featuresOf(values, side * side, `pixels at ${side} px`);
}

function halvedAll(values: Float32Array, side: number, count: number): Float32Array<ArrayBuffer> {
  const half = side / 2;
  const means = new Float32Array(count * half * half);
  for (let row = 0; row < count * half; row++)
    for (let x = 0; x < half; x++) {
      const at = 2 * row * side + 2 * x;
      const top = (values[at] as number) + (values[at + 1] as number);
      means[row * half + x] = (top + (values[at + side] as number) + (values[at + side + 1] as number)) / BLOCK;
    }
  return means;
}
