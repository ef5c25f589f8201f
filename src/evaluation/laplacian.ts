/**
 * The Laplacian pyramid of square pictures: what each scale adds to the one below. It knows one filter and one border
 * rule, those of the metric's definition. Burt and Adelson 1983; Karras et al. 2018, section 5.
 */

/** Binomial filter along one axis; the 5x5 filter is its outer product. Sums to 16, divided out below. */
const TAPS = [1, 4, 6, 4, 1] as const;
const TAP_SUM = 16;
const REACH = 2;
/** Zero insertion spreads each value over four places in two dimensions. */
const UP_GAIN = 4;

/**
 * One picture [side, side] to its levels, finest first: levels[i] is [side / 2^i, side / 2^i]; all but the last are the
 * picture less its blurred half, the last is what remains. side must be divisible by 2^(levels - 1). Caller owns.
 */
export function laplacianPyramid(picture: ArrayLike<number>, side: number, levels: number): Float32Array[] {
  const pyramid: Float32Array[] = [];
  let current = Float32Array.from(picture);
  let size = side;
  for (let level = 1; level < levels; level++) {
    const smaller = halved(current, size);
    const coarse = doubled(smaller, size / 2);
    pyramid.push(current.map((value, i) => value - (coarse[i] as number)));
    current = smaller;
    size /= 2;
  }
  pyramid.push(current);
  return pyramid;
}

/** Filter, keep even rows and columns. */
function halved(picture: Float32Array, side: number): Float32Array<ArrayBuffer> {
  const smooth = filtered(picture, side, 1);
  const half = side / 2;
  const kept = new Float32Array(half * half);
  for (let y = 0; y < half; y++)
    for (let x = 0; x < half; x++) kept[y * half + x] = smooth[2 * y * side + 2 * x] as number;
  return kept;
}

/** Put at even places among zeros, filter with four times the weight. */
function doubled(picture: Float32Array, side: number): Float32Array {
  const double = 2 * side;
  const spread = new Float32Array(double * double);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) spread[2 * y * double + 2 * x] = picture[y * side + x] as number;
  return filtered(spread, double, UP_GAIN);
}

/** The 5x5 filter as two passes; edges are mirrored, the edge pixel not repeated. */
function filtered(picture: Float32Array, side: number, gain: number): Float32Array {
  const places = Array.from({ length: side }, (_, i) => TAPS.map((_, tap) => mirrored(i + tap - REACH, side)));
  const rows = new Float32Array(side * side);
  const result = new Float32Array(side * side);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const from = places[x] as number[];
      let sum = 0;
      for (let tap = 0; tap < TAPS.length; tap++)
        sum += (TAPS[tap] as number) * (picture[y * side + (from[tap] as number)] as number);
      rows[y * side + x] = sum / TAP_SUM;
    }
  for (let y = 0; y < side; y++) {
    const from = places[y] as number[];
    for (let x = 0; x < side; x++) {
      let sum = 0;
      for (let tap = 0; tap < TAPS.length; tap++)
        sum += (TAPS[tap] as number) * (rows[(from[tap] as number) * side + x] as number);
      result[y * side + x] = (sum / TAP_SUM) * gain;
    }
  }
  return result;
}

function mirrored(index: number, side: number): number {
  if (index < 0) return -index;
  return index < side ? index : 2 * side - 2 - index;
}
