/** Style mixing as arithmetic on rows of w. Pure. @see Karras 2019, section 3.1 */

/** Layers `from` up to but without `to`. */
export interface LayerRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The table of `rows` [R,wDim] by `columns` [C,wDim], row by row: one [R C, wDim] a layer, the column's w in the range and
 * the row's elsewhere. Layers of one source share one array.
 */
export function mixedStyles(
  rows: Float32Array,
  columns: Float32Array,
  wDim: number,
  layers: number,
  { from, to }: LayerRange,
): Float32Array<ArrayBuffer>[] {
  const [rowCount, columnCount] = [rows.length / wDim, columns.length / wDim];
  const ofRow = new Float32Array(rowCount * columnCount * wDim);
  const ofColumn = new Float32Array(ofRow.length);
  for (let row = 0; row < rowCount; row++)
    for (let column = 0; column < columnCount; column++) {
      const at = (row * columnCount + column) * wDim;
      ofRow.set(rows.subarray(row * wDim, (row + 1) * wDim), at);
      ofColumn.set(columns.subarray(column * wDim, (column + 1) * wDim), at);
    }
  return Array.from({ length: layers }, (_, layer) => (layer >= from && layer < to ? ofColumn : ofRow));
}
