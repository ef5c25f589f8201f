/**
 * Minibatch deviation, its gradient, and the gradients of that, one dispatch each: a workgroup owns a group of samples and
 * walks over their features in fixed order.
 */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { EPSILON, type Grouping } from '../references/minibatchStd.ts';

/** Threads a workgroup: there are few groups, so each gets as many as every WebGPU device takes. */
const THREADS = 256;

const HEAD = `
struct Settings { groups: u32, size: u32, pixels: u32, channels: u32, epsilon: f32 }
var<workgroup> partial: array<f32, ${THREADS}>;
/** The sum over all threads, for all of them. */
fn total(thread: u32, value: f32) -> f32 {
  workgroupBarrier();
  partial[thread] = value;
  workgroupBarrier();
  for (var half = ${THREADS / 2}u; half > 0u; half /= 2u) {
    if (thread < half) { partial[thread] += partial[thread + half]; }
    workgroupBarrier();
  }
  return partial[0];
}
/** Member k of workgroup g. */
fn sample(g: u32, k: u32) -> u32 {
  return (g / settings.groups * settings.size + k) * settings.groups + g % settings.groups;
}
fn featuresAt(g: u32, k: u32) -> u32 { return sample(g, k) * settings.pixels * settings.channels; }
/** Where a sample's features lie in pictures of one channel more, and where feature j lies among them. */
fn widenedAt(g: u32, k: u32) -> u32 { return sample(g, k) * settings.pixels * (settings.channels + 1u); }
fn widened(j: u32) -> u32 { return j + j / settings.channels; }
/**
 * Of feature j over the members. rest: the mean of what is left beside the mean, because where members hardly differ, the
 * mean's rounding is much beside their differences.
 */
struct Moments { mean: f32, rest: f32, deviation: f32 }
fn moments(g: u32, j: u32) -> Moments {
  var mean = 0.0;
  for (var k = 0u; k < settings.size; k++) { mean += x[featuresAt(g, k) + j]; }
  mean /= f32(settings.size);
  var rest = 0.0;
  for (var k = 0u; k < settings.size; k++) { rest += x[featuresAt(g, k) + j] - mean; }
  rest /= f32(settings.size);
  var squares = 0.0;
  for (var k = 0u; k < settings.size; k++) { let d = x[featuresAt(g, k) + j] - mean - rest; squares += d * d; }
  return Moments(mean, rest, sqrt(squares / f32(settings.size) + settings.epsilon));
}
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let g = group.x;
  let features = settings.pixels * settings.channels;
  let weight = 1.0 / f32(features * settings.size);`;

/** The group's sum of the last channel of dy. */
const GATHER = `
  var own = 0.0;
  for (var i = thread; i < settings.size * settings.pixels; i += ${THREADS}u) {
    own += dy[widenedAt(g, i / settings.pixels) + i % settings.pixels * (settings.channels + 1u) + settings.channels];
  }
  let gathered = total(thread, own);`;

/** Writes `value` into the last channel of all the group's pictures. */
const spread = (target: string, value: string) => `
  for (var i = thread; i < settings.size * settings.pixels; i += ${THREADS}u) {
    let pixel = i % settings.pixels * (settings.channels + 1u) + settings.channels;
    ${target}[widenedAt(g, i / settings.pixels) + pixel] = ${value};
  }`;

const eachFeature = (body: string) => `for (var j = thread; j < features; j += ${THREADS}u) {${body}}`;
const eachMember = (body: string) => `for (var k = 0u; k < settings.size; k++) {${body}}`;

function program(name: string, reads: readonly string[], writes: readonly string[], body: string): Program {
  const bindings = [
    ...reads.map((read, i) => `@group(0) @binding(${i}) var<storage, read> ${read}: array<f32>;`),
    ...writes.map(
      (write, i) => `@group(0) @binding(${reads.length + i}) var<storage, read_write> ${write}: array<f32>;`,
    ),
    `@group(0) @binding(${reads.length + writes.length}) var<uniform> settings: Settings;`,
  ];
  return { key: name, code: () => `${bindings.join('\n')}${HEAD}${body}\n}` };
}

