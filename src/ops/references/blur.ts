/** Blurring by a separable FIR in stock tfjs ops: the oracle for the WGSL kernel, and what runs on the CPU backend. */
import * as tf from '../../gpu/tf.ts';

/** x [N,H,W,C] -> [N,H+2p+1-L,W+2p+1-L,C] for L taps and p zeros of padding on each side. */
export function blurReference(x: tf.Tensor, taps: readonly number[], pad: number): tf.Tensor {
  const [count, height, width, channels] = x.shape as [number, number, number, number];
  const grown = 2 * pad + 1 - taps.length;
  // Rows first, as [N,H,W*C]; then columns, as [N*H',W,C]: tfjs writes invalid WGSL beyond rank 4.
  const rows = along(tf.reshape(x, [count, height, width * channels]), taps, pad);
  const columns = along(tf.reshape(rows, [count * (height + grown), width, channels]), taps, pad);
  return tf.reshape(columns, [count, height + grown, width + grown, channels]);
}

/** [A,L,B] filtered along L. */
function along(x: tf.Tensor, taps: readonly number[], pad: number): tf.Tensor {
  const [before, length, after] = x.shape as [number, number, number];
  const padded = tf.pad(x, [
    [0, 0],
    [pad, pad],
    [0, 0],
  ]);
  const size = [before, length + 2 * pad + 1 - taps.length, after];
  return tf.addN(taps.map((tap, t) => tf.mul(tf.slice(padded, [0, t, 0], size), tap)));
}
