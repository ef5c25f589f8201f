/**
 * Sliced Wasserstein distance between two sets of grey pictures, exactly as the reference run measures it, so that its
 * numbers and ours compare. It refuses unequal counts (sorted projections are compared rank by rank) and says nothing
 * about variety: grain of the right energy scores well, so read it beside ssim.ts and the pictures.
 * Karras et al. 2018, section 5; Rabin et al. 2011.
 *
 * Levels go from the pictures' own side down to 16: [32, 16] at 32 px, [64, 32, 16] at 64 px. Pictures of 16 px or
 * less have one level, the picture itself; that number is not the second level of a 32 px set, which is blurred first.
 */
import type { GreyImages } from './greyImages.ts';
import { laplacianPyramid } from './laplacian.ts';
import { mulberry32 } from './mulberry32.ts';
import { floatSorter } from './sortFloats.ts';

export interface SlicedWasserstein {
  /** Finest first. */
  readonly levels: readonly { readonly side: number; readonly distance: number }[];
  /** Mean of the levels, what the tables call SWD. */
  readonly mean: number;
}

const SMALLEST_LEVEL = 16;
const PATCH = 7;
const REACH = 3;
const DIMENSIONS = PATCH * PATCH;
const PATCHES_PER_IMAGE = 128;
const DIRECTIONS = 512;
/** Directions projected at once, so that each patch is read from memory a quarter as often. Divides DIRECTIONS. */
const TOGETHER = 4;
type Values = Float32Array<ArrayBuffer>;
type Projections = [Values, Values, Values, Values];
/** Seeds of mulberry32, plus the number of the level. */
const FIRST_SET_SEED = 1000;
const SECOND_SET_SEED = 2000;
const DIRECTION_SEED = 3000;
/** Distances are printed in thousandths, as in the papers. */
const SCALE = 1000;

/** Distance times 1000 per level and in the mean, 0 for like sets. Throws RangeError for sets that cannot be compared. */
export function slicedWasserstein(first: GreyImages, second: GreyImages): SlicedWasserstein {
  const sides = levelSides(first, second);
  const pyramids = [first, second].map((images) => levelsOf(images, sides.length));
  const levels = sides.map((side, level) => {
    const [a, b] = pyramids.map((pyramid, set) =>
      descriptors(pyramid[level] as Float32Array, side, (set === 0 ? FIRST_SET_SEED : SECOND_SET_SEED) + level),
    ) as [Float32Array, Float32Array];
    return { side, distance: distanceOf(a, b, directions(DIRECTION_SEED + level)) };
  });
  return { levels, mean: levels.reduce((sum, { distance }) => sum + distance, 0) / levels.length };
}

function levelSides(first: GreyImages, second: GreyImages): number[] {
  if (first.side !== second.side || first.count !== second.count)
    throw new RangeError(
      `The distance needs two sets alike, but one has ${first.count} pictures of ${first.side} px and the other ${second.count} of ${second.side} px.`,
    );
  if (first.count === 0)
    throw new RangeError('The distance of empty sets does not exist: give at least one picture each.');
  const sides = [first.side];
  while ((sides.at(-1) as number) > SMALLEST_LEVEL) sides.push((sides.at(-1) as number) / 2);
  const powerOfTwo = (first.side & (first.side - 1)) === 0;
  if (first.side < PATCH || !powerOfTwo)
    throw new RangeError(`The distance is not defined for pictures of ${first.side} px: use a power of two from 8.`);
  return sides;
}

/** Per level all pictures one after another. */
function levelsOf({ pixels, count, side }: GreyImages, levels: number): Float32Array[] {
  const all = Array.from({ length: levels }, (_, level) => new Float32Array(count * (side / 2 ** level) ** 2));
  for (let i = 0; i < count; i++) {
    const picture = pixels.subarray(i * side * side, (i + 1) * side * side);
    laplacianPyramid(picture, side, levels).forEach((values, level) => {
      all[level]?.set(values, i * values.length);
    });
  }
  return all;
}

