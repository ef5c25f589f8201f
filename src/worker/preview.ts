/** The preview of an augmentation: rows of real slices, each followed by the same slices as the critic would see them. */
import { sheetIndices } from '../dataset/sheetIndices.ts';
import type { SliceSource } from '../dataset/sliceSource.ts';
import * as tf from '../gpu/tf.ts';
import { augmentPlan } from '../protocol/augmentation.ts';
import { channelsOf, type SheetImage } from '../protocol/dataset.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import { previewAugmented } from '../training/augment.ts';
import { sheetOfValues } from './sheets.ts';

const COLUMNS = 6;
/** Of reals; as many of augmented ones between them. */
const ROWS = 3;

/** p in [0,1]. The same seed shows the same draws, more of them as p rises. */
export async function previewSheet(source: SliceSource, config: TrainConfig, p: number): Promise<SheetImage> {
  const { resolution, channels } = source;
  const indices = sheetIndices(source).slice(0, COLUMNS * ROWS);
  const reals = new Float32Array(indices.length * resolution * resolution * channels);
  await source.read(indices, resolution, reals);
  const augmented = await augmentedValues(reals, [indices.length, resolution, resolution, channels], config, p);
  const row = COLUMNS * resolution * resolution * channels;
  const rows = Array.from({ length: Math.ceil(reals.length / row) }, (_, i) => [
    reals.subarray(i * row, (i + 1) * row),
    augmented.subarray(i * row, (i + 1) * row),
  ]).flat();
  return sheetOfValues(joined(rows), resolution, COLUMNS, channelsOf({ channels }));
}

async function augmentedValues(
  reals: Float32Array,
  shape: [number, number, number, number],
  config: TrainConfig,
  p: number,
): Promise<Float32Array> {
  const pictures = tf.tensor4d(reals, shape);
  const augmented = previewAugmented(pictures, augmentPlan(config.augmentOps), p, { seed: config.seed, step: 0 });
  const values = (await augmented.data()) as Float32Array;
  tf.dispose([pictures, augmented]);
  return values;
}

/** One array of all rows. */
function joined(rows: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(rows.reduce((sum, row) => sum + row.length, 0));
  let at = 0;
  for (const row of rows) {
    all.set(row, at);
    at += row.length;
  }
  return all;
}
