/**
 * What a modulated convolution needs beside the convolution: demodulation factors made of style and filter in one
 * dispatch, and the gradients of its input, style and filter, those of the demodulation added in.
 */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import type { FilterShares } from './conv2dFilter.ts';
import { reducePlanes } from './reducePlanes.ts';
import { LINEAR_MAIN, linearGrid, powerOfTwoFrom, release, sizeOf, typeOf, WORKGROUP, widthOf } from './wgsl.ts';

/** Neighbouring outputs that a workgroup of the factors owns: 32 contiguous bytes. */
const OUTPUTS = 8;
const OUTPUT_WALKERS = WORKGROUP / OUTPUTS;

const FACTORS: Program = {
  key: 'modulationFactors',
  code: () => `
struct Settings { samples: u32, taps: u32, inputs: u32, outputs: u32, gain: f32, epsilon: f32 }
@group(0) @binding(0) var<storage, read> style: array<f32>;
@group(0) @binding(1) var<storage, read> weights: array<f32>;
@group(0) @binding(2) var<storage, read_write> factors: array<f32>;
@group(0) @binding(3) var<storage, read_write> energy: array<f32>;
@group(0) @binding(4) var<uniform> settings: Settings;
@compute @workgroup_size(${OUTPUTS}, ${OUTPUT_WALKERS})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let o = group.x * ${OUTPUTS}u + local.x;
  // Threads beyond the outputs keep step with the barrier but touch nothing.
  let isInside = o < settings.outputs;
  let inputs = select(0u, settings.inputs, isInside);
  for (var i = local.y; i < inputs; i += ${OUTPUT_WALKERS}u) {
    var sum = 0.0;
    for (var tap = 0u; tap < settings.taps; tap++) {
      let weight = weights[(tap * inputs + i) * settings.outputs + o];
      sum += weight * weight;
    }
    energy[i * settings.outputs + o] = sum;
  }
  storageBarrier();
  let samples = select(0u, settings.samples, isInside);
  for (var n = local.y; n < samples; n += ${OUTPUT_WALKERS}u) {
    var sum = 0.0;
    for (var i = 0u; i < inputs; i++) {
      let s = style[n * inputs + i];
      sum += s * s * energy[i * settings.outputs + o];
    }
    factors[n * settings.outputs + o] = inverseSqrt(settings.gain * sum + settings.epsilon);
  }
}`,
};

/** What the factors are made with: (gain * sum of (style * filter)^2 + epsilon)^(-1/2). */
interface Settings {
  readonly gain: number;
  readonly epsilon: number;
}

/** style [N,I], filter [k,k,I,O] -> factors [N,O], and the filter's energy: its squares summed over the taps, [I,O]. */
export function modulationFactorsFused(
  style: tf.TensorInfo,
  filter: tf.TensorInfo,
  { gain, epsilon }: Settings,
): [factors: tf.TensorInfo, energy: tf.TensorInfo] {
  const [kernel, , inputs, outputs] = filter.shape as [number, number, number, number];
  const samples = style.shape[0] as number;
  const factors = emptyTensor([samples, outputs]);
  const energy = emptyTensor([inputs, outputs]);
  dispatch({
    program: FACTORS,
    reads: [style, filter],
    writes: [factors, energy],
    uniforms: [u32(samples), u32(kernel * kernel), u32(inputs), u32(outputs), f32(gain), f32(epsilon)],
    workgroups: [Math.ceil(outputs / OUTPUTS), 1, 1],
  });
  return [factors, energy];
}

/** What the gradients through the demodulation are made of. */
export interface Demodulated {
  readonly factors: tf.TensorInfo;
  readonly energy: tf.TensorInfo;
  /** The gradient of the factors' logarithms, [N,O]. */
  readonly dlogs: tf.TensorInfo;
  /** The factors' own. */
  readonly gain: number;
}

/** Neighbouring channels of a workgroup: 2 vec4 are 32 contiguous bytes, and few make many workgroups. */
const LANES = 2;
/** Most pixels that one workgroup sums over: beyond, several share a picture, and a second pass adds them. */
const MAX_PIXELS = 1024;

