/**
 * Writes scalars into a row of a table that stays on the GPU, in place: what a step reports, to be read later with many
 * others. No gradient. It refuses to read.
 */
import { atThisMoment, type Live } from '../gpu/live.ts';
import * as tf from '../gpu/tf.ts';
import { type Entry, writeRowFused } from './kernels/writeRow.ts';
import { runsFused } from './mode.ts';

export type { Entry } from './kernels/writeRow.ts';

/** Writes the entries into row `row` of `table` [R,C]; other columns keep what they held. The values stay the caller's. */
export function writeRow(table: tf.Variable<tf.Rank.R2>, row: Live, entries: readonly Entry[]): void {
  const [rows, columns] = table.shape;
  for (const { column, value } of entries) {
    if (value.size !== 1) throw new Error(`writeRow takes single numbers, not a tensor [${value.shape}].`);
    if (!(column >= 0 && column < columns))
      throw new Error(`The table has ${columns} columns and none of number ${column}.`);
  }
  if (runsFused()) {
    writeRowFused(table, row, entries);
    return;
  }
  const place = atThisMoment(row);
  if (!(place >= 0 && place < rows)) throw new Error(`The table has ${rows} rows and none of number ${place}.`);
  tf.tidy(() => {
    const old = tf.unstack(tf.reshape(tf.slice(table, [place, 0], [1, columns]), [columns]));
    for (const { column, value } of entries) old[column] = tf.reshape(value, []);
    const isRow = tf.reshape(tf.oneHot(place, rows), [rows, 1]);
    table.assign(tf.where(tf.cast(isRow, 'bool'), tf.stack(old), table) as tf.Tensor2D);
  });
}
