/** Sheets of real slices: which ones, and their pixels side by side. It refuses to write PNG: export/ does. */
import { HALF_RANGE } from './pyramid.ts';
import type { SliceSource } from './sliceSource.ts';

/** Slices of a sheet of reals: 4 rows of 12. */
const SHEET_SLICES = 48;
export const SHEET_COLUMNS = 12;

/** Grey pictures side by side, row by row; empty places are black. */
export interface Mosaic {
  /** [height, width] bytes, the caller's own. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  /** Side of one picture. */
  readonly tile: number;
}

/** Up to `most` training slices, evenly spread over their order; all slices where none is trained on. */
export function sheetIndices(source: SliceSource, most = SHEET_SLICES): number[] {
  const { trainingIndices, slices } = source;
  const from = trainingIndices.length > 0 ? trainingIndices : slices.map((_, index) => index);
  const count = Math.min(most, from.length);
  // The middle of each of `count` equal stretches, so that neither the first nor the last slice is always shown.
  return Array.from({ length: count }, (_, i) => from[Math.floor(((i + 1 / 2) * from.length) / count)] as number);
}

/** The slices at `indices`, `resolution` pixels a side, in rows of `columns`. */
export async function mosaic(
  source: SliceSource,
  indices: readonly number[],
  resolution: number,
  columns: number,
): Promise<Mosaic> {
  const rows = Math.ceil(indices.length / columns);
  const width = columns * resolution;
  const height = rows * resolution;
  const square = resolution * resolution;
  const values = new Float32Array(indices.length * square);
  await source.read(indices, resolution, values);
  const pixels = new Uint8Array(width * height);
  indices.forEach((_, i) => {
    const corner = Math.floor(i / columns) * resolution * width + (i % columns) * resolution;
    for (let p = 0; p < square; p++) {
      const y = Math.floor(p / resolution);
      const value = values[i * square + p] as number;
      pixels[corner + y * width + (p % resolution)] = Math.floor((value + 1) * HALF_RANGE + 1 / 2);
    }
  });
  return { pixels, width, height, columns, rows, tile: resolution };
}
