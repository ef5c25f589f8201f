/** Lays pictures side by side, row by row. Pure; the rest of the last row stays black. */

export interface Mosaic {
  /** [height, width, channels] */
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  readonly tile: number;
}

/** pictures: [count, tile, tile, channels] bytes. */
export function layOut(pictures: Uint8Array, tile: number, columns: number, channels: number): Mosaic {
  const tileRow = tile * channels;
  const area = tile * tileRow;
  const count = pictures.length / area;
  const rows = Math.ceil(count / columns);
  const width = columns * tile;
  const pixels = new Uint8Array(width * rows * tileRow);
  for (let picture = 0; picture < count; picture++) {
    const left = (picture % columns) * tileRow;
    const top = Math.floor(picture / columns) * tile;
    for (let y = 0; y < tile; y++) {
      const from = picture * area + y * tileRow;
      pixels.set(pictures.subarray(from, from + tileRow), (top + y) * width * channels + left);
    }
  }
  return { pixels, width, height: rows * tile, columns, rows, tile };
}
