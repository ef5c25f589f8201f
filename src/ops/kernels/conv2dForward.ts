/**
 * Runs the convolutions and their adjoints in x, with what may be done beside them: makes the tensors, asks convVariants for
 * a variant, dispatches it. It refuses to hold WGSL of its own.
 */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import type { Activation } from './biasAct.ts';
import type { Fusions } from './convParts.ts';
import type { Chosen } from './convShape.ts';
import { chooseForward, chooseUp } from './convVariants.ts';

/** Beside the convolution from I to O channels, in this order; for the adjoints, I and O of the direction that runs. */
export interface ConvExtras {
  /** [N,I]: multiplies x as it is loaded. */
  readonly inputScale?: tf.TensorInfo | undefined;
  /** [N,O]: multiplies the result, gain included. */
  readonly outputScale?: tf.TensorInfo | undefined;
  /** [O] */
  readonly bias?: tf.TensorInfo | undefined;
  readonly activation?: Activation | undefined;
  /** Of the result's shape: added at last. */
  readonly residual?: tf.TensorInfo | undefined;
}

/** x [N,H,W,I], filter [k,k,I,O] -> [N,H,W,O]; for stride 2: x [N,2H+1,2W+1,I]. */
export function conv2dFused(
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  gain: number,
  stride: 1 | 2 = 1,
  extras: ConvExtras = {},
): tf.TensorInfo {
  return convolved(x, filter, gain, stride, extras, false);
}

/**
 * The adjoint of conv2dFused with stride 1, by the same filter: dy [N,H,W,O], filter [k,k,I,O] -> [N,H,W,I]. For the
 * extras, dy is what is loaded.
 */
export function conv2dInputFused(
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  gain: number,
  extras: ConvExtras = {},
): tf.TensorInfo {
  return convolved(dy, filter, gain, 1, extras, true);
}

/** x [N,h,w,I], filter [3,3,I,O] -> [N,2h+1,2w+1,O]. */
export function convUpFused(
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  gain: number,
  extras: ConvExtras = {},
): tf.TensorInfo {
  return convolvedUp(x, filter, gain, extras, false);
}

/** The adjoint of convUpFused, by the same filter: dy [N,2h+1,2w+1,O], filter [3,3,I,O] -> [N,h,w,I]. */
export function convUpInputFused(
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  gain: number,
  extras: ConvExtras = {},
): tf.TensorInfo {
  return convolved(dy, filter, gain, 2, extras, true);
}

/** The adjoint of conv2dFused with stride 2, by the same filter: dy [N,h,w,O], filter [3,3,I,O] -> [N,2h+1,2w+1,I]. */
export function convDownInputFused(
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  gain: number,
  extras: ConvExtras = {},
): tf.TensorInfo {
  return convolvedUp(dy, filter, gain, extras, true);
}

function convolved(
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  gain: number,
  stride: 1 | 2,
  extras: ConvExtras,
  isAdjoint: boolean,
): tf.TensorInfo {
  const [count, inHeight, inWidth, from] = x.shape as [number, number, number, number];
  const kernel = filter.shape[0] as number;
  const [height, width] = stride === 1 ? [inHeight, inWidth] : [(inHeight - 1) / 2, (inWidth - 1) / 2];
  const to = outputsOf(filter, isAdjoint);
  const y = emptyTensor([count, height, width, to]);
  const fusions = fusionsOf(extras, isAdjoint);
  run(chooseForward({ count, height, width, stride, kernel, from, to, fusions }), { x, filter, gain, extras, y });
  return y;
}

function convolvedUp(
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  gain: number,
  extras: ConvExtras,
  isAdjoint: boolean,
): tf.TensorInfo {
  const [count, height, width, from] = x.shape as [number, number, number, number];
  const to = outputsOf(filter, isAdjoint);
  const y = emptyTensor([count, 2 * height + 1, 2 * width + 1, to]);
  const fusions = fusionsOf(extras, isAdjoint);
  run(chooseUp({ count, height, width, from, to, fusions }), { x, filter, gain, extras, y });
  return y;
}

/** Channels that a reading of the filter makes. */
function outputsOf({ shape }: tf.TensorInfo, isAdjoint: boolean): number {
  const [, , from, to] = shape as [number, number, number, number];
  return isAdjoint ? from : to;
}

function fusionsOf(extras: ConvExtras, isAdjoint: boolean): Fusions {
  return {
    isAdjoint,
    scalesInput: extras.inputScale !== undefined,
    scalesOutput: extras.outputScale !== undefined,
    addsBias: extras.bias !== undefined,
    activates: extras.activation !== undefined,
    addsResidual: extras.residual !== undefined,
  };
}

interface Operands {
  readonly x: tf.TensorInfo;
  readonly filter: tf.TensorInfo;
  readonly gain: number;
  readonly extras: ConvExtras;
  readonly y: tf.TensorInfo;
}

function run({ program, workgroups }: Chosen, { x, filter, gain, extras, y }: Operands): void {
  const { inputScale, outputScale, bias, activation, residual } = extras;
  const [count, height] = y.shape as [number, number];
  dispatch({
    program,
    reads: [x, filter, inputScale, outputScale, bias, residual].filter((tensor) => tensor !== undefined),
    writes: [y],
    uniforms: [f32(gain), u32(count * height), f32(activation?.slope ?? 1), f32(activation?.gain ?? 1)],
    workgroups,
  });
}
