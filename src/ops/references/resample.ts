/**
 * Doubling and halving by a separable FIR in stock tfjs ops: the oracle for the WGSL kernels, and what runs on the CPU
 * backend. Every intermediate has rank 4 at most (tfjs writes invalid WGSL beyond).
 */
import * as tf from '../../gpu/tf.ts';

/** x [N,H,W,C] -> [N,H/2,W/2,C]: out[m] = sum over t of taps[t] x[2m + t - pad], along both axes; taps sum to 1. */
export function downsampleReference(x: tf.Tensor, taps: readonly number[]): tf.Tensor {
  const [count, height, width, channels] = x.shape as [number, number, number, number];
  // Rows first, as [N,H,W*C]; then columns, as [N*H/2,W,C].
  const rows = halve(tf.reshape(x, [count, height, width * channels]), taps);
  const columns = halve(tf.reshape(rows, [(count * height) / 2, width, channels]), taps);
  return tf.reshape(columns, [count, height / 2, width / 2, channels]);
}

/** x [N,H,W,C] -> [N,2H,2W,C]: 4 times the adjoint of downsampleReference. */
export function upsampleReference(x: tf.Tensor, taps: readonly number[]): tf.Tensor {
  const [count, height, width, channels] = x.shape as [number, number, number, number];
  const rows = double(tf.reshape(x, [count, height, width * channels]), taps);
  const columns = double(tf.reshape(rows, [count * height * 2, width, channels]), taps);
  return tf.reshape(columns, [count, height * 2, width * 2, channels]);
}

/** [A,L,B] -> [A,L/2,B]. */
function halve(x: tf.Tensor, taps: readonly number[]): tf.Tensor {
  const pad = taps.length / 2 - 1;
  const [before, length, after] = x.shape as [number, number, number];
  const padded = tf.pad(x, [
    [0, 0],
    [pad, pad],
    [0, 0],
  ]);
  const terms = taps.map((tap, t) =>
    tf.mul(tf.stridedSlice(padded, [0, t, 0], [before, t + length - 1, after], [1, 2, 1]), tap),
  );
  return tf.addN(terms);
}

/** [A,L,B] -> [A,2L,B]: out[j] = 2 * sum over m of taps[j + pad - 2m] x[m]. */
function double(x: tf.Tensor, taps: readonly number[]): tf.Tensor {
  const pad = taps.length / 2 - 1;
  const [before, length, after] = x.shape as [number, number, number];
  const padded = tf.pad(x, [
    [0, 0],
    [1, 1],
    [0, 0],
  ]);
  const phases = [0, 1].map((phase) => {
    const terms: tf.Tensor[] = [];
    taps.forEach((tap, t) => {
      const offset = (phase + pad - t) / 2;
      if (Number.isInteger(offset))
        terms.push(tf.mul(tf.slice(padded, [0, 1 + offset, 0], [before, length, after]), 2 * tap));
    });
    return tf.addN(terms);
  });
  // Side by side on the last axis, then read as rows: even, odd, even, odd.
  return tf.reshape(tf.concat(phases, 2), [before, 2 * length, after]);
}
