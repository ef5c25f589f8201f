/**
 * One table over all op families, shared by the unit tests (references on the CPU backend) and the GPU tests (WGSL against
 * references). Each row is an op with shapes chosen to reach its odd corners.
 */
import * as tf from '../../../src/gpu/tf.ts';
import { adaIn } from '../../../src/ops/adaIn.ts';
import { addNoise } from '../../../src/ops/addNoise.ts';
import { biasAct } from '../../../src/ops/biasAct.ts';
import { blur2d } from '../../../src/ops/blur.ts';
import { channelSum, repeated } from '../../../src/ops/channelSum.ts';
import { conv2d, conv2dFilterGradient, conv2dInputGradient } from '../../../src/ops/conv2d.ts';
import { convActivated, convAdded, convBranching } from '../../../src/ops/convLayer.ts';
import { demodulation } from '../../../src/ops/demodulation.ts';
import { fullyConnected, fullyConnectedLayer } from '../../../src/ops/fullyConnected.ts';
import { meanOfHalves, meanOfTerms } from '../../../src/ops/meanOfTerms.ts';
import { minibatchStd } from '../../../src/ops/minibatchStd.ts';
import { paint } from '../../../src/ops/paint.ts';
import { pixelNorm } from '../../../src/ops/pixelNorm.ts';
import { downsample2d, upsample2d } from '../../../src/ops/resample.ts';
import { sampleEnergy } from '../../../src/ops/sampleEnergy.ts';
import { channelDot, scaleChannels } from '../../../src/ops/scaleChannels.ts';
import { convDown2d, convUp2d, stridedFilterGradient } from '../../../src/ops/stridedConv.ts';
import { styledActivation } from '../../../src/ops/styledActivation.ts';
import { styledConv } from '../../../src/ops/styledConv.ts';
import type { Term } from '../../../src/ops/terms.ts';
import { times } from '../../../src/ops/times.ts';
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

/** Values around `base`, little apart. */
function near(base: number, by: number, length: number): Float32Array {
  return values(length, length).map((value) => base + by * value);
}

/** Elements of other layers' noise, before and after this one's. */
const OTHERS_NOISE = 3;
const STYLED = { slope: 0.2, gain: Math.SQRT2 };

/** Pictures are alone 1 from the kink: the other inputs move them by less. */
function styledActivationCase(x: number[], planes: number, strengths: number): OpCase {
  const [, height, width, channels] = x as [number, number, number, number];
  const noise = OTHERS_NOISE + planes * height * width + OTHERS_NOISE;
  return {
    name: `styledActivation [${x}] noise of ${planes}, strength of ${strengths}`,
    f: (a, values, strength, bias) => {
      const additions = { noise: { values, start: OTHERS_NOISE, planes }, strength, bias: bias as tf.Tensor1D };
      return styledActivation(a as T4, additions, STYLED);
    },
    shapes: [x, [noise], [strengths], [channels]],
    inputs: [
      awayFromKink(
        x.reduce((a, b) => a * b),
        0,
      ),
      near(0, 0.05, noise),
      near(0.1, 0.05, strengths),
      near(0.1, 0.05, channels),
    ],
    order: 2,
    epsilon: 0.05,
  };
}

/** A bias far above the kink or below it: 8 deviations of what is demodulated. */
function styledConvCase(x: number[], to: number, planes: number, doubles: boolean): OpCase {
  const [count, height, width, from] = x as [number, number, number, number];
  const noise = (doubles ? 4 : 1) * planes * height * width;
  const bias = near(0, 0.1, to).map((value, o) => value + (o % 2 ? -8 : 8));
  return {
    name: `styledConv [${x}] -> ${to}, noise of ${planes}${doubles ? ', doubling' : ''}`,
    f: (a, style, filter, values, strength, ...rest) =>
      styledConv(a as T4, style as T2, filter as T4, {
        ...STYLED,
        filterGain: 0.5,
        noise: { values, start: 0, planes },
        strength,
        bias: rest[0] as tf.Tensor1D,
        doublingTaps: doubles ? [1, 3, 3, 1] : [],
      }),
    shapes: [x, [count, from], [3, 3, from, to], [noise], [], [to]],
    inputs: [
      values(count * height * width * from, 0),
      near(1, 0.3, count * from),
      values(3 * 3 * from * to, 2),
      near(0, 0.5, noise),
      near(0.5, 0, 1),
      bias,
    ],
    order: 2,
    epsilon: CURVE_STEP,
  };
}

