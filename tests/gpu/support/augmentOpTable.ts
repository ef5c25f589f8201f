/**
 * The augmentation's ops as rows of the op table: pictures are differentiated, maps and colours are fixed. The maps are
 * chosen to shift, flip, turn, shrink, enlarge, shear and reach over the border.
 */
import * as tf from '../../../src/gpu/tf.ts';
import { colorize } from '../../../src/ops/colorize.ts';
import { warp2d, warp2dAdjoint } from '../../../src/ops/warp.ts';
import { values } from './derivatives.ts';
import type { OpCase } from './opTable.ts';

const EXACT_STEP = 0.25;

/** Rows of six, one a map. */
export const MAPS = {
  identity: [1, 0, 0, 0, 1, 0],
  shift: [1, 0, 0.25, 0, 1, -0.5],
  turn: [0, -1, 0, 1, 0, 0],
  flip: [-1, 0, 0, 0, 1, 0],
  rotation: [0.8, -0.6, 0.1, 0.6, 0.8, -0.07],
  shrink: [1.6, 0.2, 0.05, -0.1, 2.1, -0.3],
  enlarge: [0.4, 0.1, 0.2, -0.2, 0.5, 0.6],
  far: [1.1, 0, 1.7, 0, 0.9, -2.3],
} as const;

type MapName = keyof typeof MAPS;
type T4 = tf.Tensor4D;

function mapsOf(names: readonly MapName[]): tf.Tensor2D {
  return tf.tensor2d(names.map((name) => [...MAPS[name]]));
}

function warpCases(x: number[], names: readonly MapName[]): OpCase[] {
  const row = { shapes: [x], order: 2 as const, epsilon: EXACT_STEP };
  return [
    { ...row, name: `warp2d [${x}] ${names}`, f: (a) => tf.tidy(() => warp2d(a as T4, mapsOf(names))) },
    { ...row, name: `warp2dAdjoint [${x}] ${names}`, f: (a) => tf.tidy(() => warp2dAdjoint(a as T4, mapsOf(names))) },
  ];
}

/** Gain, bias, sigma, and a hole in the upper left. */
const COLORS = [
  [1.5, -0.3, 0.2, 0.25, 0.3, 0.2],
  [0.6, 0.1, 0, 0.9, 0.9, 0.25],
  [1, 0, 0.5, 0.5, 0.5, 0],
] as const;

function colorizeCase(x: number[], hasNoise: boolean): OpCase {
  const count = x[0] as number;
  return {
    name: `colorize [${x}] ${hasNoise ? 'with' : 'without'} noise`,
    f: (a) =>
      tf.tidy(() => {
        const colors = tf.tensor2d(COLORS.slice(0, count).map((row) => [...row]));
        const noise = hasNoise ? tf.tensor4d(values(a.size, 5), x as [number, number, number, number]) : undefined;
        return colorize(a as T4, colors, noise);
      }),
    shapes: [x],
    order: 2,
    epsilon: EXACT_STEP,
  };
}

export const AUGMENT_OP_CASES: readonly OpCase[] = [
  ...warpCases([3, 4, 4, 1], ['identity', 'shift', 'turn']),
  ...warpCases([4, 6, 6, 3], ['rotation', 'shrink', 'enlarge', 'flip']),
  ...warpCases([2, 5, 7, 2], ['rotation', 'far']),
  ...warpCases([2, 1, 3, 1], ['shrink', 'enlarge']),
  ...warpCases([2, 16, 16, 1], ['far', 'shrink']),
  colorizeCase([3, 4, 4, 1], true),
  colorizeCase([2, 5, 7, 3], true),
  colorizeCase([3, 6, 4, 1], false),
];
