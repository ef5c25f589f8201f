/** Brightness, contrast, noise and hole in one pass, affine or the linear part alone. */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { LINEAR_MAIN, linearGrid, sizeOf } from './wgsl.ts';

type Part = 'affine' | 'linear';

function program(part: Part, hasNoise: boolean): Program {
  const bias = part === 'affine' ? ' + colors[at + 1u]' : '';
  const noise = hasNoise ? ' + colors[at + 2u] * noise[index]' : '';
  return {
    key: `colorize,${part},${hasNoise}`,
    code: () => `
struct Settings { count: u32, height: u32, width: u32, channels: u32 }
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> colors: array<f32>;
${hasNoise ? '@group(0) @binding(2) var<storage, read> noise: array<f32>;' : ''}
@group(0) @binding(${hasNoise ? '3' : '2'}) var<storage, read_write> y: array<f32>;
@group(0) @binding(${hasNoise ? '4' : '3'}) var<uniform> settings: Settings;
${LINEAR_MAIN}
  if (index >= settings.count) { return; }
  let pixel = index / settings.channels;
  let row = pixel / settings.width;
  let at = 6u * (row / settings.height);
  let place = vec2f(
    (f32(pixel % settings.width) + 0.5) / f32(settings.width),
    (f32(row % settings.height) + 0.5) / f32(settings.height));
  let away = abs(place - vec2f(colors[at + 3u], colors[at + 4u]));
  let isInside = all(away < vec2f(colors[at + 5u]));
  y[index] = select(colors[at] * x[index]${bias}${noise}, 0.0, isInside);
}`,
  };
}

/** x [N,H,W,C], colors [N,6], noise [N,H,W,C] or none -> [N,H,W,C]. */
export function colorizeFused(
  x: tf.TensorInfo,
  colors: tf.TensorInfo,
  part: Part,
  noise?: tf.TensorInfo,
): tf.TensorInfo {
  const [, height, width, channels] = x.shape as [number, number, number, number];
  const y = emptyTensor(x.shape);
  const count = sizeOf(x);
  dispatch({
    program: program(part, noise !== undefined),
    reads: noise ? [x, colors, noise] : [x, colors],
    writes: [y],
    uniforms: [u32(count), u32(height), u32(width), u32(channels)],
    workgroups: linearGrid(count),
  });
  return y;
}
