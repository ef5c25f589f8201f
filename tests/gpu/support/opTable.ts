/**
 * One table over all op families, shared by the unit tests (references on the CPU backend) and the GPU tests (WGSL against
 * references). Each row is an op with shapes chosen to reach its odd corners.
 */
import type * as tf from '../../../src/gpu/tf.ts';
import { adaIn } from '../../../src/ops/adaIn.ts';
import { addNoise } from '../../../src/ops/addNoise.ts';
import { biasAct } from '../../../src/ops/biasAct.ts';
import { blur2d } from '../../../src/ops/blur.ts';
import { channelSum } from '../../../src/ops/channelSum.ts';
import { conv2d, conv2dFilterGradient, conv2dInputGradient } from '../../../src/ops/conv2d.ts';
import { demodulation } from '../../../src/ops/demodulation.ts';
import { fullyConnected } from '../../../src/ops/fullyConnected.ts';
import { minibatchStd } from '../../../src/ops/minibatchStd.ts';
import { pixelNorm } from '../../../src/ops/pixelNorm.ts';
import { downsample2d, upsample2d } from '../../../src/ops/resample.ts';
import { channelDot, scaleChannels } from '../../../src/ops/scaleChannels.ts';
import { convDown2d, convUp2d, stridedFilterGradient } from '../../../src/ops/stridedConv.ts';
import { styledActivation } from '../../../src/ops/styledActivation.ts';
import { type TensorFunction, values } from './derivatives.ts';

export interface OpCase {
  readonly name: string;
  readonly f: TensorFunction;
  readonly shapes: readonly number[][];
  /** Largest order that the op promises. */
  readonly order: 1 | 2;
  /** Step of the central differences: large for polynomials, where they are exact, small for curves. */
  readonly epsilon: number;
  /** Inputs other than plain normals. */
  readonly inputs?: readonly Float32Array[];
}

const EXACT_STEP = 0.25;
const CURVE_STEP = 0.01;

type T2 = tf.Tensor2D;
type T4 = tf.Tensor4D;

function convCase(x: number[], kernel: number, to: number): OpCase[] {
  const from = x[3] as number;
  const filter = [kernel, kernel, from, to];
  const y = [...x.slice(0, 3), to];
  const name = `[${x}] ${kernel}x${kernel} -> ${to}`;
  const row = { order: 2 as const, epsilon: EXACT_STEP };
  return [
    { ...row, name: `conv2d ${name}`, f: (a, b) => conv2d(a as T4, b as T4, 0.5), shapes: [x, filter] },
    {
      ...row,
      name: `conv2dInputGradient ${name}`,
      f: (a, b) => conv2dInputGradient(a as T4, b as T4, 0.5),
      shapes: [y, filter],
    },
    {
      ...row,
      name: `conv2dFilterGradient ${name}`,
      f: (a, b) => conv2dFilterGradient(a as T4, b as T4, kernel, 0.5),
      shapes: [x, y],
    },
  ];
}

/** Values at least a step's reach away from the kink at 0, whatever the direction. */
function awayFromKink(count: number, step: number): Float32Array {
  const margin = 1;
  return values(count, step).map((value) => value + (value >= 0 ? margin : -margin));
}

function biasActCase(x: number[], slope: number): OpCase {
  const channels = x[x.length - 1] as number;
  return {
    name: `biasAct [${x}] slope ${slope}`,
    f: (a, b) => biasAct(a, b as tf.Tensor1D, { slope, gain: Math.SQRT2 }),
    shapes: [x, [channels]],
    order: 2,
    // Directions reach 5 at most, so that x + bias keeps its branch.
    epsilon: 0.05,
    inputs: [
      awayFromKink(
        x.reduce((a, b) => a * b),
        0,
      ),
      new Float32Array(channels).fill(0.1),
    ],
  };
}

function resampleCases(x: number[], taps: readonly number[]): OpCase[] {
  const row = { shapes: [x], order: 2 as const, epsilon: EXACT_STEP };
  return [
    { ...row, name: `upsample2d [${x}] taps ${taps}`, f: (a) => upsample2d(a as T4, taps) },
    { ...row, name: `downsample2d [${x}] taps ${taps}`, f: (a) => downsample2d(a as T4, taps) },
  ];
}

function adaInCase(x: number[]): OpCase {
  const style = [x[0] as number, x[3] as number];
  return {
    name: `adaIn [${x}]`,
    f: (a, b, c) => adaIn(a as T4, b as T2, c as T2),
    shapes: [x, style, style],
    order: 1,
    epsilon: CURVE_STEP,
  };
}

