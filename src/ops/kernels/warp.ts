/**
 * Affine warps by Keys's cubic kernel. A thread of the warp gathers the 16 pixels around its source, for each of the points
 * over which a shrunk pixel is averaged; a thread of the adjoint goes through the tiles of the mirrored plane, and in each
 * through the pixels of the result that can have read its own.
 */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { LINEAR_MAIN, linearGrid, sizeOf } from './wgsl.ts';

/** Shared by both, so that they compute the same weights. */
const HEAD = `
struct Settings { count: u32, height: i32, width: i32, channels: u32 }
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> maps: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
@group(0) @binding(3) var<uniform> settings: Settings;

struct Map {
  /// Images of the result's two axes.
  right: vec2f, down: vec2f,
  /// The source of the result's centre, from the centre of x.
  shift: vec2f,
  /// Half the spread of the points of one pixel, as vectors in x; both zero unless the map shrinks.
  spreadRight: vec2f, spreadDown: vec2f,
  points: u32,
}

/// The points' variance is what a pixel of that size adds to a unit pixel's; the slack is for a rotation's rounding.
fn spread(axis: vec2f) -> vec2f {
  let square = dot(axis, axis);
  return axis * sqrt(max(square - 1.001, 0.0) / (12.0 * max(square, 1.0)));
}

fn mapOf(picture: u32) -> Map {
  let at = 6u * picture;
  let right = vec2f(maps[at], maps[at + 3u]);
  let down = vec2f(maps[at + 1u], maps[at + 4u]);
  let shift = vec2f(maps[at + 2u], maps[at + 5u]) * vec2f(f32(settings.width), f32(settings.height));
  let spreadRight = spread(right);
  let spreadDown = spread(down);
  let isSharp = all(spreadRight == vec2f()) && all(spreadDown == vec2f());
  return Map(right, down, shift, spreadRight, spreadDown, select(4u, 1u, isSharp));
}

fn centre() -> vec2f { return 0.5 * vec2f(f32(settings.width - 1), f32(settings.height - 1)); }

fn source(map: Map, pixel: vec2f) -> vec2f {
  let p = pixel - centre();
  return map.right * p.x + map.down * p.y + map.shift + centre();
}

fn point(map: Map, at: vec2f, number: u32) -> vec2f {
  return at + select(1.0, -1.0, (number & 1u) == 0u) * map.spreadRight + select(1.0, -1.0, (number & 2u) == 0u) * map.spreadDown;
}

fn cubic(t: f32) -> f32 {
  let d = abs(t);
  let near = (1.5 * d - 2.5) * d * d + 1.0;
  let far = ((-0.5 * d + 2.5) * d - 4.0) * d + 2.0;
  return select(select(0.0, far, d < 2.0), near, d < 1.0);
}

fn mirrored(place: i32, side: i32) -> i32 {
  let period = 2 * side;
  let folded = ((place % period) + period) % period;
  return min(folded, period - 1 - folded);
}`;

const PLACE = `
  if (index >= settings.count) { return; }
  let channels = settings.channels;
  let height = settings.height;
  let width = settings.width;
  let c = index % channels;
  let column = i32(index / channels % u32(width));
  let row = i32(index / (channels * u32(width)) % u32(height));
  let picture = index / (channels * u32(width) * u32(height));
  let first = i32(picture) * height * width;
  let map = mapOf(picture);`;

const WARP: Program = {
  key: 'warp2d',
  code: () => `${HEAD}
${LINEAR_MAIN}${PLACE}
  let centreOfPixel = source(map, vec2f(f32(column), f32(row)));
  var sum = 0.0;
  for (var number = 0u; number < map.points; number++) {
    let at = point(map, centreOfPixel, number);
    let corner = vec2i(floor(at));
    for (var dy = -1; dy <= 2; dy++) {
      let weight = cubic(at.y - f32(corner.y + dy));
      let line = first + mirrored(corner.y + dy, height) * width;
      var part = 0.0;
      for (var dx = -1; dx <= 2; dx++) {
        let pixel = u32(line + mirrored(corner.x + dx, width));
        part += cubic(at.x - f32(corner.x + dx)) * x[pixel * channels + c];
      }
      sum += weight * part;
    }
  }
  y[index] = sum / f32(map.points);
}`,
};

