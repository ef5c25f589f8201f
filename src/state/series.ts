/**
 * StepSeries: a run's per-step values as columns that grow. Readers see arrays of exactly `length` values; the spare
 * room behind them is private. It refuses to change what an older series shows: appending gives a new one.
 */
import type { StepBlock, StepStat } from '../protocol/stats.ts';
import { STEP_STATS } from '../protocol/stats.ts';

type Values = Readonly<Record<StepStat, Float32Array>>;

/** Columns of equal length, oldest step first. A step without a generator update has NaN as its generator loss. */
export interface StepSeries {
  readonly length: number;
  /** Reals shown to D after the step. */
  readonly nimg: Float64Array;
  readonly resolution: Uint16Array;
  readonly alpha: Float32Array;
  readonly values: Values;
  /** The buffers behind the columns, shared by all series that grew from one another. */
  readonly store: ColumnStore;
}

interface ColumnStore {
  readonly capacity: number;
  /** Rows written so far; a series whose length is less was already grown once. */
  used: number;
  readonly nimg: Float64Array;
  readonly resolution: Uint16Array;
  readonly alpha: Float32Array;
  readonly values: Values;
}

/** Means over each epoch; `epoch` counts from 1, a column entry is NaN where the epoch holds no finite value. */
export interface EpochSeries {
  readonly length: number;
  readonly epoch: Uint32Array;
  /** Reals shown at the epoch's last step so far. */
  readonly nimg: Float64Array;
  /** Resolution at the epoch's last step so far. */
  readonly resolution: Uint16Array;
  readonly values: Values;
}

/** Room for about ten minutes of fast steps before the first copy; doubled from there. */
const FIRST_CAPACITY = 4096;

export const EMPTY_SERIES: StepSeries = viewOf(makeStore(0), 0);

function makeValues(make: (stat: StepStat) => Float32Array): Values {
  return {
    'Loss/G/loss': make('Loss/G/loss'),
    'Loss/D/loss': make('Loss/D/loss'),
    'Loss/scores/real': make('Loss/scores/real'),
    'Loss/scores/fake': make('Loss/scores/fake'),
  };
}

function makeStore(capacity: number): ColumnStore {
  return {
    capacity,
    used: 0,
    nimg: new Float64Array(capacity),
    resolution: new Uint16Array(capacity),
    alpha: new Float32Array(capacity),
    values: makeValues(() => new Float32Array(capacity)),
  };
}

function viewOf(store: ColumnStore, length: number): StepSeries {
  return {
    length,
    nimg: store.nimg.subarray(0, length),
    resolution: store.resolution.subarray(0, length),
    alpha: store.alpha.subarray(0, length),
    values: makeValues((stat) => store.values[stat].subarray(0, length)),
    store,
  };
}

/** A store with room for `needed` rows that holds the rows of `series`, copied. */
function grownStore(series: StepSeries, needed: number): ColumnStore {
  const store = makeStore(Math.max(FIRST_CAPACITY, needed, series.store.capacity * 2));
  store.nimg.set(series.nimg);
  store.resolution.set(series.resolution);
  store.alpha.set(series.alpha);
  for (const stat of STEP_STATS) store.values[stat].set(series.values[stat]);
  return store;
}

/** `series` followed by the steps of `block`; both keep their meaning. An empty block gives `series` itself. */
export function appendSteps(series: StepSeries, block: StepBlock): StepSeries {
  const added = block.nimg.length;
  if (added === 0) return series;
  const start = series.length;
  const length = start + added;
  // Rows behind this series may belong to another that grew from it: those are left alone.
  const ours = series.store.used === start && series.store.capacity >= length;
  const store = ours ? series.store : grownStore(series, length);
  store.nimg.set(block.nimg, start);
  store.resolution.set(block.resolution, start);
  store.alpha.set(block.alpha, start);
  for (const stat of STEP_STATS) store.values[stat].set(block.values[stat], start);
  store.used = length;
  return viewOf(store, length);
}

/**
 * Mean of each column over each epoch of `slicesPerEpoch` reals. A step belongs to the epoch in which its last real was
 * shown. Values that are not finite are left out of the mean.
 */
export function epochMeans(series: StepSeries, slicesPerEpoch: number): EpochSeries {
  const ends = epochEnds(series, slicesPerEpoch);
  const epoch = new Uint32Array(ends.length);
  const nimg = new Float64Array(ends.length);
  const resolution = new Uint16Array(ends.length);
  ends.forEach((end, index) => {
    const shown = series.nimg[end - 1] ?? 0;
    epoch[index] = epochOf(shown, slicesPerEpoch);
    nimg[index] = shown;
    resolution[index] = series.resolution[end - 1] ?? 0;
  });
  const values = makeValues((stat) => meansBetween(series.values[stat], ends));
  return { length: ends.length, epoch, nimg, resolution, values };
}

/** The epoch, from 1, in which real number `nimg` is shown. */
function epochOf(nimg: number, slicesPerEpoch: number): number {
  return Math.max(1, Math.ceil(nimg / slicesPerEpoch));
}

/** For each epoch that has a step, the index after its last step. */
function epochEnds(series: StepSeries, slicesPerEpoch: number): number[] {
  const ends: number[] = [];
  let current = 0;
  for (let step = 0; step < series.length; step++) {
    const epoch = epochOf(series.nimg[step] as number, slicesPerEpoch);
    if (epoch !== current && step > 0) ends.push(step);
    current = epoch;
  }
  if (series.length > 0) ends.push(series.length);
  return ends;
}

function meansBetween(column: Float32Array, ends: readonly number[]): Float32Array {
  const means = new Float32Array(ends.length);
  ends.forEach((end, index) => {
    let sum = 0;
    let finite = 0;
    for (let step = index === 0 ? 0 : (ends[index - 1] as number); step < end; step++) {
      const value = column[step] as number;
      if (!Number.isFinite(value)) continue;
      sum += value;
      finite += 1;
    }
    means[index] = finite === 0 ? Number.NaN : sum / finite;
  });
  return means;
}
