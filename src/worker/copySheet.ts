/** The sheet of the worst pairs: generated pictures over their nearest training slices over their nearest held-out ones. */
import type { NearestPair } from '../evaluation/memorisation.ts';
import { channelsOf, type SheetImage } from '../protocol/dataset.ts';
import { byteOf } from '../sampling/paintStyles.ts';
import { sample } from '../sampling/sample.ts';
import type { CopySlices } from './copySlices.ts';
import type { Drawable } from './drawable.ts';
import { sampleLabels } from './sampleLabels.ts';
import { sheetImage } from './sheets.ts';

/** pairs: at least one, at most as many as are drawn at once. seeds: of each pair's picture. */
export async function worstSheet(
  { painter, from }: Drawable,
  { source, train, heldOut }: CopySlices,
  pairs: readonly NearestPair[],
  seeds: readonly number[],
): Promise<SheetImage> {
  const { resolution, shape } = painter;
  const labels = sampleLabels(seeds, from.classes, undefined);
  const fakes = await sample({ ...painter, seeds, psi: 1, ...(labels ? { labels } : {}) });
  const indices = [
    ...pairs.map((pair) => train[pair.train] as number),
    ...pairs.map((pair) => heldOut[pair.heldOut] as number),
  ];
  const reals = new Float32Array((fakes.length / pairs.length) * indices.length);
  await source.read(indices, resolution, reals);
  const pixels = new Uint8Array(fakes.length + reals.length);
  pixels.set(fakes);
  pixels.set(Uint8Array.from(reals, byteOf), fakes.length);
  return sheetImage(pixels, resolution, pairs.length, channelsOf(shape));
}