function paintCase(x: number[], colors: number, isAdded: boolean): OpCase {
  const [count, height, width, from] = x as [number, number, number, number];
  const taps = [1, 3, 3, 1];
  return {
    name: `paint [${x}] -> ${colors}${isAdded ? ' on a coarser picture' : ''}`,
    f: (a, style, filter, bias, ...rest) =>
      paint(a as T4, style as T2, filter as T4, {
        gain: 0.5,
        bias: bias as tf.Tensor1D,
        coarser: isAdded ? { picture: rest[0] as T4, taps } : undefined,
      }),
    shapes: [
      x,
      [count, from],
      [1, 1, from, colors],
      [colors],
      ...(isAdded ? [[count, height / 2, width / 2, colors]] : []),
    ],
    order: 2,
    epsilon: EXACT_STEP,
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

function minibatchStdCase(x: number[], group: number, sets = 1): OpCase {
  return {
    name: `minibatchStd [${x}] groups of ${group}, sets: ${sets}`,
    f: (a) => minibatchStd(a as T4, group, sets),
    shapes: [x],
    order: 2,
    epsilon: CURVE_STEP,
  };
}

function fullyConnectedCases(x: number[], to: number): OpCase[] {
  const from = x.slice(1).reduce((product, side) => product * side);
  const row = { order: 2 as const, epsilon: EXACT_STEP };
  const count = (x[0] as number) * from;
  return [
    {
      ...row,
      name: `fullyConnected [${x}] -> ${to}`,
      f: (a, b) => fullyConnected(a, b as T2, 0.25),
      shapes: [x, [from, to]],
    },
    {
      ...row,
      name: `fullyConnectedLayer [${x}] -> ${to}, linear`,
      f: (a, b, c) =>
        fullyConnectedLayer(a, b as T2, c as tf.Tensor1D, {
          gain: 0.25,
          biasGain: 0.5,
          activation: { slope: 1, gain: 1.5 },
        }),
      shapes: [x, [from, to], [to]],
    },
    {
      ...row,
      name: `fullyConnectedLayer [${x}] -> ${to}, leaky`,
      f: (a, b, c) =>
        fullyConnectedLayer(a, b as T2, c as tf.Tensor1D, {
          gain: 0.1,
          biasGain: 0.5,
          activation: { slope: 0.2, gain: 1.5 },
        }),
      shapes: [x, [from, to], [to]],
      // The bias alone chooses the branches.
      inputs: [values(count, 0), values(from * to, 1), awayFromKink(to, 2).map((value) => 20 * value)],
    },
  ];
}

function convLayerCases(x: number[], kernel: number, to: number, stride: 1 | 2): OpCase[] {
  const [count, height, width, from] = x as [number, number, number, number];
  const [outHeight, outWidth] = stride === 1 ? [height, width] : [(height - 1) / 2, (width - 1) / 2];
  const filter = [kernel, kernel, from, to];
  const name = `[${x}] ${kernel}x${kernel} -> ${to}`;
  const row = { order: 2 as const, epsilon: EXACT_STEP };
  const sizes = [count * height * width * from, kernel * kernel * from * to];
  const active = { filterGain: 0.05, stride, slope: 0.2, gain: 1.5 };
  const layer: OpCase = {
    ...row,
    name: `convActivated ${name}, stride ${stride}`,
    f: (a, b, c) => convActivated(a as T4, b as T4, c as tf.Tensor1D, active),
    shapes: [x, filter, [to]],
    // The bias alone chooses the branches.
    inputs: [...sizes.map((size, i) => values(size, i)), awayFromKink(to, 2).map((value) => 10 * value)],
  };
  const branching: OpCase = {
    ...layer,
    name: `convBranching ${name}, stride ${stride}`,
    f: (a, b, c) =>
      tf.tidy(() => {
        const [y, same] = convBranching(a as T4, b as T4, c as tf.Tensor1D, active);
        return tf.add(y, tf.mean(same));
      }),
  };
  if (stride === 2) return [layer, branching];
  return [
    layer,
    branching,
    {
      ...row,
      name: `convAdded ${name}`,
      f: (a, b, c) => convAdded(a as T4, b as T4, c as T4, 0.5),
      shapes: [x, filter, [count, outHeight, outWidth, to]],
    },
  ];
}

/** Every curve, of both numbers of a pair; 'relu' keeps its branch because its numbers are far from the kink. */
const TERMS: readonly Term[] = [
  { curve: 'linear', weight: 0.5, first: -1, second: 2 },
  { curve: 'softplus', weight: 1, first: 1, second: -0.5 },
  { curve: 'relu', weight: -2, first: 1, second: 0.1, constant: 0.1 },
  { curve: 'square', weight: 0.3, first: 0.7 },
];

function meanOfTermsCases(count: number): OpCase[] {
  const row = { order: 1 as const, epsilon: CURVE_STEP };
  const [a, b] = [awayFromKink(count, 0), values(count, 1)];
  return [
    {
      ...row,
      name: `meanOfTerms of ${count} pairs`,
      f: (x, y) => meanOfTerms(TERMS, x, y),
      shapes: [
        [count, 1],
        [count, 1],
      ],
      inputs: [a, b],
    },
    {
      ...row,
      name: `meanOfHalves of 2 x ${count}`,
      f: (x) => meanOfHalves(TERMS, x),
      shapes: [[2 * count, 1]],
      inputs: [Float32Array.from([...a, ...b])],
    },
    {
      ...row,
      name: `meanOfTerms of ${count} alone`,
      f: (x) => meanOfTerms([...TERMS, { curve: 'unit gap', weight: 2, first: 1, constant: 5 }], x),
      shapes: [[count]],
      inputs: [a.map(Math.abs)],
    },
  ];
}

function sampleEnergyCase(shapes: number[][]): OpCase {
  const name = `sampleEnergy of [${shapes.join('], [')}]`;
  return { name, f: (...tensors) => sampleEnergy(tensors), shapes, order: 2, epsilon: 0.05 };
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
  ...fullyConnectedCases([3, 20], 7),
  ...fullyConnectedCases([1, 16], 32),
  ...fullyConnectedCases([9, 5], 1),
  ...fullyConnectedCases([2, 70], 68),
  ...fullyConnectedCases([5, 2, 3, 4], 8),
  biasActCase([2, 4, 6, 8], 0.2),
  biasActCase([2, 5, 3, 3], 0.2),
  biasActCase([6, 1], 0.2),
  biasActCase([2, 4, 4, 1], 1),
  biasActCase([4, 12], 0),
  { name: 'channelSum [2,8,9,5]', f: (a) => channelSum(a), shapes: [[2, 8, 9, 5]], order: 2, epsilon: EXACT_STEP },
  { name: 'channelSum [3,64,8]', f: (a) => channelSum(a), shapes: [[3, 64, 8]], order: 2, epsilon: EXACT_STEP },
  { name: 'repeated [2,3,5]', f: (a) => repeated(a, 4), shapes: [[2, 3, 5]], order: 2, epsilon: EXACT_STEP },
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
  styledActivationCase([2, 4, 4, 8], 2, 1),
  styledActivationCase([3, 5, 4, 3], 1, 3),
  styledActivationCase([2, 4, 4, 20], 1, 20),
  styledActivationCase([1, 9, 7, 5], 1, 1),
  styledConvCase([2, 4, 4, 8], 8, 2, false),
  styledConvCase([2, 4, 4, 8], 12, 2, true),
  styledConvCase([3, 3, 5, 5], 3, 1, false),
  styledConvCase([1, 3, 2, 3], 5, 1, true),
  styledConvCase([1, 36, 36, 4], 4, 1, false),
  styledConvCase([2, 2, 2, 20], 1, 2, true),
  paintCase([2, 4, 4, 8], 1, true),
  paintCase([2, 12, 10, 5], 3, true),
  paintCase([1, 4, 6, 20], 3, false),
  paintCase([3, 5, 3, 1], 1, false),
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
  minibatchStdCase([12, 3, 2, 5], 3, 2),
  ...meanOfTermsCases(8),
  ...meanOfTermsCases(70),
  sampleEnergyCase([[2, 6, 6, 1]]),
  sampleEnergyCase([[3, 5], ...Array.from({ length: 7 }, () => [3, 4])]),
  { name: 'times [3,5]', f: (a) => times(a, 0.3), shapes: [[3, 5]], order: 2, epsilon: EXACT_STEP },
  ...convLayerCases([2, 8, 8, 12], 3, 20, 1),
  ...convLayerCases([1, 5, 7, 3], 3, 2, 1),
  ...convLayerCases([2, 8, 8, 1], 1, 16, 1),
  ...convLayerCases([2, 9, 9, 8], 3, 4, 2),
  ...convLayerCases([1, 5, 7, 3], 3, 5, 2),
];
