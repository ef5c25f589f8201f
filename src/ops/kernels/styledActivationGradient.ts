/**
 * All gradients of the styled activation but the noise's in two dispatches of fixed order: one goes over the pictures
 * once, writes the gradient of x and sums over shares of the pixels; the other adds up the shares. What came in is found
 * from what went out, so that the convolution's result need not be kept.
 */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import type { Activation } from './biasAct.ts';
import type { NoiseRange } from './styledActivation.ts';
import { LINEAR_MAIN, linearGrid, release, sizeOf, typeOf, WORKGROUP, widthOf } from './wgsl.ts';

/** Pixels that one thread should sum at least, and most threads a sample and channel: the second pass sums that many. */
const MIN_PIXELS = 32;
const MAX_SHARES = 64;
/** Threads side by side on neighbouring channels where the second pass sums over all samples; the rest share the rows. */
const LANES = 4;
const WALKERS = WORKGROUP / LANES;

interface Variant {
  readonly width: 1 | 4;
  readonly hasFactors: boolean;
  readonly isPerChannel: boolean;
}

const keyOf = ({ width, hasFactors, isPerChannel }: Variant) => [width, hasFactors, isPerChannel].join();

/** sums: of each share, sample and channel the gated gradient, that times the noise, and that times x * factors. */
function pixelProgram(variant: Variant): Program {
  const { width, hasFactors, isPerChannel } = variant;
  const type = typeOf(width);
  const names = ['dy', 'y', 'noise', ...(hasFactors ? ['factors', 'bias', 'strength'] : [])];
  const typeOfInput = (name: string) => (name === 'noise' || (name === 'strength' && !isPerChannel) ? 'f32' : type);
  const before = `let u = y[at] * settings.shrinkage;
    dot += t * (select(u * settings.steepness, u, isUpper) - plain * own - offset);`;
  return {
    key: `styledActivationGradient,${keyOf(variant)}`,
    code: () => `
struct Settings { pixels: u32, channels: u32, planes: u32, share: u32, shares: u32,
  noiseStart: u32, noiseCount: u32, slope: f32, gain: f32, steepness: f32, shrinkage: f32 }
${names.map((name, i) => `@group(0) @binding(${i}) var<storage, read> ${name}: array<${typeOfInput(name)}>;`).join('\n')}
@group(0) @binding(${names.length}) var<storage, read_write> dx: array<${type}>;
@group(0) @binding(${names.length + 1}) var<storage, read_write> sums: array<${type}>;
@group(0) @binding(${names.length + 2}) var<uniform> settings: Settings;
${LINEAR_MAIN}
  let share = index / settings.planes;
  if (share >= settings.shares) { return; }
  let plane = index % settings.planes;
  let sample = plane / settings.channels * settings.pixels;
  let end = min(settings.pixels, (share + 1u) * settings.share);
  let c = plane % settings.channels;
  ${hasFactors ? `let factor = factors[plane];\n  let offset = bias[c];\n  let own = strength[${isPerChannel ? 'c' : '0'}];` : ''}
  var gated = ${type}();
  var noisy = ${type}();
  ${hasFactors ? `var dot = ${type}();` : ''}
  for (var p = share * settings.share; p < end; p++) {
    let at = (sample + p) * settings.channels + c;
    let isUpper = y[at] > ${type}();
    let d = dy[at] * settings.gain;
    let t = select(d * settings.slope, d, isUpper);
    let plain = noise[settings.noiseStart + (sample + p) % settings.noiseCount];
    gated += t;
    noisy += t * plain;
    dx[at] = t${hasFactors ? ' * factor' : ''};
    ${hasFactors ? before : ''}
  }
  let count = settings.planes * settings.shares;
  sums[index] = gated;
  sums[count + index] = noisy;
  ${hasFactors ? 'sums[2u * count + index] = dot;' : ''}
}`,
  };
}

/**
 * The first workgroups take LANES channels each, all rows of the bias's sums and of a strength's a channel; one more takes
 * a single strength's; a thread each of the rest takes one factor's.
 */
