/** Pictures to one page: blocks side by side, enlarged by whole numbers to one size, on white, with a strip below. Pure. */
import type { Channels } from '../protocol/dataset.ts';
import { layOut } from '../sampling/mosaic.ts';

/** Pictures of one size, one behind the other: [count, tile, tile, channels] bytes. */
export interface Block {
  readonly pictures: Uint8Array;
  readonly tile: number;
  readonly columns: number;
}

/** Grey pixels, row by row, as wide as the page. */
export interface Strip {
  readonly pixels: Uint8Array;
  readonly height: number;
}

export interface Page {
  /** [height, width, channels] */
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** A page narrower than this is enlarged, so that its caption has room. */
const NARROWEST = 560;
const GAP = 16;
const WHITE = 255;

export interface PagePlan {
  /** One block below the other instead of side by side. */
  readonly stacked: boolean;
  /** Draws what stands below, given the page's width. */
  readonly strip: (width: number) => Strip;
}

/** Tiles must be powers of two. */
export function pageOf(blocks: readonly Block[], channels: Channels, { stacked, strip }: PagePlan): Page {
  const tile = Math.max(...blocks.map((block) => block.tile));
  const columns = (stacked ? greatest : sumOf)(blocks.map((block) => block.columns));
  const scale = Math.max(1, Math.ceil(NARROWEST / (columns * tile)));
  const laid = blocks.map((block) => {
    const factor = (tile / block.tile) * scale;
    const pictures = enlarged(block.pictures, block.tile, channels, factor);
    return layOut(pictures, block.tile * factor, block.columns, channels);
  });
  const gaps = GAP * (laid.length - 1);
  const [widths, heights] = [laid.map((block) => block.width), laid.map((block) => block.height)];
  const width = stacked ? greatest(widths) : sumOf(widths) + gaps;
  const top = stacked ? sumOf(heights) + gaps : greatest(heights);
  const below = strip(width);
  const pixels = new Uint8Array(width * (top + below.height) * channels).fill(WHITE);
  let at = 0;
  for (const block of laid) {
    const [left, above] = stacked ? [0, at] : [at, 0];
    const row = block.width * channels;
    for (let y = 0; y < block.height; y++)
      pixels.set(block.pixels.subarray(y * row, (y + 1) * row), ((above + y) * width + left) * channels);
    at += (stacked ? block.height : block.width) + GAP;
  }
  const start = top * width;
  for (let i = 0; i < below.pixels.length; i++)
    pixels.fill(below.pixels[i] as number, (start + i) * channels, (start + i + 1) * channels);
  return { pixels, width, height: top + below.height };
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const greatest = (values: readonly number[]) => Math.max(...values);

/** The pictures of a mosaic of `columns`, the first `count` of them, one behind the other. */
export function tilesOf(
  mosaic: Uint8Array,
  { tile, columns }: { readonly tile: number; readonly columns: number },
  count: number,
  channels: Channels,
): Uint8Array<ArrayBuffer> {
  const row = tile * channels;
  const pictures = new Uint8Array(count * tile * row);
  for (let index = 0; index < count; index++) {
    const [top, left] = [Math.floor(index / columns) * tile, (index % columns) * row];
    for (let y = 0; y < tile; y++) {
      const from = (top + y) * columns * row + left;
      pictures.set(mosaic.subarray(from, from + row), (index * tile + y) * row);
    }
  }
  return pictures;
}

/** Each pixel `factor` times in both directions. */
function enlarged(pictures: Uint8Array, tile: number, channels: Channels, factor: number): Uint8Array {
  if (factor === 1) return pictures;
  const count = pictures.length / (tile * tile * channels);
  const side = tile * factor;
  const large = new Uint8Array(count * side * side * channels);
  for (let y = 0; y < count * side; y++)
    for (let x = 0; x < side; x++) {
      const from = (Math.floor(y / factor) * tile + Math.floor(x / factor)) * channels;
      for (let channel = 0; channel < channels; channel++)
        large[(y * side + x) * channels + channel] = pictures[from + channel] as number;
    }
  return large;
}
