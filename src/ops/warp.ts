/**
 * Moves each picture of a batch by its own affine map, by cubic interpolation; with its adjoint, written as a gather. Both
 * linear in the pictures and each the other's gradient, so any order. It refuses to differentiate in the maps.
 * @see Keys 1981, "Cubic convolution interpolation"; Karras 2020, "Training GANs with limited data", appendix B
 */
import type * as tf from '../gpu/tf.ts';
import { defineOp, type Op } from './defineOp.ts';
import { warpAdjointFused, warpFused } from './kernels/warp.ts';
import { warpAdjointReference, warpReference } from './references/warp.ts';

type None = Record<string, never>;

/**
 * NVIDIA enlarges twofold by a wavelet, samples bilinearly and reduces. Here one interpolating kernel does it in a single
 * pass: it is 1 at its own pixel and 0 at all others, so the identity, whole shifts, flips and quarter turns are exact
 * permutations with no case of their own. Where a map shrinks, the kernel is averaged over four points a pixel, spread so
 * that their variance is what the larger footprint adds: against aliasing. Beyond the border pictures are mirrored at their
 * edge, which invents no background and is the same place at every resolution.
 */
const warp: Op<None> = defineOp<None>({
  name: 'Warp2d',
  fused: ([x, maps]) => warpFused(x as tf.Tensor, maps as tf.Tensor),
  reference: ([x, maps]) => warpReference(x as tf.Tensor4D, maps as tf.Tensor2D),
  saves: [1],
  gradient: (dy, [maps]) => [() => adjoint([dy, maps as tf.Tensor], {}), refuse],
});

const adjoint: Op<None> = defineOp<None>({
  name: 'Warp2dAdjoint',
  fused: ([dy, maps]) => warpAdjointFused(dy as tf.Tensor, maps as tf.Tensor),
  reference: ([dy, maps]) => warpAdjointReference(dy as tf.Tensor4D, maps as tf.Tensor2D),
  saves: [1],
  gradient: (upstream, [maps]) => [() => warp([upstream, maps as tf.Tensor], {}), refuse],
});

function refuse(): tf.Tensor {
  throw new Error('warp2d has no gradient in its maps: take them off the tape.');
}

/** Numbers a map. */
const MAP_SIZE = 6;

/**
 * x [N,H,W,C], maps [N,6] -> [N,H,W,C]. A map [a,b,s,c,d,t] is the inverse transform: the pixel at (px, py) from the
 * centre shows what x has at (a px + b py + s W, c px + d py + t H) from the centre; shifts are shares of the side, so that
 * one map serves every resolution of a picture. Maps must be invertible and reach no further than 8 pictures away. Caller
 * disposes. Any order in x.
 */
export function warp2d(x: tf.Tensor4D, maps: tf.Tensor2D): tf.Tensor4D {
  checkMaps('warp2d', x, maps);
  return warp([x, maps], {}) as tf.Tensor4D;
}

/** The adjoint of warp2d in its picture: dy [N,H,W,C], maps [N,6] -> [N,H,W,C]. Caller disposes. Any order in dy. */
export function warp2dAdjoint(dy: tf.Tensor4D, maps: tf.Tensor2D): tf.Tensor4D {
  checkMaps('warp2dAdjoint', dy, maps);
  return adjoint([dy, maps], {}) as tf.Tensor4D;
}

function checkMaps(name: string, x: tf.Tensor4D, maps: tf.Tensor2D): void {
  if (maps.shape.join() !== [x.shape[0], MAP_SIZE].join())
    throw new Error(`${name} got pictures [${x.shape}] and maps [${maps.shape}]: one map of ${MAP_SIZE} a picture.`);
}
