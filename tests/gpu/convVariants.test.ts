/** Every variant of the convolution kernels, with what may be done beside it, against stock ops, whatever adapter this is. */
import { describe, expect, it } from 'vitest';
import { dispatch, f32, u32 } from '../../src/gpu/dispatch.ts';
import { subgroupSize } from '../../src/gpu/subgroups.ts';
import * as tf from '../../src/gpu/tf.ts';
import { blockedForward } from '../../src/ops/kernels/convBlocked.ts';
import { broadcastForward, canBroadcast } from '../../src/ops/kernels/convBroadcast.ts';
import { directForward } from '../../src/ops/kernels/convDirect.ts';
import { blockedFilter } from '../../src/ops/kernels/convFilterBlocked.ts';
import { directFilter } from '../../src/ops/kernels/convFilterDirect.ts';
import { FILTER_TILES, gemmFilter } from '../../src/ops/kernels/convFilterGemm.ts';
import { GEMM_TILES, type GemmTile, gemmForward, gemmUp } from '../../src/ops/kernels/convGemm.ts';
import { MAX_NARROW, narrowForward } from '../../src/ops/kernels/convNarrow.ts';
import { type Fusions, NO_FUSIONS } from '../../src/ops/kernels/convParts.ts';
import type { Chosen, ConvShape, ConvTask, FilterTask, UpShape } from '../../src/ops/kernels/convShape.ts';
import { blockedUp } from '../../src/ops/kernels/convUpBlocked.ts';
import { directUp } from '../../src/ops/kernels/convUpDirect.ts';
import { conv2dFilterReference, conv2dInputReference, conv2dReference } from '../../src/ops/references/conv2d.ts';
import {
  convDownReference,
  convUpReference,
  exchangedReference,
  stridedFilterReference,
} from '../../src/ops/references/stridedConv.ts';
import { startedBackend } from './support/backend.ts';
import { tensorOf } from './support/derivatives.ts';

startedBackend();

const GAIN = 0.5;
const SLOPE = 0.2;
const FACTOR = 1.5;
const UNWRITTEN = 1000;

/** What a variant writes, over a result filled with a number that no kernel makes. */
async function resultOf({ program, workgroups }: Chosen, given: Given): Promise<Float32Array> {
  const filled = tf.fill(given.shape, UNWRITTEN);
  const uniforms = [f32(GAIN), ...given.uniforms];
  dispatch({ program, reads: given.reads, writes: [filled], uniforms, workgroups });
  const data = Float32Array.from(await filled.data());
  filled.dispose();
  return data;
}

interface Given {
  readonly reads: tf.Tensor[];
  readonly shape: number[];
  readonly uniforms: ReturnType<typeof u32>[];
  readonly expected: tf.Tensor;
}

function expectClose(actual: Float32Array, expected: Float32Array): void {
  expect(actual.length).toBe(expected.length);
  const size = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (actual[i] as number))), 0);
  expect(size).toBeLessThan(UNWRITTEN / 2);
  expect(worst / size).toBeLessThan(1e-5);
}

/** Each variant by its name; disposes of what was given. */
async function expectAll(variants: Readonly<Record<string, Chosen>>, given: Given): Promise<void> {
  const expected = Float32Array.from(await given.expected.data());
  for (const [name, chosen] of Object.entries(variants))
    try {
      expectClose(await resultOf(chosen, given), expected);
    } catch (cause) {
      throw new Error(`The variant "${name}" is wrong.`, { cause });
    }
  tf.dispose([given.reads, given.expected]);
}

const scaled = (x: tf.Tensor, scale: tf.Tensor) => {
  const [count, channels] = scale.shape as [number, number];
  return tf.mul(x, tf.reshape(scale, [count, 1, 1, channels]));
};

