/**
 * Which format a picture file is, by its first bytes (names lie), and whether it is worth decoding. It refuses files that
 * end early or claim more pixels than a slice can have, before any decoder sees them.
 */
import { countWords, squareWords } from '../words.ts';
import { jpegFacts } from './jpeg.ts';
import { PictureError, type PictureFacts } from './picture.ts';
import { pngFacts } from './png.ts';

/**
 * Longest side of a picture. Scans are 64 to 1024. A picture is padded to the square of its longest side, so that the side
 * alone counts: 16 MiB a channel, 64 MiB while it is decoded, and a few are decoded at once.
 */
export const MAX_SIDE = 4096;

/** Header and completeness of a picture file. Throws PictureError with the reason for skipping it. */
export function pictureFacts(bytes: Uint8Array): PictureFacts {
  const found = pngFacts(bytes) ?? jpegFacts(bytes);
  if (found === undefined) throw new PictureError('broken: neither PNG nor JPEG inside');
  const { fewestBytes, ...facts } = found;
  const { width, height } = facts;
  if (width === 0 || height === 0) throw new PictureError('broken: it has no pixels');
  if (Math.max(width, height) > MAX_SIDE)
    throw new PictureError(
      `${width} × ${height} pixels are more than a slice can have: at most ${squareWords(MAX_SIDE)} are read`,
    );
  if (bytes.length < fewestBytes)
    throw new PictureError(
      `broken: ${countWords(bytes.length, 'byte')} cannot hold ${squareWords(width, height)} pixels`,
    );
  return facts;
}
