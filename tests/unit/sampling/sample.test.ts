import { beforeAll, expect, test } from 'vitest';
import * as tf from '../../../src/gpu/tf.ts';
import { layOut } from '../../../src/sampling/mosaic.ts';
import { byteOf } from '../../../src/sampling/paintStyles.ts';
import { type SampleRequest, sample } from '../../../src/sampling/sample.ts';
import { createTrainState, disposeTrainState } from '../../../src/training/trainState.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { moveConstants } from '../../support/parity/cases.ts';
import { tinyConfig } from '../../support/tinyRun.ts';

beforeAll(useCpuBackend);

async function drawn(changes: Partial<SampleRequest>): Promise<Uint8Array> {
  const config = tinyConfig({ resolution: 16, seed: 11 });
  const state = createTrainState(config, 0);
  moveConstants(state);
  const before = tf.memory().numTensors;
  const request = {
    params: state.GEma,
    shape: state.shape,
    seeds: [5],
    psi: 1,
    resolution: 16,
    alpha: 1,
    noiseSeed: 11,
  };
  const pixels = await sample({ ...request, ...changes });
  expect(tf.memory().numTensors).toBe(before);
  disposeTrainState(state);
  return pixels;
}

test('a seed is the same picture alone, in company and beyond one batch', async () => {
  const alone = await drawn({ seeds: [5] });
  const many = await drawn({ seeds: [...Array.from({ length: 17 }, (_, i) => 100 + i), 5] });
  expect([...many.slice(17 * 256)]).toEqual([...alone]);
  expect([...many.slice(0, 256)]).not.toEqual([...alone]);
});

test('psi 0 is the mean picture for every seed, and other noise is another picture', async () => {
  const mean = await drawn({ seeds: [5, 6], psi: 0 });
  expect([...mean.slice(0, 256)]).toEqual([...mean.slice(256)]);
  expect([...(await drawn({ noiseSeed: 12 }))]).not.toEqual([...(await drawn({}))]);
});

test('while fading, a picture lies between the two resolutions', async () => {
  const low = await drawn({ alpha: 0 });
  const half = await drawn({ alpha: 0.5 });
  const full = await drawn({ alpha: 1 });
  const isBetween = [...half].every((v, i) => {
    const [a, b] = [low[i] as number, full[i] as number];
    return v >= Math.min(a, b) - 1 && v <= Math.max(a, b) + 1;
  });
  expect(isBetween).toBe(true);
  expect([...low.slice(0, 2)].every((v) => v === low[0])).toBe(true); // doubled pixels
});

test('values round half up and stay within a byte', () => {
  expect([-2, -1, 0, 1, 2].map(byteOf)).toEqual([0, 0, 128, 255, 255]);
});

test('a mosaic goes row by row and leaves the rest black', () => {
  const { pixels, width, height, rows } = layOut(Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), 2, 2, 1);
  expect([width, height, rows]).toEqual([4, 4, 2]);
  expect([...pixels]).toEqual([1, 2, 5, 6, 3, 4, 7, 8, 9, 10, 0, 0, 11, 12, 0, 0]);
});

test('a mosaic of RGB pictures keeps each pixel together', () => {
  const pixel = (value: number) => [value, value + 100, value + 200];
  const pictures = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].flatMap(pixel));
  const { pixels, width, height } = layOut(pictures, 2, 2, 3);
  expect([width, height]).toEqual([4, 4]);
  const black = [0, 0, 0];
  const rows = [1, 2, 5, 6, 3, 4, 7, 8, 9, 10].flatMap(pixel);
  expect([...pixels]).toEqual([...rows, ...black, ...black, ...pixel(11), ...pixel(12), ...black, ...black]);
});