function gradientProgram(width: 1 | 4, lanes: number): Program {
  const type = typeOf(width);
  const walkers = WORKGROUP / lanes;
  const energies =
    width === 1
      ? 'energy[c * settings.outputs + o]'
      : `vec4f(${[0, 1, 2, 3].map((k) => `energy[(4u * c + ${k}u) * settings.outputs + o]`).join(', ')})`;
  return {
    key: `modulationGradient,${width},${lanes}`,
    code: () => `
struct Settings { pixels: u32, channels: u32, outputs: u32, samples: u32, share: u32, gain: f32 }
@group(0) @binding(0) var<storage, read> dstyled: array<${type}>;
@group(0) @binding(1) var<storage, read> x: array<${type}>;
@group(0) @binding(2) var<storage, read> style: array<${type}>;
@group(0) @binding(3) var<storage, read> factors: array<f32>;
@group(0) @binding(4) var<storage, read> energy: array<f32>;
@group(0) @binding(5) var<storage, read> dlogs: array<f32>;
@group(0) @binding(6) var<storage, read_write> dx: array<${type}>;
@group(0) @binding(7) var<storage, read_write> dstyle: array<${type}>;
@group(0) @binding(8) var<uniform> settings: Settings;
var<workgroup> partial: array<${type}, ${WORKGROUP}>;
@compute @workgroup_size(${lanes}, ${walkers})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let c = group.x * ${lanes}u + local.x;
  // Threads beyond the channels keep step with the barrier but touch nothing.
  let isInside = c < settings.channels;
  let n = group.y;
  let plane = n * settings.channels + c;
  let scale = style[min(plane, settings.samples * settings.channels - 1u)];
  let end = select(0u, min(settings.pixels, (group.z + 1u) * settings.share), isInside);
  var sum = ${type}();
  for (var p = group.z * settings.share + local.y; p < end; p += ${walkers}u) {
    let at = (n * settings.pixels + p) * settings.channels + c;
    let d = dstyled[at];
    sum += x[at] * d;
    dx[at] = scale * d;
  }
  if (group.z == 0u && isInside) {
    var through = ${type}();
    for (var o = local.y; o < settings.outputs; o += ${walkers}u) {
      let factor = factors[n * settings.outputs + o];
      through += dlogs[n * settings.outputs + o] * factor * factor * ${energies};
    }
    sum -= settings.gain * scale * through;
  }
  partial[local.y * ${lanes}u + local.x] = sum;
  workgroupBarrier();
  if (local.y > 0u || !isInside) { return; }
  var total = ${type}();
  for (var i = 0u; i < ${walkers}u; i++) { total += partial[i * ${lanes}u + local.x]; }
  dstyle[group.z * settings.samples * settings.channels + plane] = total;
}`,
  };
}

/** dstyled: of x * style. dstyled and x [N,H,W,I], style [N,I] -> the gradients of x and style. */
export function modulationGradientFused(
  dstyled: tf.TensorInfo,
  x: tf.TensorInfo,
  style: tf.TensorInfo,
  { factors, energy, dlogs, gain }: Demodulated,
): [dx: tf.TensorInfo, dstyle: tf.TensorInfo] {
  const [samples, height, columns, channels] = x.shape as [number, number, number, number];
  const pixels = height * columns;
  const width = widthOf(channels);
  const groups = channels / width;
  const lanes = Math.min(LANES, powerOfTwoFrom(groups));
  const shares = Math.ceil(pixels / MAX_PIXELS);
  const dx = emptyTensor(x.shape);
  const sums = emptyTensor(shares === 1 ? style.shape : [shares, samples, channels]);
  dispatch({
    program: gradientProgram(width, lanes),
    reads: [dstyled, x, style, factors, energy, dlogs],
    writes: [dx, sums],
    uniforms: [
      u32(pixels),
      u32(groups),
      u32(factors.shape[1] as number),
      u32(samples),
      u32(Math.ceil(pixels / shares)),
      f32(gain),
    ],
    workgroups: [Math.ceil(groups / lanes), samples, shares],
  });
  if (shares === 1) return [dx, sums];
  const dstyle = reducePlanes(sums, shares, style.shape);
  release(sums);
  return [dx, dstyle];
}

function filterProgram(width: 1 | 4): Program {
  const type = typeOf(width);
  return {
    key: `modulationFilter,${width}`,
    code: () => `
struct Settings { count: u32, samples: u32, taps: u32, inputs: u32, outputs: u32, planes: u32, gain: f32 }
@group(0) @binding(0) var<storage, read> weights: array<${type}>;
@group(0) @binding(1) var<storage, read> style: array<f32>;
@group(0) @binding(2) var<storage, read> factors: array<${type}>;
@group(0) @binding(3) var<storage, read> dlogs: array<${type}>;
@group(0) @binding(4) var<storage, read> sums: array<${type}>;
@group(0) @binding(5) var<storage, read_write> dweights: array<${type}>;
@group(0) @binding(6) var<uniform> settings: Settings;
${LINEAR_MAIN}
  if (index >= settings.count) { return; }
  let i = index / settings.outputs;
  let o = index % settings.outputs;
  var sum = ${type}();
  for (var n = 0u; n < settings.samples; n++) {
    let s = style[n * settings.inputs + i];
    let factor = factors[n * settings.outputs + o];
    sum += s * s * dlogs[n * settings.outputs + o] * factor * factor;
  }
  for (var tap = 0u; tap < settings.taps; tap++) {
    let at = tap * settings.count + index;
    var direct = ${type}();
    for (var plane = 0u; plane < settings.planes; plane++) { direct += sums[plane * settings.taps * settings.count + at]; }
    dweights[at] = direct - settings.gain * sum * weights[at];
  }
}`,
  };
}

/** Adds up the shares of the gradient of the filter [k,k,I,O], and the gradient through the demodulation. */
export function modulatedFilterGradientFused(
  { sums, planes }: FilterShares,
  filter: tf.TensorInfo,
  style: tf.TensorInfo,
  { factors, dlogs, gain }: Demodulated,
): tf.TensorInfo {
  const [kernel, , inputs, outputs] = filter.shape as [number, number, number, number];
  const width = widthOf(outputs);
  const taps = kernel * kernel;
  const count = sizeOf(filter) / width / taps;
  const dfilter = emptyTensor(filter.shape);
  dispatch({
    program: filterProgram(width),
    reads: [filter, style, factors, dlogs, sums],
    writes: [dfilter],
    uniforms: [
      u32(count),
      u32(style.shape[0] as number),
      u32(taps),
      u32(inputs),
      u32(outputs / width),
      u32(planes),
      f32(gain),
    ],
    workgroups: linearGrid(count),
  });
  return dfilter;
}
