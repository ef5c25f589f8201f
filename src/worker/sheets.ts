/** Sheets as PNG: mosaics of real slices and of generated pictures, in the form in which they leave the worker. */
import { SHEET_COLUMNS, sheetIndices } from '../dataset/sheetIndices.ts';
import type { SliceSource } from '../dataset/sliceSource.ts';
import { encodeGreyPng } from '../export/png.ts';
import type { SheetImage } from '../protocol/dataset.ts';
import { layOut } from '../sampling/mosaic.ts';
import { greyOf, type SampleRequest, sample } from '../sampling/sample.ts';

/** Seeds of the run's sheets, 6 by 6. */
export const SHEET_SEEDS: readonly number[] = Array.from({ length: 36 }, (_, i) => 1000 + i);
export const SAMPLE_COLUMNS = 6;

/** Real slices, evenly spread over those trained on, as the network sees them. */
export async function realSheet(source: SliceSource): Promise<SheetImage> {
  const { resolution } = source;
  const indices = sheetIndices(source);
  const values = new Float32Array(indices.length * resolution * resolution);
  await source.read(indices, resolution, values);
  return sheetImage(Uint8Array.from(values, greyOf), resolution, SHEET_COLUMNS);
}

/** Generated pictures of the request's seeds. */
export async function sampleSheet(request: SampleRequest, columns: number): Promise<SheetImage> {
  return sheetImage(await sample(request), request.resolution, columns);
}

/** The same pictures twice: together on a sheet, and each as a PNG of its own. */
export async function sheetAndSingles(
  request: SampleRequest,
  columns: number,
): Promise<{ readonly sheet: SheetImage; readonly singles: SheetImage[] }> {
  const { resolution } = request;
  const pixels = await sample(request);
  const area = resolution * resolution;
  const sheet = await sheetImage(pixels, resolution, columns);
  const singles = await Promise.all(
    request.seeds.map((_, i) => sheetImage(pixels.subarray(i * area, (i + 1) * area), resolution, 1)),
  );
  return { sheet, singles };
}

async function sheetImage(pictures: Uint8Array, tile: number, columns: number): Promise<SheetImage> {
  const { pixels, width, height, rows } = layOut(pictures, tile, columns);
  return { png: await encodeGreyPng(pixels, width, height), columns, rows, tile };
}
