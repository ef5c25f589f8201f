/** Pictures and classes gathered by their places, on the GPU, from buffers that JavaScript writes between commands. */
import { describe, expect, it } from 'vitest';
import { createInlet } from '../../src/gpu/inlet.ts';
import * as tf from '../../src/gpu/tf.ts';
import { classRows, drawnClassRows } from '../../src/ops/classRows.ts';
import { setOpsMode } from '../../src/ops/mode.ts';
import { bothPictures, PACKED_CASES } from '../support/packedPictures.ts';
import { startedBackend } from './support/backend.ts';

startedBackend();

/** A division may be off by 2.5 units in the last place. */
const TOLERANCE = 3e-7;

describe('gatherPictures', () => {
  it.each(PACKED_CASES)('is what the source reads: %o', async (row) => {
    const before = tf.memory().numTensors;
    const { expected, given, shape } = await bothPictures(row);
    expect(shape).toEqual([row.places.length, row.resolution, row.resolution, row.channels]);
    const worst = given.reduce((most, value, i) => Math.max(most, Math.abs(value - (expected[i] as number))), 0);
    expect(worst).toBeLessThan(TOLERANCE);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('class rows', () => {
  const CLASSES = 5;
  const SLICES = 1003;
  const labels = Int32Array.from({ length: SLICES }, (_, i) => (i % 7 === 6 ? 0xffff : (i * i) % CLASSES));

  async function bothModes(f: (table: tf.Tensor) => tf.Tensor2D) {
    const table = createInlet([SLICES], 'int32');
    table.write(labels);
    const values: Float32Array[] = [];
    for (const mode of ['fused', 'reference'] as const) {
      setOpsMode(mode);
      const rows = f(table.tensor);
      values.push(Float32Array.from(await rows.data()));
      rows.dispose();
    }
    setOpsMode('fused');
    table.dispose();
    return values;
  }

  it('of places', async () => {
    const before = tf.memory().numTensors;
    const [fused, reference] = await bothModes((table) =>
      tf.tidy(() => classRows(table, tf.tensor1d([5, 1002, 6, 0, 77], 'int32'), CLASSES)),
    );
    expect(fused).toEqual(reference);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    { seed: 7, stream: 16, step: 12, among: SLICES, count: 3001 },
    { seed: 0xffffffff, stream: 17, step: 2 ** 40 + 3, among: 1, count: 5 },
    { seed: 3, stream: 17, step: () => 2 ** 32 + 1, among: 802, count: 1 },
  ])('of draws: %o', async ({ count, among, ...draw }) => {
    const before = tf.memory().numTensors;
    const [fused, reference] = await bothModes((table) =>
      drawnClassRows(table, draw, { count, among, classes: CLASSES }),
    );
    expect(fused).toEqual(reference);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('an inlet', () => {
  it('is read as it was when a command was recorded', async () => {
    const before = tf.memory().numTensors;
    const inlet = createInlet([4], 'float32');
    inlet.write(Float32Array.of(1, 2, 3, 4));
    const first = tf.square(inlet.tensor);
    expect(Array.from(await inlet.tensor.data())).toEqual([1, 2, 3, 4]);
    inlet.write(Float32Array.of(7, 8), 2);
    const second = tf.square(inlet.tensor);
    expect(Array.from(await first.data())).toEqual([1, 4, 9, 16]);
    expect(Array.from(await second.data())).toEqual([1, 4, 49, 64]);
    expect(Array.from(await inlet.tensor.data())).toEqual([1, 2, 7, 8]);
    // Commands that are recorded and not yet submitted keep the buffer until they have run.
    const third = tf.square(inlet.tensor);
    inlet.dispose();
    expect(Array.from(await third.data())).toEqual([1, 4, 49, 64]);
    tf.dispose([first, second, third]);
    expect(tf.memory().numTensors).toBe(before);
  });
});
