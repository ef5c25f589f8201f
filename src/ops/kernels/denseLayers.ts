/**
 * Several dense layers of one input whose parameters lie in one buffer: their outputs, and all gradients, each in as few
 * dispatches as the number of buffers that a kernel may bind allows. Small sums, a thread a result, in order.
 */
import { deviceInUse, emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program, u32, type Word } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { LINEAR_MAIN, linearGrid, sizeOf, typeOf, unroll, VEC } from './wgsl.ts';

/** Where in the buffer of all parameters a layer's are. */
export interface DensePlace {
  /** Elements before its weight [I,O], and before its bias [O]. */
  readonly weight: number;
  readonly bias: number;
  readonly outputs: number;
}

/** Buffers that every kernel binds beside those of its layers: the input or its gradient, and the parameters. */
const SHARED_BUFFERS = 2;
/** A layer's buffers where its parameters' gradients are made: dy, and the two gradients. */
const GRADIENT_BUFFERS = 3;

function chunks<T>(all: readonly T[], most: number): T[][] {
  const size = Math.max(1, most);
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}

function buffersLeft(): number {
  return deviceInUse().limits.maxStorageBuffersPerShaderStage - SHARED_BUFFERS;
}

/** Layers whose parameters' gradients one kernel can make. */
export function layersAtOnce(): number {
  return Math.max(1, Math.floor(buffersLeft() / GRADIENT_BUFFERS));
}

const widthOfAll = (places: readonly DensePlace[]): 1 | 4 =>
  places.every(({ outputs }) => outputs % VEC === 0) ? VEC : 1;

/** Rows and inputs of x, then of each layer where its parameters are and how many outputs it has, by `width` elements. */
const settingsOf = (count: number) => `
struct Settings { rows: u32, features: u32, gain: f32, ${unroll(count, (l) => `weight${l}: u32, bias${l}: u32, outputs${l}: u32,`)} }`;

function wordsOf(x: readonly number[], gain: number, places: readonly DensePlace[], width: number): Word[] {
  const [rows, features] = x as [number, number];
  return [
    u32(rows),
    u32(features),
    f32(gain),
    ...places.flatMap(({ weight, bias, outputs }) => [u32(weight / width), u32(bias / width), u32(outputs / width)]),
  ];
}

const binding = (i: number, name: string, type: string, access = 'read') =>
  `@group(0) @binding(${i}) var<storage, ${access}> ${name}: array<${type}>;`;

function forwardProgram(width: 1 | 4, count: number): Program {
  const type = typeOf(width);
  const layer = (l: number) => `
  if (left < settings.rows * settings.outputs${l}) {
    let o = left % settings.outputs${l};
    let row = left / settings.outputs${l} * settings.features;
    var sum = ${type}();
    for (var k = 0u; k < settings.features; k++) {
      sum += x[row + k] * parameters[settings.weight${l} + k * settings.outputs${l} + o];
    }
    y${l}[left] = settings.gain * sum + parameters[settings.bias${l} + o];
    return;
  }
  left -= settings.rows * settings.outputs${l};`;
  return {
    key: `denseLayers,${width},${count}`,
    code: () => `${settingsOf(count)}
${binding(0, 'x', 'f32')}
${binding(1, 'parameters', type)}
${unroll(count, (l) => binding(2 + l, `y${l}`, type, 'read_write'))}
@group(0) @binding(${2 + count}) var<uniform> settings: Settings;
${LINEAR_MAIN}
  var left = index;
  ${unroll(count, layer)}
}`,
  };
}

/** gain * x weight + bias of each layer, [N,O]. x [N,I]; parameters: all of them. */
export function denseLayersFused(
  x: tf.TensorInfo,
  parameters: tf.TensorInfo,
  gain: number,
  places: readonly DensePlace[],
): tf.TensorInfo[] {
  const rows = x.shape[0] as number;
  const width = widthOfAll(places);
  return chunks(places, buffersLeft()).flatMap((chunk) => {
    const made = chunk.map(({ outputs }) => emptyTensor([rows, outputs]));
    dispatch({
      program: forwardProgram(width, chunk.length),
      reads: [x, parameters],
      writes: made,
      uniforms: wordsOf(x.shape, gain, chunk, width),
      workgroups: linearGrid(made.reduce((sum, tensor) => sum + sizeOf(tensor), 0) / width),
    });
    return made;
  });
}