/** convolve: x and the stored filter to a picture. */
function given(
  { fusions, count, from, to, kernel }: Omit<ConvTask, 'stride'>,
  [inShape, outShape]: [number[], number[]],
  convolve: (x: tf.Tensor, filter: tf.Tensor) => tf.Tensor,
): Given {
  const { isAdjoint, scalesInput, scalesOutput, addsBias, activates, addsResidual } = fusions;
  const x = tensorOf([count, ...inShape, from], 0);
  const filter = tensorOf([kernel, kernel, ...(isAdjoint ? [to, from] : [from, to])], 1);
  const optional = (isThere: boolean, shape: number[], step: number) => (isThere ? [tensorOf(shape, step)] : []);
  const inputScale = optional(scalesInput, [count, from], 2);
  const outputScale = optional(scalesOutput, [count, to], 3);
  const bias = optional(addsBias, [to], 4);
  const residual = optional(addsResidual, [count, ...outShape, to], 5);
  const expected = tf.tidy(() => {
    let y = convolve(inputScale[0] ? scaled(x, inputScale[0]) : x, filter);
    if (outputScale[0]) y = scaled(y, outputScale[0]);
    if (bias[0]) y = tf.add(y, bias[0]);
    if (activates) y = tf.mul(tf.leakyRelu(y, SLOPE), FACTOR);
    if (residual[0]) y = tf.add(y, residual[0]);
    return y;
  });
  return {
    reads: [x, filter, ...inputScale, ...outputScale, ...bias, ...residual],
    shape: [count, ...outShape, to],
    uniforms: [u32(count * (outShape[0] as number)), f32(SLOPE), f32(FACTOR)],
    expected,
  };
}

const ALL: Fusions = {
  isAdjoint: false,
  scalesInput: true,
  scalesOutput: true,
  addsBias: true,
  activates: true,
  addsResidual: true,
};
const FUSIONS: Fusions[] = [NO_FUSIONS, ALL, { ...ALL, isAdjoint: true, scalesOutput: false, addsBias: false }];

const SHAPES: ConvShape[] = [
  { count: 2, height: 5, width: 7, stride: 1, kernel: 3, from: 3, to: 8 },
  { count: 1, height: 4, width: 9, stride: 1, kernel: 3, from: 8, to: 5 },
  { count: 3, height: 6, width: 4, stride: 1, kernel: 1, from: 4, to: 12 },
  { count: 2, height: 9, width: 8, stride: 1, kernel: 3, from: 36, to: 72 },
  { count: 2, height: 3, width: 5, stride: 2, kernel: 3, from: 5, to: 8 },
  { count: 1, height: 4, width: 4, stride: 2, kernel: 3, from: 4, to: 3 },
  { count: 1, height: 2, width: 1, stride: 1, kernel: 5, from: 2, to: 4 },
];
const UP_SHAPES: UpShape[] = [
  { count: 2, height: 5, width: 4, from: 3, to: 8 },
  { count: 1, height: 2, width: 7, from: 8, to: 5 },
  { count: 3, height: 1, width: 1, from: 4, to: 4 },
  { count: 2, height: 4, width: 4, from: 20, to: 68 },
];

const withFusions = <S>(shapes: readonly S[]) =>
  shapes.flatMap((shape) => FUSIONS.map((fusions) => ({ ...shape, fusions })));

const sizesOf = ({ height, width, stride }: ConvShape): [number[], number[]] => [
  stride === 1 ? [height, width] : [2 * height + 1, 2 * width + 1],
  [height, width],
];

/** Groups of 4 channels a thread, or single channels. */
const groupsOf = (to: number) => (to % 8 ? 1 : 2);

const gemms = (make: (tile: GemmTile) => Chosen) =>
  Object.fromEntries(Object.entries(GEMM_TILES).map(([name, tile]) => [name, make(tile)]));

function convolveBy({ stride, fusions }: ConvTask) {
  return (x: tf.Tensor, filter: tf.Tensor) => {
    if (stride === 2) return convDownReference(x, exchangedReference(filter, fusions.isAdjoint), GAIN);
    return fusions.isAdjoint ? conv2dInputReference(x, filter, GAIN) : conv2dReference(x, filter, GAIN);
  };
}

const named = <S extends ConvShape | UpShape>(task: S & { fusions?: Fusions; scales?: string }) => {
  const { count, height, width, from, to, fusions, scales } = task;
  const { kernel = 3, stride = 'transposed' } = task as Partial<ConvShape>;
  const done = fusions ? Object.keys(fusions).filter((key) => fusions[key as keyof Fusions]) : [scales];
  return {
    task,
    name: `[${[count, height, width, from]}] -> ${to}, kernel ${kernel}, stride ${stride}: ${done.join(' ')}`,
  };
};

