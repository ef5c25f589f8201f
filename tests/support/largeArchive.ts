/** Writes a zip of many drawn PNG slices, entry after entry, so that a data set of gigabytes needs no gigabytes here. */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { encode } from 'fast-png';
import JSZip from 'jszip';

/** Distinct pictures; the zip repeats them under new names, since drawing is the slow part. */
const DISTINCT = 50;

/**
 * @param count slices
 * @param side of each, in pixels
 * @returns the file's size in bytes
 */
export async function writeLargeArchive(path: string, count: number, side: number): Promise<number> {
  const pictures = Array.from({ length: DISTINCT }, (_, number) => noisyDisc(side, number));
  const zip = new JSZip();
  for (let number = 0; number < count; number++)
    zip.file(`subject${Math.floor(number / 20)}/slice_${number}.png`, pictures[number % DISTINCT] as Uint8Array, {
      compression: 'STORE',
    });
  const file = createWriteStream(path);
  zip.generateNodeStream({ streamFiles: false }).pipe(file);
  await once(file, 'finish');
  return file.bytesWritten;
}

/** A disc with grain, so that the PNG does not shrink to nothing. */
function noisyDisc(side: number, number: number): Uint8Array {
  let state = number + 1;
  const data = new Uint8Array(side * side).map((_, index) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; // Numerical Recipes' linear congruential generator
    const inside = Math.hypot((index % side) - side / 2, Math.floor(index / side) - side / 2) < side / 3 + number;
    return (inside ? 150 : 10) + (state >>> 28);
  });
  return encode({ width: side, height: side, data, channels: 1 });
}
