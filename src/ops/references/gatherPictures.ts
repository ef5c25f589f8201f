/** gatherPictures in JavaScript: the same integers and one division, so the kernel differs in its rounding alone. */
import * as tf from '../../gpu/tf.ts';
import type { PackedPictures } from '../kernels/gatherPictures.ts';

/** The largest byte. */
const WHITE = 255;

export function gatherPicturesReference(
  packed: tf.Tensor,
  places: tf.Tensor,
  { side, resolution, channels }: PackedPictures,
): tf.Tensor4D {
  const words = packed.dataSync() as Int32Array;
  const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  const chosen = places.dataSync();
  const block = side / resolution;
  const range = WHITE * block * block;
  const pictures = tf.buffer([chosen.length, resolution, resolution, channels], 'float32');
  for (const [n, place] of chosen.entries())
    for (let y = 0; y < resolution; y++)
      for (let x = 0; x < resolution; x++)
        for (let channel = 0; channel < channels; channel++) {
          let sum = 0;
          for (let row = y * block; row < (y + 1) * block; row++)
            for (let column = x * block; column < (x + 1) * block; column++)
              sum += bytes[((place * side + row) * side + column) * channels + channel] as number;
          pictures.set((2 * sum - range) / range, n, y, x, channel);
        }
  return pictures.toTensor() as tf.Tensor4D;
}