function addNoiseCase(x: number[], planes: number, strengths: number): OpCase {
  return {
    name: `addNoise [${x}] noise of ${planes}, strength of ${strengths}`,
    f: (a, b, c) => addNoise(a as T4, b as T4, c as tf.Tensor1D),
    shapes: [x, [planes, x[1] as number, x[2] as number, 1], [strengths]],
    order: 2,
    epsilon: EXACT_STEP,
  };
}

/** Of a picture alone 1 from the kink: the other inputs move it by less. Noise of one layer in the middle of others'. */
function styledActivationCase(x: number[], planes: number, strengths: number, hasFactors: boolean): OpCase {
  const [count, height, width, channels] = x as [number, number, number, number];
  const size = count * height * width * channels;
  const noise = planes * height * width;
  const before = 3;
  const styled = [0.05, 0.05, 0.05];
  const near = (base: number, by: number, length: number) => values(length, length).map((value) => base + by * value);
  const [noiseBy = 0, strengthBy = 0, biasBy = 0] = styled;
  const row = {
    name: `styledActivation [${x}] noise of ${planes}, strength of ${strengths}${hasFactors ? ', factors' : ''}`,
    order: 2 as const,
    epsilon: 0.05,
  };
  const shapes = [x, [before + noise + 2], [strengths], [channels]];
  const inputs = [
    awayFromKink(size, 0),
    near(0, noiseBy, before + noise + 2),
    near(0.1, strengthBy, strengths),
    near(0.1, biasBy, channels),
  ];
  const activated = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor, d: tf.Tensor, factors?: tf.Tensor) =>
    styledActivation(
      a as T4,
      { noise: { values: b, start: before, planes }, strength: c, bias: d as tf.Tensor1D, factors: factors as T2 },
      { slope: 0.2, gain: Math.SQRT2 },
    );
  if (!hasFactors) return { ...row, shapes, inputs, f: (a, b, c, d) => activated(a, b, c, d as tf.Tensor) };
  return {
    ...row,
    shapes: [...shapes, [count, channels]],
    inputs: [...inputs, near(1, 0.1, count * channels)],
    f: (a, b, c, d, e) => activated(a, b, c, d as tf.Tensor, e),
  };
}

/** x: the small picture. */
function stridedConvCases(x: number[], to: number): OpCase[] {
  const [count, height, width, from] = x as [number, number, number, number];
  const large = [count, 2 * height + 1, 2 * width + 1];
  const filter = [3, 3, from, to];
  const name = `[${x}] -> ${to}`;
  const row = { order: 2 as const, epsilon: EXACT_STEP };
  return [
    {
      ...row,
      name: `convDown2d to ${name}`,
      f: (a, b) => convDown2d(a as T4, b as T4, 0.5),
      shapes: [[...large, from], filter],
    },
    { ...row, name: `convUp2d ${name}`, f: (a, b) => convUp2d(a as T4, b as T4, 0.5), shapes: [x, filter] },
    {
      ...row,
      name: `stridedFilterGradient ${name}`,
      f: (a, b) => stridedFilterGradient(a as T4, b as T4, 0.5),
      shapes: [[...large, to], x],
    },
  ];
}

function blurCases(x: number[]): OpCase[] {
  return ([1, 2] as const).map((pad) => ({
    name: `blur2d [${x}] padding ${pad}`,
    f: (a) => blur2d(a as T4, [1, 3, 3, 1], pad, 4),
    shapes: [x],
    order: 2,
    epsilon: EXACT_STEP,
  }));
}

function scaleChannelsCases(x: number[]): OpCase[] {
  const row = { order: 2 as const, epsilon: EXACT_STEP };
  const style = [x[0] as number, x[3] as number];
  return [
    { ...row, name: `scaleChannels [${x}]`, f: (a, b) => scaleChannels(a as T4, b as T2), shapes: [x, style] },
    { ...row, name: `channelDot [${x}]`, f: (a, b) => channelDot(a as T4, b as T4), shapes: [x, x] },
  ];
}

function demodulationCase(count: number, filter: number[]): OpCase {
  return {
    name: `demodulation of ${count}, [${filter}]`,
    f: (a, b) => demodulation(a as T2, b as T4, 0.5),
    shapes: [[count, filter[2] as number], filter],
    order: 2,
    epsilon: CURVE_STEP,
  };
}

function minibatchStdCase(x: number[], group: number): OpCase {
  return {
    name: `minibatchStd [${x}] groups of ${group}`,
    f: (a) => minibatchStd(a as T4, group),
    shapes: [x],
    order: 2,
    epsilon: CURVE_STEP,
  };
}

