/** Scalars that phases report during one iteration; a path that is reported several times counts with its mean. */
import * as tf from '../gpu/tf.ts';
import { sumOf } from '../ops/sumOf.ts';
import type { StatPath } from '../protocol/stats.ts';

export type Reported = Partial<Record<StatPath, tf.Scalar>>;

export interface Reports {
  /** Keeps a copy of `value`. */
  readonly add: (path: StatPath, value: tf.Scalar) => void;
  /** One scalar a path; the caller disposes them, and the reports are empty again. */
  readonly means: () => Reported;
}

export function createReports(): Reports {
  const values = new Map<StatPath, tf.Scalar[]>();
  return {
    add(path, value) {
      const known = values.get(path) ?? [];
      values.set(path, [...known, tf.keep(tf.clone(value))]);
    },
    means() {
      const means: Reported = {};
      for (const [path, reported] of values) {
        const [only] = reported;
        means[path] = reported.length === 1 && only ? only : meanOf(reported);
      }
      values.clear();
      return means;
    },
  };
}

function meanOf(values: readonly tf.Scalar[]): tf.Scalar {
  const mean = tf.keep(tf.tidy(() => tf.div(sumOf(values), values.length) as tf.Scalar));
  tf.dispose([...values]);
  return mean;
}
