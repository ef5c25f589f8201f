/** The arithmetic between styles, against values worked out by hand. */
import { describe, expect, it } from 'vitest';
import { normals } from '../../../src/random/draws.ts';
import { STREAM } from '../../../src/random/streams.ts';
import { leadingEigenvectors } from '../../../src/sampling/leadingEigenvectors.ts';
import { mixedStyles } from '../../../src/sampling/mixStyles.ts';
import { symmetricEigen } from '../../../src/sampling/symmetricEigen.ts';
import { sphericalWalk, straightWalk } from '../../../src/sampling/walk.ts';

const floats = (...values: number[]) => Float32Array.from(values);
const length = (vector: Float32Array) => Math.hypot(...vector);

describe('mixed styles', () => {
  const rows = floats(1, 2, 3, 4);
  const columns = floats(10, 20, 30, 40, 50, 60);

  it('take the range from the column and the rest from the row, cell by cell', () => {
    const ws = mixedStyles(rows, columns, 2, 4, { from: 1, to: 3 });
    const ofRow = [1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4];
    const ofColumn = [10, 20, 30, 40, 50, 60, 10, 20, 30, 40, 50, 60];
    expect(ws.map((w) => [...w])).toEqual([ofRow, ofColumn, ofColumn, ofRow]);
    expect(ws[1]).toBe(ws[2]);
  });

  it('are the row alone with an empty range, and the column alone with the whole', () => {
    expect(mixedStyles(rows, columns, 2, 3, { from: 2, to: 2 }).map((w) => w[0])).toEqual([1, 1, 1]);
    expect(mixedStyles(rows, columns, 2, 3, { from: 0, to: 3 }).map((w) => w[0])).toEqual([10, 10, 10]);
  });
});

describe('a walk', () => {
  it('straight goes in even steps and ends where it should', () => {
    expect([...straightWalk(floats(0, 8), floats(4, 0), 5)]).toEqual([0, 8, 1, 6, 2, 4, 3, 2, 4, 0]);
  });

  it('along the sphere keeps the length and turns evenly', () => {
    const walk = sphericalWalk(floats(2, 0), floats(0, 2), 4);
    const frames = [0, 1, 2, 3].map((frame) => walk.subarray(2 * frame, 2 * frame + 2));
    for (const frame of frames) expect(length(frame)).toBeCloseTo(2, 6);
    const degrees = frames.map(([x, y]) => (Math.atan2(y as number, x as number) * 180) / Math.PI);
    [0, 30, 60, 90].forEach((angle, i) => {
      expect(degrees[i]).toBeCloseTo(angle, 4);
    });
  });

  it('has its ends to the bit, also between vectors that no circle joins', () => {
    const [a, b] = [normals(1, STREAM.latent, 0, 64), normals(2, STREAM.latent, 0, 64)];
    const walk = sphericalWalk(a, b, 7);
    expect(walk.subarray(0, 64)).toEqual(a);
    expect(walk.subarray(6 * 64)).toEqual(b);
    expect([...sphericalWalk(a, a, 3).subarray(64, 128)]).toEqual([...a]);
    const opposite = sphericalWalk(floats(1, 0), floats(-1, 0), 3);
    expect([...opposite]).toEqual([1, 0, 0, 0, -1, 0]);
  });
});

describe('eigenvectors', () => {
  it('of a matrix solved by hand: 2 1 1 2 has 3 along (1, 1) and 1 along (1, -1)', () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    expect([...values].map((value) => Number(value.toFixed(12)))).toEqual([3, 1]);
    expect(Math.abs(vectors[0] as number)).toBeCloseTo(Math.SQRT1_2, 12);
    expect((vectors[0] as number) * (vectors[1] as number)).toBeCloseTo(0.5, 12);
    expect((vectors[2] as number) * (vectors[3] as number)).toBeCloseTo(-0.5, 12);
  });

  it('the leading ones of a large matrix agree with all of them, and stretch by their values', () => {
    const n = 48;
    const factors = normals(3, STREAM.weights, 0, n * n);
    const matrix = new Float32Array(n * n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        for (let k = 0; k < n; k++)
          matrix[i * n + j] =
            (matrix[i * n + j] as number) + (factors[i * n + k] as number) * (factors[j * n + k] as number);
    const all = symmetricEigen(Float64Array.from(matrix), n);
    const { values, vectors } = leadingEigenvectors(matrix, n, 6);
    values.forEach((value, k) => {
      expect(value / (all.values[k] as number)).toBeCloseTo(1, 6);
      const vector = vectors.subarray(k * n, (k + 1) * n);
      expect(length(Float32Array.from(vector))).toBeCloseTo(1, 5);
      const along = vector.reduce((sum, v, i) => sum + v * (all.vectors[k * n + i] as number), 0);
      expect(Math.abs(along)).toBeCloseTo(1, 4);
      expect(Math.max(...vector)).toBe(Math.max(...vector.map(Math.abs)));
    });
  });
});
