/** Sheets as PNG: mosaics of real slices and of generated pictures, in the form in which they leave the worker. */
import { SHEET_COLUMNS, sheetIndices } from '../dataset/sheetIndices.ts';
import type { SliceSource } from '../dataset/sliceSource.ts';
import { encodePng } from '../export/png.ts';
import type { PngTexts } from '../export/pngText.ts';
import { type Channels, channelsOf, type SheetImage } from '../protocol/dataset.ts';
import type { SampleSheet } from '../protocol/events.ts';
import { layOut } from '../sampling/mosaic.ts';
import { byteOf } from '../sampling/paintStyles.ts';
import { type SampleRequest, sample } from '../sampling/sample.ts';

/** Seeds of the run's sheets, 6 by 6. */
const SHEET_SEEDS: readonly number[] = Array.from({ length: 36 }, (_, i) => 1000 + i);
export const SAMPLE_COLUMNS = 6;

/** Pictures a row of a class sheet, and the most rows: a hundred pictures are still told apart. */
const CLASS_COLUMNS = 8;
const MOST_CLASS_ROWS = 12;

/** What a sheet shows: `seeds` row by row, of a class each where there are classes. */
export interface SheetPlan {
  readonly columns: number;
  readonly seeds: readonly number[];
  /** The class of each seed. */
  readonly labels?: readonly number[];
  /** The names of the rows' classes. */
  readonly rowLabels?: readonly string[];
}

/**
 * The sheet that a run shows again and again: SHEET_SEEDS for networks without classes; else a row a class in label
 * order, the first 12 of them, with the same seed down a column, so that a row differs from the next by its class alone.
 */
export function sheetPlan(classes: readonly string[]): SheetPlan {
  if (classes.length === 0) return { columns: SAMPLE_COLUMNS, seeds: SHEET_SEEDS };
  const rowLabels = classes.slice(0, MOST_CLASS_ROWS);
  const row = SHEET_SEEDS.slice(0, CLASS_COLUMNS);
  return {
    columns: CLASS_COLUMNS,
    seeds: rowLabels.flatMap(() => row),
    labels: rowLabels.flatMap((_, label) => row.map(() => label)),
    rowLabels,
  };
}

/** Real slices, evenly spread over those trained on, as the network sees them. */
export async function realSheet(source: SliceSource): Promise<SheetImage> {
  const { resolution, channels } = source;
  const indices = sheetIndices(source);
  const values = new Float32Array(indices.length * resolution * resolution * channels);
  await source.read(indices, resolution, values);
  return sheetOfValues(values, resolution, SHEET_COLUMNS, channels);
}

/** values: [count, tile, tile, channels] in [-1,1]. */
export async function sheetOfValues(
  values: Float32Array,
  tile: number,
  columns: number,
  channels: Channels,
): Promise<SheetImage> {
  return sheetImage(Uint8Array.from(values, byteOf), tile, columns, channels);
}

/** Generated pictures of the request's seeds. */
export async function sampleSheet(request: SampleRequest, columns: number): Promise<SheetImage> {
  return sheetImage(await sample(request), request.resolution, columns, channelsOf(request.shape));
}

/** The same with its place in a run; the epoch is the run's to tell. */
export async function placedSheet(request: SampleRequest, columns: number, nimg: number): Promise<SampleSheet> {
  const IMAGES_PER_KIMG = 1000;
  const { resolution, alpha, seeds, psi } = request;
  const image = await sampleSheet(request, columns);
  return { ...image, nimg, kimg: nimg / IMAGES_PER_KIMG, epoch: 0, resolution, alpha, seeds, psi };
}

/** The same pictures twice: together on a sheet, and each as a PNG of its own with its words, by place in the request. */
export async function sheetAndSingles(
  request: SampleRequest,
  columns: number,
  textsOf: (index: number) => PngTexts = () => ({}),
): Promise<{ readonly sheet: SheetImage; readonly singles: SheetImage[] }> {
  const { resolution, shape } = request;
  const channels = channelsOf(shape);
  const pixels = await sample(request);
  const area = resolution * resolution * channels;
  const sheet = await sheetImage(pixels, resolution, columns, channels);
  const singles = await Promise.all(
    request.seeds.map((_, i) =>
      sheetImage(pixels.subarray(i * area, (i + 1) * area), resolution, 1, channels, textsOf(i)),
    ),
  );
  return { sheet, singles };
}

/** pictures: [count, tile, tile, channels] bytes. */
export async function sheetImage(
  pictures: Uint8Array,
  tile: number,
  columns: number,
  channels: Channels,
  texts: PngTexts = {},
): Promise<SheetImage> {
  const { pixels, width, height, rows } = layOut(pictures, tile, columns, channels);
  return { png: await encodePng(pixels, width, height, channels, texts), columns, rows, tile };
}