/** Tiles further away than this are not looked at: a bound on the loops, beyond what any augmentation reaches. */
const FARTHEST_TILE = 8;

const ADJOINT: Program = {
  key: 'warp2dAdjoint',
  code: () => `${HEAD}
/// The tile of the mirrored plane that a coordinate lies in.
fn tileOf(at: f32, side: i32) -> i32 {
  return i32(clamp(floor((at + 0.5) / f32(side)), -${FARTHEST_TILE}.0, ${FARTHEST_TILE}.0));
}
${LINEAR_MAIN}${PLACE}
  // How far from its source a pixel reads, and with it the box of x that the whole result reads.
  let reach = vec2f(2.0) + abs(map.spreadRight) + abs(map.spreadDown);
  let middle = centre() + map.shift;
  let box = abs(map.right) * centre().x + abs(map.down) * centre().y + reach;
  let last = vec2f(f32(width - 1), f32(height - 1));
  // The inverse of the map's linear part, and the half extents of what it makes of the reach.
  let determinant = map.right.x * map.down.y - map.down.x * map.right.y;
  let backX = vec2f(map.down.y, -map.down.x) / determinant;
  let backY = vec2f(-map.right.y, map.right.x) / determinant;
  let extent = vec2f(dot(abs(backX), reach), dot(abs(backY), reach)) + 0.001;
  var sum = 0.0;
  for (var tileY = tileOf(middle.y - box.y, height); tileY <= tileOf(middle.y + box.y, height); tileY++) {
    for (var tileX = tileOf(middle.x - box.x, width); tileX <= tileOf(middle.x + box.x, width); tileX++) {
      let place = vec2f(
        f32(tileX * width + select(column, width - 1 - column, (tileX & 1) == 1)),
        f32(tileY * height + select(row, height - 1 - row, (tileY & 1) == 1)));
      let offset = place - middle;
      let reader = centre() + vec2f(dot(backX, offset), dot(backY, offset));
      let low = vec2i(clamp(ceil(reader - extent), vec2f(), last + 1.0));
      let high = vec2i(clamp(floor(reader + extent), vec2f(-1.0), last));
      for (var py = low.y; py <= high.y; py++) {
        for (var px = low.x; px <= high.x; px++) {
          let centreOfPixel = source(map, vec2f(f32(px), f32(py)));
          var weight = 0.0;
          for (var number = 0u; number < map.points; number++) {
            let away = point(map, centreOfPixel, number) - place;
            weight += cubic(away.x) * cubic(away.y);
          }
          sum += weight * x[u32(first + py * width + px) * channels + c];
        }
      }
    }
  }
  y[index] = sum / f32(map.points);
}`,
};

/** x [N,H,W,C], maps [N,6] -> [N,H,W,C]. */
export function warpFused(x: tf.TensorInfo, maps: tf.TensorInfo): tf.TensorInfo {
  return run(WARP, x, maps);
}

/** dy [N,H,W,C], maps [N,6] -> [N,H,W,C]. */
export function warpAdjointFused(dy: tf.TensorInfo, maps: tf.TensorInfo): tf.TensorInfo {
  return run(ADJOINT, dy, maps);
}

function run(program: Program, x: tf.TensorInfo, maps: tf.TensorInfo): tf.TensorInfo {
  const [, height, width, channels] = x.shape as [number, number, number, number];
  const y = emptyTensor(x.shape);
  const count = sizeOf(x);
  dispatch({
    program,
    reads: [x, maps],
    writes: [y],
    uniforms: [u32(count), u32(height), u32(width), u32(channels)],
    workgroups: linearGrid(count),
  });
  return y;
}
