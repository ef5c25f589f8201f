/**
 * Pictures of chosen places among many that lie packed as bytes on the GPU, at their own side or as means of blocks, scaled
 * to [-1,1]. No gradient. Stock tfjs has no bytes, so off webgpu it is counted in JavaScript, and on it one kernel runs in
 * every mode.
 */
import * as tf from '../gpu/tf.ts';
import { gatherPicturesFused, type PackedPictures } from './kernels/gatherPictures.ts';
import { gatherPicturesReference } from './references/gatherPictures.ts';

/** 2^32 addresses would not fit a word of the kernel, and blocks beyond 256 not the fraction of its float. */
const MOST_BYTES = 2 ** 32;
const MOST_BLOCK = 256;

/**
 * packed: int32 words of four pixels each, the first in the lowest byte, [side,side,channels] of picture 0, 1, 2 ... without
 * gaps; places [N] int32 -> [N,R,R,channels]: v / 127.5 - 1 of the means of side / R squared pixels. Caller disposes.
 */
export function gatherPictures(packed: tf.Tensor, places: tf.Tensor, wanted: PackedPictures): tf.Tensor4D {
  const block = wanted.side / wanted.resolution;
  if (!Number.isInteger(block) || block > MOST_BLOCK)
    throw new Error(`Pictures of ${wanted.side} pixels cannot be halved to ${wanted.resolution}.`);
  if (4 * packed.size >= MOST_BYTES) throw new Error(`${packed.size} words of pixels are too many for one buffer.`);
  if (tf.getBackend() !== 'webgpu') return gatherPicturesReference(packed, places, wanted);
  return tf.engine().makeTensorFromTensorInfo(gatherPicturesFused(packed, places, wanted)) as tf.Tensor4D;
}
