/** Linear equations of a positive definite matrix by Cholesky's factors. It refuses to repair a matrix that is not one. */

/** matrix: [size, size], its lower triangle is overwritten with the factor. Returns it. */
export function choleskyInPlace(matrix: Float64Array, size: number): Float64Array {
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column] as number;
      for (let k = 0, a = row * size, b = column * size; k < column; k++, a++, b++)
        sum -= (matrix[a] as number) * (matrix[b] as number);
      matrix[row * size + column] = column === row ? Math.sqrt(sum) : sum / (matrix[column * size + column] as number);
    }
  return matrix;
}

/** x of matrix x = right, [size], for the factor of the matrix. Caller owns. */
export function solvedBy(factor: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const at = (row: number, column: number) => factor[row * size + column] as number;
  const solution = right.slice();
  for (let row = 0; row < size; row++) {
    let sum = solution[row] as number;
    for (let k = 0; k < row; k++) sum -= at(row, k) * (solution[k] as number);
    solution[row] = sum / at(row, row);
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = solution[row] as number;
    for (let k = row + 1; k < size; k++) sum -= at(k, row) * (solution[k] as number);
    solution[row] = sum / at(row, row);
  }
  return solution;
}
