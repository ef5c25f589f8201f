/**
 * What steps report stays on the GPU, a row a step, and is read back together, a few times a second. It refuses values that
 * are not finite: a run must not go on from NaN.
 */
import type { Live } from '../gpu/live.ts';
import * as tf from '../gpu/tf.ts';
import { type Entry, writeRow } from '../ops/writeRow.ts';
import { STEP_STATS, type StatPath, type StepBlock, type StepStat } from '../protocol/stats.ts';
import { type NetName, NotFiniteError } from './notFinite.ts';
import type { Reported } from './reports.ts';

/** What was read of the steps of the tick so far: part of a run's state, so that a resumed run's ticks are the same. */
export interface StatTally {
  readonly sums: Map<StatPath, { readonly sum: number; readonly count: number }>;
  /** A statistic that did not occur in a step repeats the one before. */
  readonly last: Partial<Record<StepStat, number>>;
}

export function createTally(): StatTally {
  return { sums: new Map(), last: {} };
}

/** The part of a run's state that statistics need. */
export interface Watched {
  readonly tally: StatTally;
  /** One element, not 0 once the network's numbers were not finite. */
  readonly optimizerG: { readonly fault: tf.Variable };
  readonly optimizerD: { readonly fault: tf.Variable };
}

export interface StepFacts {
  readonly nimg: number;
  readonly resolution: number;
  readonly alpha: number;
}

export interface StatRing {
  /** Steps that have not been read yet. */
  readonly length: number;
  /** True when the next step would find no row. */
  readonly isFull: boolean;
  /** Within a step: puts its scalars into its row. Returns which; the scalars stay the caller's. */
  write(reported: Reported): readonly StatPath[];
  /** After the step: what it was, and what it wrote. */
  push(facts: StepFacts, paths: readonly StatPath[]): void;
  /**
   * Reads the steps back, oldest first, and empties the ring of them; their values also enter the tick's means. Throws
   * NotFiniteError.
   */
  drain(): Promise<StepBlock>;
  /** Means of everything drained since the last call. */
  means(): Partial<Record<StatPath, number>>;
  dispose(): void;
}

/** What a step may report; the place is the column. */
const COLUMNS = [
  ...STEP_STATS,
  'Loss/signs/real',
  'Loss/pl_penalty',
  'Loss/r1_penalty',
  'Loss/r2_penalty',
  'Loss/gradient_penalty',
  'Progress/augment',
  'Progress/overfitting',
] as const satisfies readonly StatPath[];
const COLUMN_OF: ReadonlyMap<StatPath, number> = new Map(COLUMNS.map((path, column) => [path, column]));
/** More steps than a GPU does between two readings. */
const ROWS = 256;

/** The state stays the caller's; its tally is moved. */
export function createStatRing({ tally: { sums, last }, optimizerG, optimizerD }: Watched): StatRing {
  const table = tf.tidy(() => tf.variable(tf.fill([ROWS, COLUMNS.length], 0), false)) as tf.Variable<tf.Rank.R2>;
  let steps: { readonly facts: StepFacts; readonly paths: readonly StatPath[] }[] = [];
  const row: Live = () => steps.length;

  const add = (path: StatPath, value: number, where: StepFacts) => {
    if (!Number.isFinite(value)) throw new NotFiniteError(path, [netOf(path)], where);
    const entry = sums.get(path) ?? { sum: 0, count: 0 };
    sums.set(path, { sum: entry.sum + value, count: entry.count + 1 });
  };

  return {
    get length() {
      return steps.length;
    },
    get isFull() {
      return steps.length >= ROWS;
    },
    write(reported) {
      const entries = Object.entries(reported) as [StatPath, tf.Scalar][];
      writeRow(
        table,
        row,
        entries.map(([path, value]): Entry => ({ column: columnOf(path), value })),
      );
      return entries.map(([path]) => path);
    },
    push(facts, paths) {
      steps.push({ facts, paths });
    },
    async drain() {
      const taken = steps;
      steps = [];
      if (taken.length === 0) return blockOf([]);
      const [values, ...flags] = await Promise.all([table.data(), optimizerG.fault.data(), optimizerD.fault.data()]);
      refuseFaults(flags, (taken.at(-1) as (typeof taken)[number]).facts);
      const rows = taken.map(({ facts, paths }, place) => {
        for (const path of paths) {
          const value = (values as Float32Array)[place * COLUMNS.length + columnOf(path)] as number;
          if (isStepStat(path)) last[path] = value;
          else add(path, value, facts);
        }
        const row = STEP_STATS.map((path) => latest(last, path));
        for (const [i, path] of STEP_STATS.entries()) add(path, row[i] as number, facts);
        return { facts, values: row };
      });
      return blockOf(rows);
    },
    means() {
      const means: Partial<Record<StatPath, number>> = {};
      for (const [path, { sum, count }] of sums) means[path] = sum / count;
      sums.clear();
      return means;
    },
    dispose() {
      table.dispose();
      steps = [];
    },
  };
}

function columnOf(path: StatPath): number {
  const column = COLUMN_OF.get(path);
  if (column === undefined) throw new Error(`A step cannot report ${path}: it has no column.`);
  return column;
}

const isStepStat = (path: StatPath): path is StepStat => STEP_STATS.some((stat) => stat === path);

/** A statistic that did not occur in a step repeats the one before. */
function latest(last: Partial<Record<StepStat, number>>, path: StepStat): number {
  const value = last[path];
  if (value === undefined) throw new Error(`The first step did not report ${path}.`);
  return value;
}

function blockOf(rows: readonly { readonly facts: StepFacts; readonly values: readonly number[] }[]): StepBlock {
  const column = (path: StepStat) =>
    Float32Array.from(rows, ({ values }) => values[STEP_STATS.indexOf(path)] as number);
  return {
    nimg: Float64Array.from(rows, ({ facts }) => facts.nimg),
    resolution: Uint16Array.from(rows, ({ facts }) => facts.resolution),
    alpha: Float32Array.from(rows, ({ facts }) => facts.alpha),
    values: {
      'Loss/G/loss': column('Loss/G/loss'),
      'Loss/D/loss': column('Loss/D/loss'),
      'Loss/scores/real': column('Loss/scores/real'),
      'Loss/scores/fake': column('Loss/scores/fake'),
    },
  };
}

function refuseFaults([G, D]: readonly tf.TypedArray[], where: StepFacts): void {
  const nets = (['G', 'D'] as const).filter((net) => (net === 'G' ? G : D)?.[0] !== 0);
  if (nets.length > 0) throw new NotFiniteError(WEIGHTS_OF[nets.join('+') as 'G' | 'D' | 'G+D'], nets, where);
}

const WEIGHTS_OF = {
  G: "The generator's weights or their moments",
  D: "The critic's weights or their moments",
  'G+D': "Both networks' weights or their moments",
} as const;

/** The network that a statistic's loss trains. */
function netOf(path: StatPath): NetName {
  return path === 'Loss/G/loss' || path === 'Loss/pl_penalty' ? 'G' : 'D';
}
