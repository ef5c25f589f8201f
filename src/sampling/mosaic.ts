/** Lays grey pictures side by side, row by row. Pure; the rest of the last row stays black. */

export interface Mosaic {
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  readonly tile: number;
}

/** pictures: count * tile^2 grey values, picture by picture. */
export function layOut(pictures: Uint8Array, tile: number, columns: number): Mosaic {
  const area = tile * tile;
  const count = pictures.length / area;
  const rows = Math.ceil(count / columns);
  const width = columns * tile;
  const pixels = new Uint8Array(width * rows * tile);
  for (let picture = 0; picture < count; picture++) {
    const left = (picture % columns) * tile;
    const top = Math.floor(picture / columns) * tile;
    for (let y = 0; y < tile; y++) {
      const from = picture * area + y * tile;
      pixels.set(pictures.subarray(from, from + tile), (top + y) * width + left);
    }
  }
  return { pixels, width, height: rows * tile, columns, rows, tile };
}
