// @ts-check
/**
 * Pictures for the metrics: reals from a data set's zip by the page's own reading and padding rule, generated ones from a
 * folder of PNGs or a zip. Colour is measured as grey, by the luma of the page's own reading. It refuses to resize
 * generated pictures: they are measured as they came out.
 */
import { openAsBlob } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PlainError } from '../lib/command.mjs';
import { nodeDecoder } from './nodeDecoder.mjs';

/** @typedef {import('../../src/evaluation/greyImages.ts').GreyImages} GreyImages */
/** @typedef {(path: string) => Promise<Record<string, any>>} Load */
/** @typedef {{ above: number, share: number }} BrightRule keep where more than `share` of the pixels exceed `above` */
/** @typedef {{ images: GreyImages, skipped: readonly { reason: string, count: number }[], subjects: readonly string[] }} Pictures subjects: of each picture, itself where nothing is known */

/**
 * Every slice of the zip in the order of names, as the page prepares it; label maps are set aside as there.
 * @param {Load} load
 * @param {string} path
 * @param {number} side
 * @param {BrightRule} [bright]
 * @returns {Promise<Pictures>}
 */
export async function zipPictures(load, path, side, bright) {
  const { readSlices } = await load('/src/dataset/readSlices.ts');
  const { memoryStore } = await load('/src/dataset/memoryStore.ts');
  const { PictureError } = await load('/src/dataset/decoders/picture.ts');
  const { pictureOfRgba } = await load('/src/dataset/decoders/fromRgba.ts');
  const { greyImages } = await load('/src/evaluation/greyImages.ts');
  const decode = nodeDecoder(pictureOfRgba);
  const slices = await readSlices(
    await fileOf(path),
    { resolution: side, channels: 1, seed: 0, heldOut: 0, trainOn: 'all' },
    {
      /** @type {import('../../src/dataset/decoders/picture.ts').PictureDecoder} */
      decode: async (bytes, facts, channels) => {
        const picture = await decode(bytes, facts, channels);
        if (bright && brightShare(picture.pixels, bright.above) <= bright.share)
          throw new PictureError(`no more than ${bright.share} of its pixels above ${bright.above}`);
        return picture;
      },
      makeStore: memoryStore,
      onProgress: () => {},
      signal: new AbortController().signal,
    },
  );
  const pixels = new Uint8Array(slices.slots.length * side * side);
  for (let i = 0; i < slices.slots.length; i++) slices.store.copy(slices.slots[i], pixels, i * side * side);
  const subjects = slices.slices.map((/** @type {{ subject: string }} */ { subject }) => subject);
  return { images: greyImages(pixels, side), skipped: slices.skipped, subjects };
}

/**
 * Generated pictures: the PNGs of a folder by the number in their names (the seed), or those of a zip.
 * @param {Load} load
 * @param {string} path
 * @param {number} side
 * @returns {Promise<Pictures>}
 */
export async function generatedPictures(load, path, side) {
  const folder = await stat(path).catch(() => undefined);
  if (!folder?.isDirectory()) return zipPictures(load, path, side);
  const { pictureOfRgba } = await load('/src/dataset/decoders/fromRgba.ts');
  const { pngFacts } = await load('/src/dataset/decoders/png.ts');
  const { greyImages } = await load('/src/evaluation/greyImages.ts');
  const decode = nodeDecoder(pictureOfRgba);
  const names = (await readdir(path)).filter((name) => name.endsWith('.png')).sort(bySeed);
  if (names.length === 0) throw new PlainError(`There are no PNGs in ${path}: write some with npm run generate.`);
  const pixels = new Uint8Array(names.length * side * side);
  for (const [i, name] of names.entries()) {
    const bytes = new Uint8Array(await readFile(join(path, name)));
    const picture = await decode(bytes, pngFacts(bytes), 1);
    if (picture.width !== side || picture.height !== side)
      throw new PlainError(
        `${name} has ${picture.width} x ${picture.height} pixels, not ${side} x ${side}: give its size with --resolution.`,
      );
    pixels.set(picture.pixels, i * side * side);
  }
  return { images: greyImages(pixels, side), skipped: [], subjects: names };
}

/**
 * @param {Uint8Array} pixels
 * @param {number} above
 */
function brightShare(pixels, above) {
  let count = 0;
  for (const value of pixels) if (value > above) count++;
  return count / pixels.length;
}

/**
 * @param {string} a
 * @param {string} b
 */
function bySeed(a, b) {
  const seed = (/** @type {string} */ name) => Number(/\d+/.exec(name)?.[0] ?? 0);
  return seed(a) - seed(b) || (a < b ? -1 : 1);
}

/** @param {string} path */
async function fileOf(path) {
  try {
    return new File([await openAsBlob(path)], basename(path));
  } catch (cause) {
    throw new PlainError(`${path} cannot be opened (${cause instanceof Error ? cause.message : cause}).`);
  }
}
