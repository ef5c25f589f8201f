/** Draws what is done to each picture from the counter-based generator, at a probability that lies on the GPU: a thread a picture. */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { type AugmentSettings, BLOCK_COUNT, BLOCKS } from '../augmentStrengths.ts';
import type { Draw } from '../randomNormal.ts';
import { PHILOX, stepWords } from './philox.ts';
import { LINEAR_MAIN, linearGrid } from './wgsl.ts';

/** In the order of the uniform block. */
const STRENGTHS = [
  'shiftUnit',
  'xFlip',
  'turn90',
  'integerShift',
  'isotropicScale',
  'rotation',
  'anisotropicScale',
  'fractionalShift',
  'brightness',
  'contrast',
  'noise',
  'cutout',
] as const satisfies readonly (keyof AugmentSettings)[];

/** Numbers of a map, and of a picture's colours. */
const ROW = 6;
const STRAIGHT_ANGLE = 180;

const PARAMETERS: Program = {
  key: 'augmentParameters',
  code: () => `
struct Settings {
  count: u32, seed: u32, stream: u32, stepLow: u32, stepHigh: u32,
  ${STRENGTHS.map((name) => `${name}: f32`).join(', ')}
}
@group(0) @binding(0) var<storage, read> p: array<f32>;
@group(0) @binding(1) var<storage, read_write> maps: array<f32>;
@group(0) @binding(2) var<storage, read_write> colors: array<f32>;
@group(0) @binding(3) var<uniform> settings: Settings;
${PHILOX}
struct Affine { right: vec2f, down: vec2f, shift: vec2f }

/// First inner, then outer.
fn composed(outer: Affine, inner: Affine) -> Affine {
  return Affine(
    outer.right * inner.right.x + outer.down * inner.right.y,
    outer.right * inner.down.x + outer.down * inner.down.y,
    outer.shift + outer.right * inner.shift.x + outer.down * inner.shift.y);
}

fn shifted(by: vec2f) -> Affine { return Affine(vec2f(1.0, 0.0), vec2f(0.0, 1.0), -by); }
fn scaled(x: f32, y: f32) -> Affine { return Affine(vec2f(x, 0.0), vec2f(0.0, y), vec2f()); }
fn turned(turn: vec2f) -> Affine { return Affine(turn, vec2f(-turn.y, turn.x), vec2f()); }

fn unit(word: u32) -> f32 { return f32(word >> 8u) * 5.9604645e-8; }
fn units(words: vec4u) -> vec2f { return vec2f(unit(words.z), unit(words.w)); }
fn isChosen(words: vec4u) -> bool { return unit(words.x) < p[0]; }

/// u < 1 - sqrt(1 - p), without the root. The angle's nearest quarter turn is split off.
fn rotation(words: vec4u) -> Affine {
  let rest = 1.0 - unit(words.x);
  if (!(1.0 - p[0] < rest * rest)) { return scaled(1.0, 1.0); }
  let quarters = (2.0 * unit(words.z) - 1.0) * settings.rotation * 2.0;
  let nearest = floor(quarters + 0.5);
  return turned(quarterTurn((quarters - nearest) * 1.57079633, u32(i32(nearest) + 4)));
}

${LINEAR_MAIN}
  if (index >= settings.count) { return; }
  let first = ${BLOCK_COUNT}u * index;
  var map = scaled(1.0, 1.0);
  var words = philox(first + ${BLOCKS.xFlip}u);
  if (settings.xFlip > 0.0 && isChosen(words)) { map = composed(map, scaled(1.0 - 2.0 * floor(2.0 * unit(words.z)), 1.0)); }
  words = philox(first + ${BLOCKS.turn90}u);
  if (settings.turn90 > 0.0 && isChosen(words)) { map = composed(map, turned(quarterTurn(0.0, u32(4.0 * unit(words.z))))); }
  words = philox(first + ${BLOCKS.integerShift}u);
  if (settings.integerShift > 0.0 && isChosen(words)) {
    let reach = settings.integerShift * settings.shiftUnit;
    map = composed(map, shifted(floor((2.0 * units(words) - 1.0) * reach + 0.5) / settings.shiftUnit));
  }
  words = philox(first + ${BLOCKS.isotropicScale}u);
  if (settings.isotropicScale > 0.0 && isChosen(words)) {
    let back = exp2(-settings.isotropicScale * pair(words.z, words.w).x);
    map = composed(map, scaled(back, back));
  }
  if (settings.rotation > 0.0) { map = composed(map, rotation(philox(first + ${BLOCKS.rotationBefore}u))); }
  words = philox(first + ${BLOCKS.anisotropicScale}u);
  if (settings.anisotropicScale > 0.0 && isChosen(words)) {
    let stretch = settings.anisotropicScale * pair(words.z, words.w).x;
    map = composed(map, scaled(exp2(-stretch), exp2(stretch)));
  }
  if (settings.rotation > 0.0) { map = composed(map, rotation(philox(first + ${BLOCKS.rotationAfter}u))); }
  words = philox(first + ${BLOCKS.fractionalShift}u);
  if (settings.fractionalShift > 0.0 && isChosen(words)) {
    map = composed(map, shifted(settings.fractionalShift * pair(words.z, words.w)));
  }
  let to = ${ROW}u * index;
  maps[to] = map.right.x;
  maps[to + 1u] = map.down.x;
  maps[to + 2u] = map.shift.x;
  maps[to + 3u] = map.right.y;
  maps[to + 4u] = map.down.y;
  maps[to + 5u] = map.shift.y;

  var brightness = 0.0;
  words = philox(first + ${BLOCKS.brightness}u);
  if (isChosen(words)) { brightness = settings.brightness * pair(words.z, words.w).x; }
  var contrast = 1.0;
  words = philox(first + ${BLOCKS.contrast}u);
  if (settings.contrast > 0.0 && isChosen(words)) { contrast = exp2(settings.contrast * pair(words.z, words.w).x); }
  var sigma = 0.0;
  words = philox(first + ${BLOCKS.noise}u);
  if (isChosen(words)) { sigma = settings.noise * abs(pair(words.z, words.w).x); }
  words = philox(first + ${BLOCKS.cutout}u);
  let hole = units(words);
  colors[to] = contrast;
  colors[to + 1u] = contrast * brightness;
  colors[to + 2u] = sigma;
  colors[to + 3u] = hole.x;
  colors[to + 4u] = hole.y;
  colors[to + 5u] = select(0.0, 0.5 * settings.cutout, isChosen(words));
}`,
};

/** p: one number -> maps [count,6] and colors [count,6]. */
export function augmentParametersFused(
  p: tf.TensorInfo,
  count: number,
  settings: AugmentSettings,
  { seed, stream, step }: Draw,
): { maps: tf.TensorInfo; colors: tf.TensorInfo } {
  const maps = emptyTensor([count, ROW]);
  const colors = emptyTensor([count, ROW]);
  const strengths = { ...settings, rotation: settings.rotation / STRAIGHT_ANGLE };
  dispatch({
    program: PARAMETERS,
    reads: [p],
    writes: [maps, colors],
    uniforms: [
      u32(count),
      u32(seed),
      u32(stream),
      ...stepWords(step),
      ...STRENGTHS.map((name) => f32(strengths[name])),
    ],
    workgroups: linearGrid(count),
  });
  return { maps, colors };
}
