/**
 * What turns pictures into features, and the one way to run it over a set: batch by batch on tfjs's backend of the hour,
 * with nothing but the features read back. It knows no network; randomConv.ts is one.
 */
import * as tf from '../gpu/tf.ts';
import { type Features, featuresOf } from './features.ts';

export interface Extractor {
  /** Goes onto every number made with it: "random conv v1, seed 0, 64 px grey". */
  readonly name: string;
  /** Pixels a side and channels (1 or 3) of the pictures it takes. */
  readonly side: number;
  readonly channels: number;
  /** Features a picture. */
  readonly width: number;
  /** Pictures that it takes in one go; as many as the pictures' own size allows where it is missing. */
  readonly atOnce?: number;
  /** x [N,side,side,channels] in [-1,1] -> [N,width]. Caller disposes. */
  readonly apply: (x: tf.Tensor4D) => tf.Tensor2D;
  readonly dispose: () => void;
}

/** What must stand beside every number of our own extractors. */
export const NOT_INCEPTION =
  'Made with an extractor of our own, not Inception: compare it with numbers of the same extractor and of as many pictures, never with published FIDs or KIDs.';

/** Bytes to -1..1. */
const HALF_RANGE = 127.5;
/** Values of the pictures of one batch, so that a batch's first layer stays within about 64 MB. */
const BATCH_VALUES = 2 ** 20;

/** Features of all pictures, `pixels` being count * side * side * channels bytes. Tensors are its own. */
export async function extractFeatures(extractor: Extractor, pixels: Uint8Array): Promise<Features> {
  const { side, channels, width, name, atOnce = Number.POSITIVE_INFINITY } = extractor;
  const size = side * side * channels;
  const count = pixels.length / size;
  if (!Number.isInteger(count))
    throw new RangeError(
      `${pixels.length} bytes are not a whole number of pictures of ${side} x ${side} with ${channels} channels.`,
    );
  const batch = Math.min(atOnce, Math.max(1, Math.floor(BATCH_VALUES / size)));
  const values = new Float32Array(count * width);
  for (let start = 0; start < count; start += batch) {
    const here = Math.min(batch, count - start);
    const input = Float32Array.from(
      pixels.subarray(start * size, (start + here) * size),
      (value) => value / HALF_RANGE - 1,
    );
    const features = tf.tidy(() => extractor.apply(tf.tensor4d(input, [here, side, side, channels])));
    values.set(await features.data<'float32'>(), start * width);
    features.dispose();
  }
  return featuresOf(values, width, name);
}
