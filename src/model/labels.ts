/** The class of each picture as the networks are told it. It refuses to know class names. */
import * as tf from '../gpu/tf.ts';

export interface Labels {
  /** [N,K]: 1 at the picture's class, 0 elsewhere. */
  readonly oneHot: tf.Tensor2D;
  /**
   * Scalar 0 to 1: how much the class counts, for an unconditional warm-up; undefined is 1.
   * @see Shahbazi 2022, "Collapse by conditioning", eq. 3
   */
  readonly strength?: tf.Scalar;
}

/** [count, classes]: 1 at each picture's class; a picture without one has zeros alone. Caller disposes. */
export function oneHot(labels: ArrayLike<number>, classes: number): tf.Tensor2D {
  const rows = new Float32Array(labels.length * classes);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number;
    if (label < classes) rows[i * classes + label] = 1;
  }
  return tf.tensor2d(rows, [labels.length, classes]);
}