function inputProgram(width: 1 | 4, count: number, isAdded: boolean): Program {
  const type = typeOf(width);
  const layer = (l: number) => `
  for (var o = 0u; o < settings.outputs${l}; o++) {
    sum += dy${l}[row * settings.outputs${l} + o] * parameters[settings.weight${l} + k * settings.outputs${l} + o];
  }`;
  const total = width === 1 ? 'sum' : 'dot(sum, vec4f(1.0))';
  return {
    key: `denseLayersInput,${width},${count},${isAdded}`,
    code: () => `${settingsOf(count)}
${binding(0, 'parameters', type)}
${unroll(count, (l) => binding(1 + l, `dy${l}`, type))}
${binding(1 + count, 'dx', 'f32', 'read_write')}
@group(0) @binding(${2 + count}) var<uniform> settings: Settings;
${LINEAR_MAIN}
  if (index >= settings.rows * settings.features) { return; }
  let row = index / settings.features;
  let k = index % settings.features;
  var sum = ${type}();
  ${unroll(count, layer)}
  dx[index] = ${isAdded ? 'dx[index] + ' : ''}settings.gain * ${total};
}`,
  };
}

/** The sum over layers of gain * dy weight^T, into dx [N,I]. dys: [N,O] each. */
export function denseLayersInputFused(
  dys: readonly tf.TensorInfo[],
  parameters: tf.TensorInfo,
  gain: number,
  places: readonly DensePlace[],
  dx: tf.TensorInfo,
): void {
  const width = widthOfAll(places);
  const layers = places.map((place, l) => ({ place, dy: dys[l] as tf.TensorInfo }));
  chunks(layers, buffersLeft()).forEach((chunk, i) => {
    dispatch({
      program: inputProgram(width, chunk.length, i > 0),
      reads: [parameters, ...chunk.map(({ dy }) => dy)],
      writes: [dx],
      uniforms: wordsOf(
        dx.shape,
        gain,
        chunk.map(({ place }) => place),
        width,
      ),
      workgroups: linearGrid(sizeOf(dx)),
    });
  });
}

function parametersProgram(width: 1 | 4, count: number): Program {
  const type = typeOf(width);
  const layer = (l: number) => `
  if (left < settings.features * settings.outputs${l}) {
    let o = left % settings.outputs${l};
    let k = left / settings.outputs${l};
    var sum = ${type}();
    var all = ${type}();
    for (var row = 0u; row < settings.rows; row++) {
      let d = dy${l}[row * settings.outputs${l} + o];
      sum += d * x[row * settings.features + k];
      all += d;
    }
    dweight${l}[left] = settings.gain * sum;
    if (k == 0u) { dbias${l}[o] = all; }
    return;
  }
  left -= settings.features * settings.outputs${l};`;
  return {
    key: `denseLayersParameters,${width},${count}`,
    code: () => `${settingsOf(count)}
${binding(0, 'x', 'f32')}
${unroll(count, (l) => binding(1 + l, `dy${l}`, type))}
${unroll(count, (l) => binding(1 + count + 2 * l, `dweight${l}`, type, 'read_write'))}
${unroll(count, (l) => binding(2 + count + 2 * l, `dbias${l}`, type, 'read_write'))}
@group(0) @binding(${1 + GRADIENT_BUFFERS * count}) var<uniform> settings: Settings;
${LINEAR_MAIN}
  var left = index;
  ${unroll(count, layer)}
}`,
  };
}

/** Into gradients, of each layer its weight's [I,O] and its bias's [O], for layersAtOnce() layers at most. */
export function denseLayersParametersFused(
  x: tf.TensorInfo,
  dys: readonly tf.TensorInfo[],
  gain: number,
  places: readonly DensePlace[],
  gradients: readonly tf.TensorInfo[],
): void {
  const width = widthOfAll(places);
  const features = x.shape[1] as number;
  dispatch({
    program: parametersProgram(width, places.length),
    reads: [x, ...dys],
    writes: gradients,
    uniforms: wordsOf(x.shape, gain, places, width),
    workgroups: linearGrid(places.reduce((sum, { outputs }) => sum + outputs * features, 0) / width),
  });
}