/** [patches, 49]: random patches of every picture, normalised together by their own mean and standard deviation. */
function descriptors(pictures: Float32Array, side: number, seed: number): Float32Array {
  const random = mulberry32(seed);
  const places = side - 2 * REACH;
  const count = pictures.length / (side * side);
  const values = new Float32Array(count * PATCHES_PER_IMAGE * DIMENSIONS);
  let at = 0;
  for (let picture = 0; picture < count; picture++)
    for (let patch = 0; patch < PATCHES_PER_IMAGE; patch++) {
      const top = Math.floor(random() * places);
      const left = Math.floor(random() * places);
      for (let y = 0; y < PATCH; y++) {
        const from = (picture * side + top + y) * side + left;
        for (let x = 0; x < PATCH; x++) values[at++] = pictures[from + x] as number;
      }
    }
  return normalised(values);
}

/** In place. A set without any contrast stays at 0 instead of becoming 0 / 0. */
function normalised(values: Float32Array): Float32Array {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += ((values[i] as number) - mean) ** 2;
  const deviation = Math.sqrt(squares / values.length) || 1;
  for (let i = 0; i < values.length; i++) values[i] = ((values[i] as number) - mean) / deviation;
  return values;
}

/** [512, 49] unit vectors; drawn dimension by dimension, as the definition counts them, and turned for the loop below. */
function directions(seed: number): Float32Array {
  const random = mulberry32(seed);
  const drawn = new Float64Array(DIRECTIONS * DIMENSIONS);
  for (let dimension = 0; dimension < DIMENSIONS; dimension++)
    for (let direction = 0; direction < DIRECTIONS; direction++) {
      const radius = Math.sqrt(-2 * Math.log(1 - random()));
      drawn[direction * DIMENSIONS + dimension] = radius * Math.cos(2 * Math.PI * random());
    }
  const vectors = new Float32Array(drawn.length);
  for (let start = 0; start < drawn.length; start += DIMENSIONS) {
    const vector = drawn.subarray(start, start + DIMENSIONS);
    const length = Math.hypot(...vector);
    vectors.set(
      vector.map((value) => value / length),
      start,
    );
  }
  return vectors;
}

/** Mean over directions and ranks of the difference of sorted projections. */
function distanceOf(first: Float32Array, second: Float32Array, vectors: Float32Array): number {
  const count = first.length / DIMENSIONS;
  const sort = floatSorter(count);
  const room = () => Array.from({ length: TOGETHER }, () => new Float32Array(count)) as Projections;
  const a = room();
  const b = room();
  let sum = 0;
  for (let start = 0; start < vectors.length; start += TOGETHER * DIMENSIONS) {
    const some = vectors.subarray(start, start + TOGETHER * DIMENSIONS);
    project(first, some, a);
    project(second, some, b);
    for (let k = 0; k < TOGETHER; k++) {
      const [left, right] = [a[k], b[k]] as [Values, Values];
      sort(left);
      sort(right);
      for (let rank = 0; rank < count; rank++) sum += Math.abs((left[rank] as number) - (right[rank] as number));
    }
  }
  return (sum / count / DIRECTIONS) * SCALE;
}

/** targets[v][i] = patches[i] . vectors[v], for four vectors in a row. */
function project(patches: Float32Array, vectors: Float32Array, [t0, t1, t2, t3]: Projections): void {
  let at = 0;
  for (let i = 0; i < t0.length; i++) {
    let dot0 = 0;
    let dot1 = 0;
    let dot2 = 0;
    let dot3 = 0;
    for (let k = 0; k < DIMENSIONS; k++) {
      const value = patches[at++] as number;
      dot0 += value * (vectors[k] as number);
      dot1 += value * (vectors[DIMENSIONS + k] as number);
      dot2 += value * (vectors[2 * DIMENSIONS + k] as number);
      dot3 += value * (vectors[3 * DIMENSIONS + k] as number);
    }
    t0[i] = dot0;
    t1[i] = dot1;
    t2[i] = dot2;
    t3[i] = dot3;
  }
}
