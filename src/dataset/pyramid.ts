/**
 * Stored bytes to floats at any level of the pyramid. Repeated 2x2 means are one mean over k x k pixels, which is exact
 * in integers, so no level is stored and none is rounded. It refuses resolutions that are not powers of two.
 */
import { FailureError } from '../protocol/failure.ts';

/** 255 / 2: bytes become v / 127.5 - 1, so that 0 is -1 and 255 is 1. */
const HALF_RANGE = 127.5;

/**
 * Means of k x k blocks (k = from / to) of [from, from] bytes at source[sourceAt...], scaled to [-1, 1], into
 * target[targetAt...] of [to, to]. Nothing is allocated.
 */
export function meansInto(
  source: Uint8Array,
  sourceAt: number,
  from: number,
  target: Float32Array,
  targetAt: number,
  to: number,
): void {
  const block = from / to;
  const scale = 1 / (block * block * HALF_RANGE);
  if (block === 1) {
    // The finished resolution is where most of a run's reads are, so it has no inner loops.
    for (let i = 0; i < from * from; i++) target[targetAt + i] = (source[sourceAt + i] as number) * scale - 1;
    return;
  }
  for (let y = 0; y < to; y++)
    for (let x = 0; x < to; x++) {
      const corner = sourceAt + y * block * from + x * block;
      let sum = 0;
      for (let j = 0; j < block; j++) {
        const row = corner + j * from;
        for (let i = 0; i < block; i++) sum += source[row + i] as number;
      }
      target[targetAt + y * to + x] = sum * scale - 1;
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