const FORWARD = program(
  'minibatchStd',
  ['x'],
  ['y'],
  `
  var sum = 0.0;
  ${eachFeature(`
    sum += moments(g, j).deviation;
    ${eachMember('y[widenedAt(g, k) + widened(j)] = x[featuresAt(g, k) + j];')}`)}
  let statistic = total(thread, sum) / f32(features);
  ${spread('y', 'statistic')}`,
);

const GRADIENT = program(
  'minibatchStdGradient',
  ['dy', 'x'],
  ['dx'],
  `${GATHER}
  ${eachFeature(`
    let own = moments(g, j);
    let slope = gathered * weight / own.deviation;
    ${eachMember(`
      let at = featuresAt(g, k) + j;
      dx[at] = dy[widenedAt(g, k) + widened(j)] + slope * (x[at] - own.mean - own.rest);`)}`)}`,
);

const CURVATURE = program(
  'minibatchStdCurvature',
  ['u', 'dy', 'x'],
  ['ddy', 'dx'],
  `${GATHER}
  var sum = 0.0;
  ${eachFeature(`
    let own = moments(g, j);
    var product = 0.0;
    var mean = 0.0;
    ${eachMember('let at = featuresAt(g, k) + j; product += u[at] * (x[at] - own.mean - own.rest); mean += u[at];')}
    mean /= f32(settings.size);
    var rest = 0.0;
    ${eachMember('rest += u[featuresAt(g, k) + j] - mean;')}
    rest /= f32(settings.size);
    let along = product / own.deviation;
    sum += along;
    let slope = gathered * weight / own.deviation;
    let bend = along / (own.deviation * f32(settings.size));
    ${eachMember(`
      let at = featuresAt(g, k) + j;
      ddy[widenedAt(g, k) + widened(j)] = u[at];
      dx[at] = slope * (u[at] - mean - rest - bend * (x[at] - own.mean - own.rest));`)}`)}
  let all = total(thread, sum) * weight;
  ${spread('ddy', 'all')}`,
);

function run(
  kernel: Program,
  reads: readonly tf.TensorInfo[],
  writes: readonly tf.TensorInfo[],
  x: tf.TensorInfo,
  { sets, size }: Grouping,
): void {
  const [count, height, width, channels] = x.shape as [number, number, number, number];
  const all = count / size;
  const uniforms = [u32(all / sets), u32(size), u32(height * width), u32(channels), f32(EPSILON)];
  dispatch({ program: kernel, reads, writes, uniforms, workgroups: [all, 1, 1] });
}

/** x [N,H,W,C] -> [N,H,W,C+1]. */
export function minibatchStdFused(x: tf.TensorInfo, grouping: Grouping): tf.TensorInfo {
  const [count, height, width, channels] = x.shape as [number, number, number, number];
  const y = emptyTensor([count, height, width, channels + 1]);
  run(FORWARD, [x], [y], x, grouping);
  return y;
}

/** dy [N,H,W,C+1], x [N,H,W,C] -> the gradient of x. */
export function minibatchStdGradientFused(dy: tf.TensorInfo, x: tf.TensorInfo, grouping: Grouping): tf.TensorInfo {
  const dx = emptyTensor(x.shape);
  run(GRADIENT, [dy, x], [dx], x, grouping);
  return dx;
}

/** The gradients of <u, minibatchStdGradient(dy, x)> into ddy and dx, of the shapes of dy and x. */
export function minibatchStdCurvatureFused(
  u: tf.TensorInfo,
  dy: tf.TensorInfo,
  x: tf.TensorInfo,
  grouping: Grouping,
  [ddy, dx]: readonly [tf.TensorInfo, tf.TensorInfo],
): void {
  run(CURVATURE, [u, dy, x], [ddy, dx], x, grouping);
}
