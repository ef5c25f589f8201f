/**
 * A dense layer in one dispatch: the product with its bias, activation or gate; and the gradients of its input and of its
 * weight and bias, one dispatch each, with the gate applied as the gradient is read. A picture counts as a row of features
 * with channels first, as PyTorch flattens it. It refuses other activations than the leaky ReLU.
 */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program, u32, type Word } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import type { Activation } from './biasAct.ts';
import { LINEAR_MAIN, linearGrid, powerOfTwoFrom, sizeOf, typeOf, unroll, WORKGROUP, widthOf } from './wgsl.ts';

/** Rows that a thread works on at once, so that it reads each weight once for all of them. */
const ROWS = 8;
/** Lanes across the outputs, at most: few, so that many threads share a long sum. */
const MAX_LANES = 4;

/** Reads as gate(dy): gain * dy where y > 0, gain * slope * dy elsewhere. */
export interface Gate {
  readonly y: tf.TensorInfo;
  readonly activation: Activation;
}

/** What follows the product: nothing, bias and activation, or a gate. */
export type Epilogue =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'activate';
      readonly bias: tf.TensorInfo;
      readonly biasGain: number;
      readonly activation: Activation;
    }
  | { readonly kind: 'gate'; readonly gate: Gate };

const SETTINGS =
  'struct Settings { rows: u32, features: u32, to: u32, pixels: u32, gain: f32, biasGain: f32, slope: f32, factor: f32 }';

/** Where feature k of a row lies: pictures [H,W,C] are taken channels first. */
const FEATURE_AT =
  'fn featureAt(k: u32) -> u32 { return k % settings.pixels * (settings.features / settings.pixels) + k / settings.pixels; }';

const binding = (i: number, name: string, type: string, access = 'read') =>
  `@group(0) @binding(${i}) var<storage, ${access}> ${name}: array<${type}>;`;

const NO_ACTIVATION: Activation = { slope: 1, gain: 1 };

function wordsOf(
  x: readonly number[],
  to: number,
  gain: number,
  biasGain: number,
  { slope, gain: factor }: Activation,
): Word[] {
  const [rows, ...rest] = x as [number, ...number[]];
  const from = rest.reduce((product, side) => product * side, 1);
  const pixels = from / (rest.at(-1) as number);
  return [u32(rows), u32(from), u32(to), u32(pixels), f32(gain), f32(biasGain), f32(slope), f32(factor)];
}

const EPILOGUES: Readonly<Record<Epilogue['kind'], string>> = {
  none: 'y[at] = sum;',
  activate: `sum = settings.factor * (sum + settings.biasGain * other[o]);
    y[at] = select(sum * settings.slope, sum, sum > T());`,
  gate: `sum *= settings.factor;
    y[at] = select(sum * settings.slope, sum, other[at] > T());`,
};

function forwardProgram(width: 1 | 4, lanes: number, kind: Epilogue['kind']): Program {
  const walkers = WORKGROUP / lanes;
  const hasOther = kind !== 'none';
  return {
    key: `fullyConnected,${width},${lanes},${kind}`,
    code: () =>
      `${SETTINGS}
${binding(0, 'x', 'f32')}
${binding(1, 'weight', 'T')}
${hasOther ? binding(2, 'other', 'T') : ''}
${binding(hasOther ? 3 : 2, 'y', 'T', 'read_write')}
@group(0) @binding(${hasOther ? 4 : 3}) var<uniform> settings: Settings;
${FEATURE_AT}
var<workgroup> partial: array<T, ${ROWS * WORKGROUP}>;
@compute @workgroup_size(${lanes}, ${walkers})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let o = group.x * ${lanes}u + local.x;
  let column = min(o, settings.to - 1u);
  ${unroll(ROWS, (r) => `let start${r} = min(group.y * ${ROWS}u + ${r}u, settings.rows - 1u) * settings.features; var sum${r} = T();`)}
  for (var k = local.y; k < settings.features; k += ${walkers}u) {
    let w = weight[k * settings.to + column];
    let feature = featureAt(k);
    ${unroll(ROWS, (r) => `sum${r} += x[start${r} + feature] * w;`)}
  }
  let own = local.y * ${lanes}u + local.x;
  ${unroll(ROWS, (r) => `partial[${r * WORKGROUP}u + own] = sum${r};`)}
  workgroupBarrier();
  for (var r = local.y; r < ${ROWS}u; r += ${walkers}u) {
    let row = group.y * ${ROWS}u + r;
    if (row >= settings.rows || o >= settings.to) { continue; }
    var sum = T();
    for (var i = 0u; i < ${walkers}u; i++) { sum += partial[r * ${WORKGROUP}u + i * ${lanes}u + local.x]; }
    sum *= settings.gain;
    let at = row * settings.to + o;
    ${EPILOGUES[kind]}
  }
}`.replace(/\bT\b/g, typeOf(width)),
  };
}

/** gain * x weight, then the epilogue. x [N,I] or [N,H,W,C] with I = HWC, weight [I,O] -> [N,O]. */
export function fullyConnectedFused(
  x: tf.TensorInfo,
  weight: tf.TensorInfo,
  gain: number,
  epilogue: Epilogue,
): tf.TensorInfo {
  const [rows, to] = [x.shape[0] as number, weight.shape[1] as number];
  const width = widthOf(to);
  const lanes = Math.min(MAX_LANES, powerOfTwoFrom(to / width));
  const y = emptyTensor([rows, to]);
  const { other, biasGain, activation } = partsOf(epilogue);
  dispatch({
    program: forwardProgram(width, lanes, epilogue.kind),
    reads: [x, weight, ...other],
    writes: [y],
    uniforms: wordsOf(x.shape, to / width, gain, biasGain, activation),
    workgroups: [Math.ceil(to / width / lanes), Math.ceil(rows / ROWS), 1],
  });
  return y;
}

