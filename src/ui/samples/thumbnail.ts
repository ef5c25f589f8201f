/** Small pictures of a sheet's first seed for the film strip, decoded once a sheet. It refuses to hold sheets alive. */
import type { SampleSheet } from '../../protocol/events.ts';
import { smoothed, tileSquare } from './sheetGeometry.ts';

/** Side in device pixels: a film frame is about 32 CSS pixels wide, and screens have up to 3 pixels for each. */
const SIDE = 96;

const made = new WeakMap<SampleSheet, Promise<ImageBitmap>>();

/** The first picture of `sheet`, at most SIDE wide. Shared: the caller must not close it. Rejects if the PNG is damaged. */
export function thumbnailOf(sheet: SampleSheet): Promise<ImageBitmap> {
  const known = made.get(sheet);
  if (known) return known;
  const { x, y, side } = tileSquare(sheet, 0);
  const width = Math.min(side, SIDE);
  const thumbnail = createImageBitmap(new Blob([sheet.png], { type: 'image/png' }), x, y, side, side, {
    resizeWidth: width,
    resizeHeight: width,
    resizeQuality: smoothed(sheet.tile) ? 'high' : 'pixelated',
  });
  made.set(sheet, thumbnail);
  return thumbnail;
}