describe('all variants', () => {
  it.each(withFusions(SHAPES).map(named))('convolve $name', async ({ task }) => {
    const groups = groupsOf(task.to);
    const variants = {
      'direct, 4 pixels': directForward(task, 4),
      blocked: blockedForward(task, { rows: 2, columns: 3, groups }),
      ...gemms((tile) => gemmForward(task, tile)),
      ...(task.stride === 1 && task.to <= MAX_NARROW ? { narrow: narrowForward(task) } : {}),
      ...(canBroadcast(task) && subgroupSize() ? { broadcast: broadcastForward(task, subgroupSize() as number) } : {}),
    };
    await expectAll(variants, given(task, sizesOf(task), convolveBy(task)));
  });

  it.each(withFusions(UP_SHAPES).map(named))('convolve upwards $name', async ({ task }) => {
    const { height, width, to, fusions } = task;
    const variants = {
      'direct, 4 pixels': directUp(task, 4),
      blocked: blockedUp(task, { rows: 2, columns: 3, groups: groupsOf(to) }),
      ...gemms((tile) => gemmUp(task, tile)),
    };
    const sizes: [number[], number[]] = [
      [height, width],
      [2 * height + 1, 2 * width + 1],
    ];
    const convolve = (x: tf.Tensor, filter: tf.Tensor) =>
      convUpReference(x, exchangedReference(filter, fusions.isAdjoint), GAIN);
    await expectAll(variants, given({ ...task, kernel: 3 }, sizes, convolve));
  });

  it.each(
    SHAPES.flatMap((shape): FilterTask[] => [
      { ...shape, scales: 'none', isExchanged: false },
      { ...shape, scales: 'x', isExchanged: false },
      { ...shape, scales: 'dy', isExchanged: true },
    ]).map(named),
  )('make the filter gradient of $name', async ({ task }) => {
    const { count, height, stride, kernel, from, to, scales, isExchanged } = task;
    const [inShape, outShape] = sizesOf(task);
    const SPLITS = 2;
    const x = tensorOf([count, ...inShape, from], 0);
    const dy = tensorOf([count, ...outShape, to], 1);
    const scale = scales === 'none' ? undefined : tensorOf([count, scales === 'x' ? from : to], 2);
    const expected = tf.tidy(() => {
      const [a, b] = [
        scale && scales === 'x' ? scaled(x, scale) : x,
        scale && scales === 'dy' ? scaled(dy, scale) : dy,
      ];
      const gradient =
        stride === 1 ? conv2dFilterReference(a, b, kernel, GAIN) : stridedFilterReference(a, b, kernel, GAIN);
      return exchangedReference(gradient, isExchanged).clone();
    });
    const filterShape = [kernel, kernel, ...(isExchanged ? [to, from] : [from, to])];
    const reads = scale ? [x, dy, scale] : [x, dy];
    const groups = groupsOf(to);
    const variants = (splits: number) => ({
      direct: directFilter(task, splits),
      blocked: blockedFilter(task, splits, { inputs: from % 2 ? from : 2, groups }),
      gemm64: gemmFilter(task, splits, FILTER_TILES.gemm64),
      gemm32: gemmFilter(task, splits, FILTER_TILES.gemm32),
    });
    const wanted = Float32Array.from(await expected.data());
    for (const splits of [1, SPLITS])
      for (const [name, chosen] of Object.entries(variants(splits))) {
        const rows = u32(count * height);
        const shape = [splits, ...filterShape];
        const planes = await resultOf(chosen, { reads, shape, uniforms: [rows, u32(splits)], expected });
        const sum = wanted.map(
          (_, i) => (planes[i] as number) + (splits > 1 ? (planes[wanted.length + i] as number) : 0),
        );
        expect(() => expectClose(sum, wanted), `${name}, ${splits} shares`).not.toThrow();
      }
    tf.dispose([reads, expected]);
  });
});
