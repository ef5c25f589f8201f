/** Pictures and classes gathered by their places, on the CPU backend: against what a source reads, and against draws. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createInlet } from '../../../src/gpu/inlet.ts';
import * as tf from '../../../src/gpu/tf.ts';
import { classRows, drawnClassRows } from '../../../src/ops/classRows.ts';
import { gatherPictures } from '../../../src/ops/gatherPictures.ts';
import { bits } from '../../../src/random/draws.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { bothPictures, PACKED_CASES } from '../../support/packedPictures.ts';

beforeAll(useCpuBackend);

describe('gatherPictures', () => {
  it.each(PACKED_CASES)('is what the source reads, bit for bit: %o', async (row) => {
    const before = tf.memory().numTensors;
    const { expected, given, shape } = await bothPictures(row);
    expect(shape).toEqual([row.places.length, row.resolution, row.resolution, row.channels]);
    expect(given).toEqual(expected);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses sides that do not divide', () => {
    const packed = tf.tensor1d([0, 0], 'int32');
    expect(() => gatherPictures(packed, packed, { side: 2, resolution: 4, channels: 1 })).toThrow('cannot be halved');
    packed.dispose();
  });
});

describe('classRows', () => {
  const labels = [1, 0, 2, 0xffff, 1];

  it('are 1 at the class, and zeros where there is none', () => {
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const rows = classRows(tf.tensor1d(labels, 'int32'), tf.tensor1d([2, 3, 1], 'int32'), 3);
      expect(rows.arraySync()).toEqual([
        [0, 0, 1],
        [0, 0, 0],
        [1, 0, 0],
      ]);
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('of draws follow the words of seed, stream and step', () => {
    const draw = { seed: 5, stream: 16, step: () => 2 ** 33 + 7 };
    const rows = tf.tidy(() =>
      drawnClassRows(tf.tensor1d(labels, 'int32'), draw, { count: 50, among: 3, classes: 3 }).arraySync(),
    );
    const words = bits(5, 16, 2 ** 33 + 7, 50);
    expect(rows.map((row) => row.indexOf(1))).toEqual(
      [...words].map((word) => labels[Math.floor((word / 2 ** 32) * 3)]),
    );
  });
});

describe('an inlet', () => {
  it('keeps what was not written, and refuses what does not fit', () => {
    const before = tf.memory().numTensors;
    const inlet = createInlet([2, 2], 'float32');
    tf.tidy(() => {
      inlet.write(Float32Array.of(1, 2, 3, 4));
      inlet.write(Float32Array.of(5, 6), 1);
    });
    expect(inlet.tensor.arraySync()).toEqual([
      [1, 5],
      [6, 4],
    ]);
    expect(() => inlet.write(Float32Array.of(1, 2), 3)).toThrow('up to byte 20');
    inlet.dispose();
    inlet.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
