/**
 * Which format a picture file is, by its first bytes (names lie), and whether it is worth decoding. It refuses files that
 * end early or claim more pixels than a slice can have, before any decoder sees them.
 */
import { jpegFacts } from './jpeg.ts';
import { PictureError, type PictureFacts } from './picture.ts';
import { pngFacts } from './png.ts';

/** Longest side of a picture. Scans are 64 to 1024; a photograph has 8,000. */
const MAX_SIDE = 16_384;
/** Most pixels of a picture: 4 bytes each while it is decoded, so 64 MiB, and a few are decoded at once. */
const MAX_PIXELS = 4096 ** 2;

/** Header and completeness of a picture file. Throws PictureError with the reason for skipping it. */
export function pictureFacts(bytes: Uint8Array): PictureFacts {
  const facts = pngFacts(bytes) ?? jpegFacts(bytes);
  if (facts === undefined) throw new PictureError('broken: neither PNG nor JPEG inside');
  const { width, height } = facts;
  if (width === 0 || height === 0) throw new PictureError('broken: it has no pixels');
  if (Math.max(width, height) > MAX_SIDE || width * height > MAX_PIXELS)
    throw new PictureError(`${width} × ${height} pixels are more than a slice can have`);
  return facts;
}
