/** Our convolutions beside tfjs's own, pass by pass, in interleaved rounds with all repeats of a round in one submit. */
import { flush } from '../src/gpu/commandStream.ts';
import { submittedWorkDone } from '../src/gpu/submitted.ts';
import * as tf from '../src/gpu/tf.ts';
import { conv2d, conv2dFilterGradient, conv2dInputGradient } from '../src/ops/conv2d.ts';
import { convDown2d, convUp2d } from '../src/ops/stridedConv.ts';
import { median } from './statistics.ts';

export interface ConvolutionTime {
  readonly shape: string;
  readonly pass: string;
  /** Median milliseconds of one convolution. */
  readonly ours: number;
  readonly stock: number;
  /** Median over rounds of stock / ours: above 1, ours is faster. */
  readonly ratio: number;
}

interface Contest {
  readonly shape: string;
  readonly pass: string;
  readonly ours: () => tf.Tensor;
  readonly stock: () => tf.Tensor;
}

/** [batch, side, channels in, kernel, channels out]: the issue's, then those of the measured networks. */
const SHAPES: readonly (readonly [number, number, number, number, number])[] = [
  [8, 32, 64, 3, 64],
  [8, 32, 32, 3, 32],
  [8, 16, 64, 3, 64],
  [8, 8, 64, 3, 64],
  [8, 4, 64, 3, 64],
  [8, 32, 1, 1, 32],
  [8, 32, 32, 1, 1],
];
/** [batch, smaller side, channels of the smaller, channels of the larger]. */
const STRIDED: readonly (readonly [number, number, number, number])[] = [
  [8, 16, 64, 32],
  [8, 8, 64, 64],
];

/** A round lasts so long that the cost of its submit, which is also subtracted, does not count. */
const ROUND_MS = 60;
const MOST_REPEATS = 64;
const SUBMIT_FLAG = 'WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE';
const NEVER = 1e9;

export async function compareConvolutions(
  rounds: number,
  progress: (text: string) => void,
): Promise<ConvolutionTime[]> {
  const batch = tf.env().getNumber(SUBMIT_FLAG);
  tf.env().set(SUBMIT_FLAG, NEVER);
  const times: ConvolutionTime[] = [];
  try {
    for (const shape of SHAPES) times.push(...(await compareAll(sameSize(...shape), rounds, progress)));
    for (const shape of STRIDED) times.push(...(await compareAll(strided(...shape), rounds, progress)));
  } finally {
    tf.env().set(SUBMIT_FLAG, batch);
  }
  return times;
}

async function compareAll(
  { contests, tensors }: { readonly contests: readonly Contest[]; readonly tensors: readonly tf.Tensor[] },
  rounds: number,
  progress: (text: string) => void,
): Promise<ConvolutionTime[]> {
  const times: ConvolutionTime[] = [];
  for (const contest of contests) {
    progress(`${contest.shape}, ${contest.pass}`);
    times.push(await compare(contest, rounds));
  }
  tf.dispose([...tensors]);
  return times;
}

async function compare({ shape, pass, ours, stock }: Contest, rounds: number): Promise<ConvolutionTime> {
  const empty = await timed(undefined, 0);
  const [ourRepeats, stockRepeats] = [await repeatsFor(ours, empty), await repeatsFor(stock, empty)];
  const found = { ours: [] as number[], stock: [] as number[], ratio: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const one = Math.max(0, (await timed(ours, ourRepeats)) - empty) / ourRepeats;
    const other = Math.max(0, (await timed(stock, stockRepeats)) - empty) / stockRepeats;
    found.ours.push(one);
    found.stock.push(other);
    found.ratio.push(other / one);
  }
  return { shape, pass, ours: median(found.ours), stock: median(found.stock), ratio: median(found.ratio) };
}

async function repeatsFor(f: () => tf.Tensor, empty: number): Promise<number> {
  // The first call compiles.
  await timed(f, 1);
  const shortest = 0.05; // ms: a clock's noise
  const once = Math.max(shortest, (await timed(f, 1)) - empty);
  return Math.max(1, Math.min(MOST_REPEATS, Math.round(ROUND_MS / once)));
}

/** Milliseconds from the submit of all repeats to their end. */
async function timed(f: (() => tf.Tensor) | undefined, repeats: number): Promise<number> {
  await submittedWorkDone();
  for (let i = 0; i < repeats; i++) f?.().dispose();
  const start = performance.now();
  flush();
  await submittedWorkDone();
  return performance.now() - start;
}

function sameSize(batch: number, side: number, from: number, kernel: number, to: number) {
  const x = tf.randomNormal([batch, side, side, from]) as tf.Tensor4D;
  const dy = tf.randomNormal([batch, side, side, to]) as tf.Tensor4D;
  const filter = tf.randomNormal([kernel, kernel, from, to]) as tf.Tensor4D;
  const shape = `[${x.shape}] ${kernel}x${kernel} -> ${to}`;
  const row = (pass: string, ours: () => tf.Tensor, stock: () => tf.Tensor) => ({ shape, pass, ours, stock });
  const contests = [
    row(
      'forward',
      () => conv2d(x, filter, 1),
      () => tf.conv2d(x, filter, 1, 'same'),
    ),
    row(
      'input gradient',
      () => conv2dInputGradient(dy, filter, 1),
      () => tf.conv2dTranspose(dy, filter, x.shape, 1, 'same'),
    ),
    row(
      'filter gradient',
      () => conv2dFilterGradient(x, dy, kernel, 1),
      () => stockFilterGradient(x, dy, filter.shape),
    ),
  ];
  return { contests, tensors: [x, dy, filter] };
}

function strided(batch: number, side: number, deep: number, wide: number) {
  const large = 2 * side + 1;
  const kernel = 3;
  const small = tf.randomNormal([batch, side, side, deep]) as tf.Tensor4D;
  const big = tf.randomNormal([batch, large, large, wide]) as tf.Tensor4D;
  const downFilter = tf.randomNormal([kernel, kernel, wide, deep]) as tf.Tensor4D;
  const upFilter = tf.randomNormal([kernel, kernel, deep, wide]) as tf.Tensor4D;
  const stockUpFilter = tf.transpose(upFilter, [0, 1, 3, 2]) as tf.Tensor4D;
  const contests = [
    {
      shape: `[${big.shape}] 3x3 -> ${deep}`,
      pass: 'stride 2',
      ours: () => convDown2d(big, downFilter, 1),
      stock: () => tf.conv2d(big, downFilter, 2, 'valid'),
    },
    {
      shape: `[${small.shape}] 3x3 -> ${wide}`,
      pass: 'stride 2, transposed',
      ours: () => convUp2d(small, upFilter, 1),
      stock: () => tf.conv2dTranspose(small, stockUpFilter, big.shape, 2, 'valid'),
    },
  ];
  return { contests, tensors: [small, big, downFilter, upFilter, stockUpFilter] };
}

/** tfjs hands this kernel out through gradients alone. */
function stockFilterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, filterShape: number[]): tf.Tensor {
  const attributes = { strides: 1, pad: 'same', dataFormat: 'NHWC', filterShape };
  return tf.engine().runKernel('Conv2DBackpropFilter', { x, dy }, attributes) as tf.Tensor;
}
