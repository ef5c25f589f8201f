/** The pictures of the Explore view, one function a request: each is one bounded job on the GPU. */
import { type PictureFacts, pictureFileName, pictureTexts } from '../export/pictureText.ts';
import type { PngTexts } from '../export/pngText.ts';
import { channelsOf, type SheetImage } from '../protocol/dataset.ts';
import type { DrawnFrom, LayerRange, Look, NoiseKind, WalkSpace } from '../protocol/explore.ts';
import { mixedStyles } from '../sampling/mixStyles.ts';
import { paintStyles } from '../sampling/paintStyles.ts';
import { latentsOf, stylesOf } from '../sampling/styles.ts';
import { sphericalWalk, straightWalk } from '../sampling/walk.ts';
import type { Drawable } from './drawable.ts';
import { sampleLabels } from './sampleLabels.ts';
import { sheetAndSingles, sheetImage } from './sheets.ts';

/** Pictures of seeds, on one sheet and each as a PNG that says what it is, with its file's name. */
export async function drawSeeds(
  { painter, from }: Drawable,
  seeds: readonly number[],
  look: Look,
  columns: number,
  /** Words in the PNGs beside their own. */
  texts: PngTexts = {},
): Promise<{ readonly sheet: SheetImage; readonly singles: readonly SheetImage[]; readonly names: readonly string[] }> {
  const { psi, noise } = look;
  const labels = sampleLabels(seeds, from.classes, look.className);
  const request = { ...painter, seeds, psi, noise, ...(labels ? { labels } : {}) };
  const facts = seeds.map((seed, i) => pictureFacts(from, look, seed, labels?.[i]));
  const drawn = await sheetAndSingles(request, columns, (i) => ({
    ...pictureTexts(facts[i] as PictureFacts),
    ...texts,
  }));
  return { ...drawn, names: facts.map(pictureFileName) };
}

/** What the file of one picture says. */
export function pictureFacts(from: DrawnFrom, { psi, noise }: Look, seed: number, label?: number): PictureFacts {
  const { nimg, preset, classes } = from;
  const className = label === undefined ? undefined : classes[label];
  return { seed, psi, noise, nimg, preset, ...(className === undefined ? {} : { className }) };
}

/** The mixing table with its sources: first the columns' row behind a black corner, then each row behind its own source. */
export async function drawMix(
  drawable: Drawable,
  {
    rows,
    columns,
    layers,
    look,
  }: {
    readonly rows: readonly number[];
    readonly columns: readonly number[];
    readonly layers: LayerRange;
    readonly look: Look;
  },
): Promise<SheetImage> {
  const { wDim } = drawable.painter.shape;
  const { layers: count } = drawable.from;
  const sources = [...columns, ...rows];
  const w = await stylesOfSeeds(drawable, sources, look);
  const [ofColumns, ofRows] = [w.subarray(0, columns.length * wDim), w.subarray(columns.length * wDim)];
  const cells = mixedStyles(ofRows, ofColumns, wDim, count, layers);
  const seeds = rows.flatMap((row) => columns.map(() => row));
  const heads = await paint(drawable, same(w, count), look.noise, sources);
  const mixed = await paint(drawable, cells, look.noise, seeds);
  return sheetOf(drawable, tableOf(heads, mixed, columns.length, rows.length), columns.length + 1);
}

/** From one seed to another in `frames` pictures, with the noise of the first all along. */
export async function drawWalk(
  drawable: Drawable,
  {
    seeds,
    along,
    frames,
    look,
  }: {
    readonly seeds: readonly [number, number];
    readonly along: WalkSpace;
    readonly frames: number;
    readonly look: Look;
  },
): Promise<SheetImage> {
  const { layers } = drawable.from;
  const styles = along === 'z' ? sphericalStyles : straightStyles;
  const w = await styles(drawable, seeds, frames, look);
  return sheetOf(drawable, await paint(drawable, same(w, layers), look.noise, repeated(seeds[0], frames)), frames);
}

/** One seed's picture, its w moved by `shift`. */
export async function drawShift(
  drawable: Drawable,
  { seed, shift, look }: { readonly seed: number; readonly shift: Float32Array; readonly look: Look },
): Promise<SheetImage> {
  const w = await stylesOfSeeds(drawable, [seed], look);
  const moved = w.map((value, i) => value + (shift[i] as number));
  return sheetOf(drawable, await paint(drawable, same(moved, drawable.from.layers), look.noise, [seed]), 1);
}

async function straightStyles(drawable: Drawable, seeds: readonly [number, number], frames: number, look: Look) {
  const { wDim } = drawable.painter.shape;
  const w = await stylesOfSeeds(drawable, seeds, look);
  return straightWalk(w.subarray(0, wDim), w.subarray(wDim), frames);
}

/** All frames have the class of the first seed: there is nothing between two classes. */
async function sphericalStyles(drawable: Drawable, seeds: readonly [number, number], frames: number, look: Look) {
  const { zDim } = drawable.painter.shape;
  const z = latentsOf(seeds, zDim);
  const walk = sphericalWalk(z.subarray(0, zDim), z.subarray(zDim), frames);
  return stylesOf(styleRequest(drawable, repeated(seeds[0], frames), look), walk);
}

/** w of each seed, [seeds.length, wDim]. */
export const stylesOfSeeds = (drawable: Drawable, seeds: readonly number[], look: Look) =>
  stylesOf(styleRequest(drawable, seeds, look), latentsOf(seeds, drawable.painter.shape.zDim));

/** How latents of these seeds become styles: the class of each is its seed's. */
export function styleRequest({ painter, from }: Drawable, seeds: readonly number[], { psi, className }: Look) {
  const labels = sampleLabels(seeds, from.classes, className);
  return { ...painter, psi, ...(labels ? { labels } : {}) };
}

const paint = ({ painter }: Drawable, ws: readonly Float32Array[], kind: NoiseKind, seeds: readonly number[]) =>
  paintStyles(painter, ws, { kind, seeds });

const same = (w: Float32Array, layers: number) => Array.from({ length: layers }, () => w);
const repeated = (seed: number, count: number) => Array.from({ length: count }, () => seed);

const sheetOf = ({ painter }: Drawable, pixels: Uint8Array, columns: number) =>
  sheetImage(pixels, painter.resolution, columns, channelsOf(painter.shape));

/** heads: the columns' pictures, then the rows'; cells row by row. All of it row by row behind a black corner. */
function tableOf(heads: Uint8Array, cells: Uint8Array, columns: number, rows: number): Uint8Array {
  const area = heads.length / (columns + rows);
  const table = new Uint8Array((columns + 1) * (rows + 1) * area);
  table.set(heads.subarray(0, columns * area), area);
  for (let row = 0; row < rows; row++) {
    const at = (row + 1) * (columns + 1) * area;
    table.set(heads.subarray((columns + row) * area, (columns + row + 1) * area), at);
    table.set(cells.subarray(row * columns * area, (row + 1) * columns * area), at + area);
  }
  return table;
}
