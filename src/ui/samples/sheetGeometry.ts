/** Where one picture lies in a sheet, and how a sheet is drawn at a given size. It refuses to touch a canvas. */
import type { SheetImage } from '../../protocol/dataset.ts';

/** Pictures up to this side are drawn as hard squares: smoothing would hide what the network made. */
const SHARP_UP_TO = 32;

/** A sheet without its pixels. */
export type SheetShape = Pick<SheetImage, 'columns' | 'rows' | 'tile'>;

export interface Square {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** The square of picture `index` (row by row) in the sheet's pixels. */
export function tileSquare(sheet: SheetShape, index: number): Square {
  const within = Math.min(Math.max(0, index), sheet.columns * sheet.rows - 1);
  return {
    x: (within % sheet.columns) * sheet.tile,
    y: Math.floor(within / sheet.columns) * sheet.tile,
    side: sheet.tile,
  };
}

/** Whether pictures of this side are enlarged smoothly. */
export function smoothed(tile: number): boolean {
  return tile > SHARP_UP_TO;
}
