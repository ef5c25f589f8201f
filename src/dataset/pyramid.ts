/**
 * Stored bytes to floats at any level of the pyramid. Repeated 2x2 means are one mean over k x k pixels, which is exact
 * in integers, so no level is stored and none is rounded. It refuses resolutions that are not powers of two.
 */
import { FailureError } from '../protocol/failure.ts';

/** 255 / 2: bytes become v / 127.5 - 1, so that 0 is -1 and 255 is 1. */
const HALF_RANGE = 127.5;

/**
 * Means of k x k blocks (k = from / to) of [from, from, channels] bytes, scaled to [-1, 1], into target[targetAt...] of
 * [to, to, channels]. Nothing is allocated.
 */
export function meansInto(
  source: Uint8Array,
  from: number,
  channels: number,
  target: Float32Array,
  targetAt: number,
  to: number,
): void {
  const block = from / to;
  const scale = 1 / (block * block * HALF_RANGE);
  if (block === 1) {
    // The finished resolution is where most of a run's reads are, so it has no inner loops.
    const values = from * from * channels;
    for (let i = 0; i < values; i++) target[targetAt + i] = (source[i] as number) * scale - 1;
    return;
  }
  const width = from * channels;
  for (let y = 0; y < to; y++)
    for (let x = 0; x < to; x++)
      for (let channel = 0; channel < channels; channel++) {
        const corner = y * block * width + x * block * channels + channel;
        let sum = 0;
        for (let j = 0; j < block; j++) {
          const row = corner + j * width;
          for (let i = 0; i < block; i++) sum += source[row + i * channels] as number;
        }
        target[targetAt + (y * to + x) * channels + channel] = sum * scale - 1;
      }
}

/** Throws FailureError 'bad-config' unless `resolution` is a power of two up to `most`. */
export function checkResolution(resolution: number, most: number): void {
  const isPower = Number.isInteger(resolution) && resolution >= 1 && Number.isInteger(Math.log2(resolution));
  if (isPower && resolution <= most) return;
  throw new FailureError(
    'bad-config',
    `The resolution ${resolution} does not fit: choose a power of two, at most ${most}.`,
  );
}