function partsOf(epilogue: Epilogue) {
  if (epilogue.kind === 'none') return { other: [], biasGain: 0, activation: NO_ACTIVATION };
  if (epilogue.kind === 'gate') return { other: [epilogue.gate.y], biasGain: 0, activation: epilogue.gate.activation };
  return { other: [epilogue.bias], biasGain: epilogue.biasGain, activation: epilogue.activation };
}

/** The gradient as it is read, behind the gate where there is one. */
const gated = (isGated: boolean, width: 1 | 4) => `
fn gatedAt(at: u32) -> ${typeOf(width)} {
  ${
    isGated
      ? `let d = dy[at] * settings.factor; return select(d * settings.slope, d, y[at] > ${typeOf(width)}());`
      : 'return dy[at];'
  }
}`;

function inputProgram(width: 1 | 4, isGated: boolean): Program {
  const type = typeOf(width);
  const next = isGated ? 3 : 2;
  return {
    key: `fullyConnectedInput,${width},${isGated}`,
    code: () => `${SETTINGS}
${binding(0, 'dy', type)}
${binding(1, 'weight', type)}
${isGated ? binding(2, 'y', type) : ''}
${binding(next, 'dx', 'f32', 'read_write')}
@group(0) @binding(${next + 1}) var<uniform> settings: Settings;
${FEATURE_AT}
${gated(isGated, width)}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let k = id.x;
  if (k >= settings.features) { return; }
  let first = id.y * ${ROWS}u;
  ${unroll(ROWS, (r) => `let start${r} = min(first + ${r}u, settings.rows - 1u) * settings.to; var sum${r} = ${type}();`)}
  for (var o = 0u; o < settings.to; o++) {
    let w = weight[k * settings.to + o];
    ${unroll(ROWS, (r) => `sum${r} += w * gatedAt(start${r} + o);`)}
  }
  let feature = featureAt(k);
  ${unroll(
    ROWS,
    (r) =>
      `if (first + ${r}u < settings.rows) { dx[(first + ${r}u) * settings.features + feature] = settings.gain * ${width === 1 ? `sum${r}` : `dot(sum${r}, vec4f(1.0))`}; }`,
  )}
}`,
  };
}

/** gain * gate(dy) weight^T in the shape of x. dy [N,O], weight [I,O]. */
export function fullyConnectedInputFused(
  dy: tf.TensorInfo,
  weight: tf.TensorInfo,
  gain: number,
  shape: number[],
  gate?: Gate,
): tf.TensorInfo {
  const [from, to] = weight.shape as [number, number];
  const width = widthOf(to);
  const dx = emptyTensor(shape);
  dispatch({
    program: inputProgram(width, gate !== undefined),
    reads: [dy, weight, ...(gate ? [gate.y] : [])],
    writes: [dx],
    uniforms: wordsOf(shape, to / width, gain, 0, gate?.activation ?? NO_ACTIVATION),
    workgroups: [Math.ceil(from / WORKGROUP), Math.ceil((shape[0] as number) / ROWS), 1],
  });
  return dx;
}

function weightProgram(width: 1 | 4, isGated: boolean, hasBias: boolean): Program {
  const type = typeOf(width);
  const next = isGated ? 3 : 2;
  return {
    key: `fullyConnectedWeight,${width},${isGated},${hasBias}`,
    code: () => `${SETTINGS}
${binding(0, 'x', 'f32')}
${binding(1, 'dy', type)}
${isGated ? binding(2, 'y', type) : ''}
${binding(next, 'dweight', type, 'read_write')}
${hasBias ? binding(next + 1, 'dbias', type, 'read_write') : ''}
@group(0) @binding(${hasBias ? next + 2 : next + 1}) var<uniform> settings: Settings;
${FEATURE_AT}
${gated(isGated, width)}
${LINEAR_MAIN}
  let k = index / settings.to;
  let o = index % settings.to;
  if (k >= settings.features) { return; }
  let feature = featureAt(k);
  var sum = ${type}();
  ${hasBias ? `var all = ${type}();` : ''}
  for (var row = 0u; row < settings.rows; row++) {
    let d = gatedAt(row * settings.to + o);
    sum += d * x[row * settings.features + feature];
    ${hasBias ? 'all += d;' : ''}
  }
  dweight[index] = settings.gain * sum;
  ${hasBias ? 'if (k == 0u) { dbias[o] = settings.biasGain * all; }' : ''}
}`,
  };
}

/**
 * gain * x^T gate(dy) into dweight [I,O], and biasGain * the sum over rows of gate(dy) into dbias [O] where it is given.
 * x as in fullyConnectedFused, dy [N,O].
 */
export function fullyConnectedWeightFused(
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  gain: number,
  gate: Gate | undefined,
  dweight: tf.TensorInfo,
  bias?: { readonly gradient: tf.TensorInfo; readonly gain: number },
): void {
  const to = dy.shape[1] as number;
  const width = widthOf(to);
  dispatch({
    program: weightProgram(width, gate !== undefined, bias !== undefined),
    reads: [x, dy, ...(gate ? [gate.y] : [])],
    writes: [dweight, ...(bias ? [bias.gradient] : [])],
    uniforms: wordsOf(x.shape, to / width, gain, bias?.gain ?? 0, gate?.activation ?? NO_ACTIVATION),
    workgroups: linearGrid(sizeOf(dweight) / width),
  });
}
