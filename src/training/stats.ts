/**
 * Per-step values stay on the GPU in a ring and are read back together, a few times a second. It refuses values that are
 * not finite: a run must not go on from NaN.
 */
import * as tf from '../gpu/tf.ts';
import { FailureError } from '../protocol/failure.ts';
import { STEP_STATS, type StatPath, type StepBlock, type StepStat } from '../protocol/stats.ts';

export interface StepFacts {
  readonly nimg: number;
  readonly resolution: number;
  readonly alpha: number;
}

export interface StatRing {
  readonly length: number;
  /** Adds a step. The scalars are disposed by the ring. */
  pushStep(facts: StepFacts, values: Readonly<Record<StepStat, tf.Scalar>>): void;
  /** Adds a value that does not occur in every step, e.g. a lazy penalty. Disposed by the ring. */
  push(path: StatPath, value: tf.Scalar): void;
  /** Reads the steps back, oldest first, and empties the ring of them; their values also enter the tick's means. */
  drain(): Promise<StepBlock>;
  /** Means of everything since the last call. */
  means(): Promise<Partial<Record<StatPath, number>>>;
  dispose(): void;
}

export function createStatRing(): StatRing {
  let facts: StepFacts[] = [];
  let rows: tf.Tensor1D[] = [];
  let sparse: { readonly path: StatPath; readonly value: tf.Scalar }[] = [];
  let sums = new Map<StatPath, { sum: number; count: number }>();

  const add = (path: StatPath, value: number, where: StepFacts | undefined) => {
    if (!Number.isFinite(value)) throw notFinite(path, where);
    const entry = sums.get(path) ?? { sum: 0, count: 0 };
    sums.set(path, { sum: entry.sum + value, count: entry.count + 1 });
  };

  return {
    get length() {
      return facts.length;
    },
    pushStep(step, values) {
      const scalars = STEP_STATS.map((path) => values[path]);
      rows.push(tf.keep(tf.stack(scalars) as tf.Tensor1D));
      facts.push(step);
      tf.dispose(scalars);
    },
    push(path, value) {
      sparse.push({ path, value });
    },
    async drain() {
      const [steps, taken] = [facts, rows];
      [facts, rows] = [[], []];
      const values = await readRows(taken, STEP_STATS.length);
      const block = blockOf(steps, values);
      steps.forEach((step, i) => {
        STEP_STATS.forEach((path) => {
          add(path, block.values[path][i] as number, step);
        });
      });
      return block;
    },
    async means() {
      const taken = sparse;
      sparse = [];
      const values = await readRows(
        taken.map(({ value }) => value),
        1,
      );
      taken.forEach(({ path }, i) => {
        add(path, values[i] as number, undefined);
      });
      const means: Partial<Record<StatPath, number>> = {};
      for (const [path, { sum, count }] of sums) means[path] = sum / count;
      sums = new Map();
      return means;
    },
    dispose() {
      tf.dispose([...rows, ...sparse.map(({ value }) => value)]);
      [facts, rows, sparse] = [[], [], []];
    },
  };
}

/** One readback for many small tensors; disposes them. */
async function readRows(rows: readonly tf.Tensor[], width: number): Promise<Float32Array> {
  if (rows.length === 0) return new Float32Array(0);
  const all = tf.tidy(() => tf.concat(rows.map((row) => tf.reshape(row, [width]))));
  tf.dispose([...rows]);
  const values = (await all.data()) as Float32Array;
  all.dispose();
  return values;
}

function blockOf(steps: readonly StepFacts[], values: Float32Array): StepBlock {
  const width = STEP_STATS.length;
  const column = (place: number) => Float32Array.from(steps, (_, i) => values[i * width + place] as number);
  return {
    nimg: Float64Array.from(steps, (step) => step.nimg),
    resolution: Uint16Array.from(steps, (step) => step.resolution),
    alpha: Float32Array.from(steps, (step) => step.alpha),
    values: {
      'Loss/G/loss': column(STEP_STATS.indexOf('Loss/G/loss')),
      'Loss/D/loss': column(STEP_STATS.indexOf('Loss/D/loss')),
      'Loss/scores/real': column(STEP_STATS.indexOf('Loss/scores/real')),
      'Loss/scores/fake': column(STEP_STATS.indexOf('Loss/scores/fake')),
    },
  };
}

function notFinite(path: StatPath, where: StepFacts | undefined): FailureError {
  const place = where ? ` at ${(where.nimg / 1000).toFixed(3)} kimg, ${where.resolution} px` : '';
  return new FailureError(
    'not-finite',
    `${path} stopped being a finite number${place}. Lower the learning rates or raise the penalty, and start again.`,
  );
}
