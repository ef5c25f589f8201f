/** Pictures of a comparison's sides: the same seeds for both. It holds no networks of its own. */
import { MOST_EMBEDDED } from '../protocol/comparison.ts';
import type { NoiseKind } from '../protocol/explore.ts';
import { FailureError } from '../protocol/failure.ts';
import { sample } from '../sampling/sample.ts';
import type { OpenSide } from './compareSides.ts';
import { sampleLabels } from './sampleLabels.ts';

const LARGEST_SEED = 2 ** 32 - 1;

/** [seeds.length, resolution, resolution, channels] bytes. */
export function drawSide(
  { painter, classes, className }: OpenSide,
  seeds: readonly number[],
  look: { readonly psi: number; readonly noise: NoiseKind },
): Promise<Uint8Array<ArrayBuffer>> {
  const labels = sampleLabels(seeds, classes, className);
  return sample({ ...painter, seeds, ...look, ...(labels ? { labels } : {}) });
}

export const seedsFrom = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i);

/** Throws FailureError 'bad-config' for a count that is no whole number within bounds, or for seeds that there are not. */
export function checkSeeds(first: number, count: number, least: number, most = MOST_EMBEDDED): void {
  if (!Number.isInteger(count) || count < least || count > most)
    throw new FailureError('bad-config', `${count} pictures were asked for: ask for ${least} to ${most}.`);
  if (!Number.isInteger(first) || first < 0 || first + count - 1 > LARGEST_SEED)
    throw new FailureError(
      'bad-config',
      `${first} is no seed to begin ${count} with: take a whole number from 0 to ${LARGEST_SEED + 1 - count}.`,
    );
}
