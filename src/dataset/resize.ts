/**
 * Squares of bytes to smaller or larger squares. Shrinking is the exact area average (output pixel i is the mean of the
 * source interval [i s, (i + 1) s), s = from / to), which loses no signal and aliases less than sampling; enlarging is
 * bilinear with pixel centres at halves; each channel on its own. It refuses sharper kernels: they ring around bright scalp.
 */

/** What one output pixel takes from a row of source pixels: weights of `first`, first + 1, ... */
interface Taps {
  readonly first: number;
  readonly weights: Float64Array;
}

/** [from, from, channels] bytes to [to, to, channels], from >= to; rounded half up. */
export function areaAverage(square: Uint8Array, from: number, to: number, channels: number): Uint8Array<ArrayBuffer> {
  const scale = from / to;
  const taps = Array.from({ length: to }, (_, i): Taps => {
    const start = i * scale;
    const end = (i + 1) * scale;
    const first = Math.floor(start);
    const last = Math.min(from, Math.ceil(end));
    const overlap = (j: number): number => Math.max(0, Math.min(j + 1, end) - Math.max(j, start));
    return { first, weights: Float64Array.from({ length: last - first }, (_, k) => overlap(first + k) / scale) };
  });
  return resample(square, from, to, channels, taps);
}

/** [from, from, channels] bytes to [to, to, channels], from <= to, bilinear, edges repeated; rounded half up. */
export function enlarge(square: Uint8Array, from: number, to: number, channels: number): Uint8Array<ArrayBuffer> {
  const taps = Array.from({ length: to }, (_, i): Taps => {
    const centre = Math.min(from - 1, Math.max(0, (i + 1 / 2) * (from / to) - 1 / 2));
    const first = Math.floor(centre);
    const share = centre - first;
    return { first, weights: share === 0 ? Float64Array.of(1) : Float64Array.of(1 - share, share) };
  });
  return resample(square, from, to, channels, taps);
}

/** The same taps along rows, then along columns. */
function resample(
  square: Uint8Array,
  from: number,
  to: number,
  channels: number,
  taps: readonly Taps[],
): Uint8Array<ArrayBuffer> {
  const width = to * channels;
  const narrow = new Float64Array(from * width); // [from, to, channels]
  for (let y = 0; y < from; y++)
    for (let x = 0; x < to; x++) {
      const { first, weights } = taps[x] as Taps;
      for (let channel = 0; channel < channels; channel++) {
        const at = (y * from + first) * channels + channel;
        let sum = 0;
        for (let k = 0; k < weights.length; k++) sum += (weights[k] as number) * (square[at + k * channels] as number);
        narrow[y * width + x * channels + channel] = sum;
      }
    }
  const result = new Uint8Array(to * width);
  const row = new Float64Array(width);
  taps.forEach(({ first, weights }, y) => {
    row.fill(0);
    weights.forEach((weight, k) => {
      const at = (first + k) * width;
      for (let x = 0; x < width; x++) row[x] = (row[x] as number) + weight * (narrow[at + x] as number);
    });
    for (let x = 0; x < width; x++) result[y * width + x] = Math.floor((row[x] as number) + 1 / 2);
  });
  return result;
}