export const OP_CASES: readonly OpCase[] = [
  ...convCase([2, 4, 4, 8], 3, 4),
  ...convCase([1, 5, 7, 3], 3, 2),
  ...convCase([2, 8, 8, 12], 3, 20),
  ...convCase([1, 6, 10, 16], 3, 8),
  ...convCase([2, 8, 8, 1], 3, 8),
  ...convCase([2, 4, 4, 9], 3, 8),
  ...convCase([2, 8, 8, 16], 1, 1),
  ...convCase([2, 8, 8, 1], 1, 16),
  ...convCase([1, 4, 8, 3], 5, 5),
  ...convCase([1, 2, 1, 4], 5, 4),
  {
    name: 'fullyConnected [3,20] -> 7',
    f: (a, b) => fullyConnected(a as T2, b as T2, 0.25),
    shapes: [
      [3, 20],
      [20, 7],
    ],
    order: 2,
    epsilon: EXACT_STEP,
  },
  {
    name: 'fullyConnected [1,16] -> 32',
    f: (a, b) => fullyConnected(a as T2, b as T2, 1),
    shapes: [
      [1, 16],
      [16, 32],
    ],
    order: 2,
    epsilon: EXACT_STEP,
  },
  biasActCase([2, 4, 6, 8], 0.2),
  biasActCase([2, 5, 3, 3], 0.2),
  biasActCase([6, 1], 0.2),
  biasActCase([2, 4, 4, 1], 1),
  biasActCase([4, 12], 0),
  { name: 'channelSum [2,8,9,5]', f: (a) => channelSum(a), shapes: [[2, 8, 9, 5]], order: 2, epsilon: EXACT_STEP },
  { name: 'channelSum [3,64,8]', f: (a) => channelSum(a), shapes: [[3, 64, 8]], order: 2, epsilon: EXACT_STEP },
  ...resampleCases([2, 4, 4, 4], [1, 3, 3, 1]),
  ...resampleCases([1, 6, 4, 3], [1, 3, 3, 1]),
  ...resampleCases([2, 4, 8, 1], [1, 1]),
  ...resampleCases([1, 2, 2, 8], [1, 1]),
  adaInCase([2, 4, 4, 8]),
  adaInCase([1, 6, 5, 3]),
  adaInCase([3, 8, 8, 1]),
  adaInCase([2, 4, 4, 36]),
  addNoiseCase([2, 4, 4, 8], 2, 1),
  addNoiseCase([3, 5, 4, 3], 1, 3),
  addNoiseCase([2, 4, 4, 4], 1, 4),
  addNoiseCase([1, 3, 5, 5], 1, 1),
  styledActivationCase([2, 4, 4, 8], 2, 1, true),
  styledActivationCase([3, 5, 4, 3], 1, 3, true),
  styledActivationCase([2, 4, 4, 20], 1, 20, true),
  styledActivationCase([1, 9, 7, 5], 1, 1, true),
  styledActivationCase([2, 5, 4, 4], 2, 4, false),
  styledActivationCase([3, 3, 5, 1], 3, 1, false),
  ...stridedConvCases([2, 4, 4, 8], 4),
  ...stridedConvCases([1, 2, 3, 3], 5),
  ...stridedConvCases([2, 3, 1, 1], 8),
  ...stridedConvCases([1, 8, 8, 16], 12),
  ...stridedConvCases([1, 1, 5, 20], 1),
  ...blurCases([2, 5, 5, 4]),
  ...blurCases([1, 3, 6, 5]),
  ...blurCases([2, 2, 2, 1]),
  ...blurCases([1, 9, 4, 16]),
  ...scaleChannelsCases([2, 4, 4, 8]),
  ...scaleChannelsCases([1, 5, 7, 3]),
  ...scaleChannelsCases([3, 1, 1, 1]),
  ...scaleChannelsCases([2, 16, 12, 16]),
  demodulationCase(3, [3, 3, 5, 4]),
  demodulationCase(1, [3, 3, 16, 8]),
  demodulationCase(2, [1, 1, 4, 1]),
  demodulationCase(4, [3, 3, 4, 12]),
  {
    name: 'pixelNorm [3,10]',
    f: (a) => pixelNorm(a as T2),
    shapes: [[3, 10]],
    order: 2,
    epsilon: CURVE_STEP,
  },
  minibatchStdCase([4, 4, 4, 3], 2),
  minibatchStdCase([6, 2, 2, 4], 3),
  minibatchStdCase([2, 4, 4, 1], 4),
];