function sumProgram(variant: Variant): Program {
  const { width, hasFactors, isPerChannel } = variant;
  const type = typeOf(width);
  const outputs = ['dbias', 'dstrength', ...(hasFactors ? ['dlogs'] : [])];
  const typeOfOutput = (name: string) => (name === 'dstrength' && !isPerChannel ? 'f32' : type);
  const single = `
  if (group.x == channelGroups) {
    var all = ${type}();
    for (var i = local; i < rows * settings.channels; i += ${WORKGROUP}u) { all += sums[count + i]; }
    partial[local] = all;
    workgroupBarrier();
    if (local == 0u) {
      var sum = ${type}();
      for (var i = 0u; i < ${WORKGROUP}u; i++) { sum += partial[i]; }
      dstrength[0] = ${width === 1 ? 'sum' : 'dot(sum, vec4f(1.0))'};
    }
    return;
  }`;
  const factorsAfter = isPerChannel ? 'channelGroups' : 'channelGroups - 1u';
  const factors = `
  let plane = (group.x - ${factorsAfter}) * ${WORKGROUP}u + local;
  if (plane >= settings.planes) { return; }
  var sum = ${type}();
  for (var share = 0u; share < settings.shares; share++) { sum += sums[2u * count + share * settings.planes + plane]; }
  dlogs[plane] = sum;`;
  return {
    key: `styledActivationSums,${keyOf(variant)}`,
    code: () => `
struct Settings { channels: u32, planes: u32, shares: u32 }
@group(0) @binding(0) var<storage, read> sums: array<${type}>;
${outputs.map((name, i) => `@group(0) @binding(${i + 1}) var<storage, read_write> ${name}: array<${typeOfOutput(name)}>;`).join('\n')}
@group(0) @binding(${outputs.length + 1}) var<uniform> settings: Settings;
var<workgroup> partial: array<${type}, ${WORKGROUP}>;
fn total(lane: u32, walker: u32, value: ${type}) -> ${type} {
  workgroupBarrier();
  partial[walker * ${LANES}u + lane] = value;
  workgroupBarrier();
  var sum = ${type}();
  for (var i = 0u; i < ${WALKERS}u; i++) { sum += partial[i * ${LANES}u + lane]; }
  return sum;
}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let count = settings.planes * settings.shares;
  let rows = count / settings.channels;
  let channelGroups = (settings.channels + ${LANES - 1}u) / ${LANES}u;
  if (group.x < channelGroups) {
    let lane = local % ${LANES}u;
    let walker = local / ${LANES}u;
    let c = group.x * ${LANES}u + lane;
    // Threads beyond the channels keep step with the barriers but touch nothing.
    let ownRows = select(0u, rows, c < settings.channels);
    var gated = ${type}();
    var noisy = ${type}();
    for (var row = walker; row < ownRows; row += ${WALKERS}u) {
      gated += sums[row * settings.channels + c];
      ${isPerChannel ? 'noisy += sums[count + row * settings.channels + c];' : ''}
    }
    let bias = total(lane, walker, gated);
    ${isPerChannel ? 'let strength = total(lane, walker, noisy);' : ''}
    if (walker == 0u && c < settings.channels) {
      dbias[c] = bias;
      ${isPerChannel ? 'dstrength[c] = strength;' : ''}
    }
    return;
  }${isPerChannel ? '' : single}${hasFactors ? factors : ''}
}`,
  };
}

export interface StyledGradientInputs {
  readonly dy: tf.TensorInfo;
  /** The activation's output. */
  readonly y: tf.TensorInfo;
  readonly noise: tf.TensorInfo;
  readonly strength: tf.TensorInfo;
  readonly bias: tf.TensorInfo;
  readonly factors?: tf.TensorInfo | undefined;
}

export interface StyledGradients<T> {
  readonly dx: T;
  readonly dbias: T;
  /** As strength. */
  readonly dstrength: T;
  /** The gradient of the factors' logarithms, [N,C]: that of the factors times the factors. Only with factors. */
  readonly dlogs?: T;
}

/** dy [N,H,W,C] -> the gradients. With factors the slope must be above 0. */
export function styledActivationGradientFused(
  { dy, y, noise, strength, bias, factors }: StyledGradientInputs,
  { slope, gain, noiseStart, noiseCount }: Activation & NoiseRange,
): StyledGradients<tf.TensorInfo> {
  const [samples, rows, columns, channels] = dy.shape as [number, number, number, number];
  const width = widthOf(channels);
  const variant = { width, hasFactors: factors !== undefined, isPerChannel: sizeOf(strength) > 1 };
  const pixels = rows * columns;
  const share = Math.ceil(pixels / Math.min(MAX_SHARES, Math.ceil(pixels / MIN_PIXELS)));
  const shares = Math.ceil(pixels / share);
  const planes = (samples * channels) / width;
  const dx = emptyTensor(dy.shape);
  const sums = emptyTensor([factors ? 3 : 2, shares, samples, channels]);
  dispatch({
    program: pixelProgram(variant),
    reads: [dy, y, noise, ...(factors ? [factors, bias, strength] : [])],
    writes: [dx, sums],
    uniforms: [
      u32(pixels),
      u32(channels / width),
      u32(planes),
      u32(share),
      u32(shares),
      u32(noiseStart),
      u32(noiseCount),
      f32(slope),
      f32(gain),
      f32(slope > 0 ? 1 / slope : 0),
      f32(1 / gain),
    ],
    workgroups: linearGrid(planes * shares),
  });
  const dbias = emptyTensor(bias.shape);
  const dstrength = emptyTensor(strength.shape);
  const dlogs = factors && emptyTensor(factors.shape);
  const groups =
    Math.ceil(channels / width / LANES) +
    (variant.isPerChannel ? 0 : 1) +
    (factors ? Math.ceil(planes / WORKGROUP) : 0);
  dispatch({
    program: sumProgram(variant),
    reads: [sums],
    writes: [dbias, dstrength, ...(dlogs ? [dlogs] : [])],
    uniforms: [u32(channels / width), u32(planes), u32(shares)],
    workgroups: [groups, 1, 1],
  });
  release(sums);
  return { dx, dbias, dstrength, ...(dlogs ? { dlogs } : {}) };
}
