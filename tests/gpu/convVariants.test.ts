/** The convolution kernels for software adapters against the direct ones, whatever adapter this is. */
import { describe, expect, it } from 'vitest';
import { dispatch, f32, u32 } from '../../src/gpu/dispatch.ts';
import * as tf from '../../src/gpu/tf.ts';
import { directForward } from '../../src/ops/kernels/conv2dDirect.ts';
import { directFilter } from '../../src/ops/kernels/conv2dFilterDirect.ts';
import { tiledFilter } from '../../src/ops/kernels/conv2dFilterTiled.ts';
import type { Chosen, ConvShape } from '../../src/ops/kernels/conv2dShape.ts';
import { tiledForward } from '../../src/ops/kernels/convTiled.ts';
import { directUp } from '../../src/ops/kernels/convUpDirect.ts';
import { tiledUp } from '../../src/ops/kernels/convUpTiled.ts';
import { startedBackend } from './support/backend.ts';
import { tensorOf } from './support/derivatives.ts';

startedBackend();

const GAIN = 0.5;
const UNWRITTEN = 1000;

/** What a variant writes, over a result filled with a number that no kernel makes. */
async function resultOf(
  { program, workgroups }: Chosen,
  reads: readonly tf.Tensor[],
  shape: number[],
  [rows, splits]: [rows: number, splits?: number],
): Promise<Float32Array> {
  const filled = tf.fill(shape, UNWRITTEN);
  const uniforms = [f32(GAIN), u32(rows), ...(splits ? [u32(splits)] : [])];
  dispatch({ program, reads, writes: [filled], uniforms, workgroups });
  const data = Float32Array.from(await filled.data());
  filled.dispose();
  return data;
}

function expectClose(actual: Float32Array, expected: Float32Array): void {
  expect(actual.length).toBe(expected.length);
  const size = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (actual[i] as number))), 0);
  expect(size).toBeLessThan(UNWRITTEN / 2);
  expect(worst / size).toBeLessThan(1e-5);
}

const SHAPES: ConvShape[] = [
  { count: 2, height: 5, width: 7, stride: 1, kernel: 3, from: 3, to: 8 },
  { count: 1, height: 4, width: 9, stride: 1, kernel: 3, from: 8, to: 5 },
  { count: 3, height: 6, width: 4, stride: 1, kernel: 1, from: 4, to: 12 },
  { count: 2, height: 3, width: 5, stride: 2, kernel: 3, from: 5, to: 8 },
  { count: 1, height: 4, width: 4, stride: 2, kernel: 3, from: 4, to: 3 },
  { count: 1, height: 2, width: 1, stride: 1, kernel: 5, from: 2, to: 4 },
];

const sizeOf = ({ height, width, stride }: ConvShape) =>
  stride === 1 ? [height, width] : [2 * height + 1, 2 * width + 1];

/** All groups of 4 channels in one thread. */
const groupsOf = (to: number) => (to % 4 ? 1 : to / 4);

describe('kernels for software adapters', () => {
  it.each(SHAPES)('convolve %o', async (shape) => {
    const { count, height, width, kernel, from, to } = shape;
    const reads = [tensorOf([count, ...sizeOf(shape), from], 0), tensorOf([kernel, kernel, from, to], 1)];
    const result = (chosen: Chosen) => resultOf(chosen, reads, [count, height, width, to], [count * height]);
    const expected = await result(directForward(shape, 2));
    const groups = groupsOf(to);
    for (const tile of [
      { rows: 2, columns: 3, groups },
      { rows: 4, columns: 2, groups: 1 },
    ])
      expectClose(await result(tiledForward(shape, tile)), expected);
    tf.dispose(reads);
  });

  it.each(SHAPES)('make the filter gradient of %o', async (shape) => {
    const { count, height, width, kernel, from, to } = shape;
    const reads = [tensorOf([count, ...sizeOf(shape), from], 0), tensorOf([count, height, width, to], 1)];
    const rows = count * height;
    const result = (chosen: Chosen) => resultOf(chosen, reads, [2, kernel, kernel, from, to], [rows, 2]);
    const expected = await result(directFilter(shape, 2));
    const inputs = from % 2 ? from : 2;
    const groups = groupsOf(to);
    expectClose(await result(tiledFilter(shape, 2, { inputs, groups })), expected);
    expectClose(await result(tiledFilter(shape, 2, { inputs: 1, groups: 1 })), expected);
    tf.dispose(reads);
  });

  it.each([
    { count: 2, height: 5, width: 4, from: 3, to: 8 },
    { count: 1, height: 2, width: 7, from: 8, to: 5 },
    { count: 3, height: 1, width: 1, from: 4, to: 4 },
  ])('convolve upwards %o', async (shape) => {
    const { count, height, width, from, to } = shape;
    const reads = [tensorOf([count, height, width, from], 0), tensorOf([3, 3, from, to], 1)];
    const [outHeight, outWidth] = [2 * height + 1, 2 * width + 1];
    const result = (chosen: Chosen) => resultOf(chosen, reads, [count, outHeight, outWidth, to], [count * outHeight]);
    const expected = await result(directUp(shape, 4));
    expectClose(await result(tiledUp(shape, { rows: 2, columns: 3, groups: groupsOf(to) })), expected);
    expectClose(await result(tiledUp(shape, { rows: 3, columns: 2, groups: 1 })), expected);
    tf.dispose(reads);
  });
});
