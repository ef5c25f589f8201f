/**
 * Every number beside its floor: what the metric says of fakes against reals, and of reals against other reals, from sets
 * of the same size, so that the two compare. It knows no metric and no pictures, and judges nothing.
 */
import { permutation } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';
import { type Interval, middleOf } from './interval.ts';

/** Anything with pictures in it: features, or pictures themselves. */
interface Countable {
  readonly count: number;
}

export interface BesideFloor {
  /** Mean over the rounds; undefined where there are no fakes. */
  readonly value: number | undefined;
  /** The middle 95 % of the rounds: how much the number hangs on which pictures of those at hand were taken. */
  readonly interval: Interval | undefined;
  /** The same of reals against other reals. */
  readonly floor: number;
  readonly floorInterval: Interval;
}

export interface FloorReport<Name extends string> {
  readonly numbers: Readonly<Record<Name, BesideFloor>>;
  /** Pictures of each set in every comparison. */
  readonly count: number;
  readonly rounds: number;
}

export interface FloorInputs<Set extends Countable, Name extends string> {
  readonly reals: Set;
  /** Reals that the run never saw, if any: the floor is reals against them, and nothing is split. */
  readonly heldOut?: Set | undefined;
  readonly fakes?: Set | undefined;
  /** The group of each real, such as its subject; without them pictures are split one by one. */
  readonly groups?: ArrayLike<number> | undefined;
  /** The pictures of `set` at `indices`. */
  readonly choose: (set: Set, indices: Uint32Array) => Set;
  /** The numbers of some pictures against reals. */
  readonly measure: (reals: Set, others: Set) => Readonly<Record<Name, number>>;
  readonly seed?: number | undefined;
  readonly rounds?: number | undefined;
  /** Pictures of each set in a comparison at most; all that there are unless said. */
  readonly most?: number | undefined;
  /** The floor of an earlier report of the same reals, seed and rounds: where all are known, none is measured again. */
  readonly knownFloor?: ((name: Name, count: number) => Floor | undefined) | undefined;
  /** Hears of each round that is done. */
  readonly progress?: ((done: number, of: number) => void) | undefined;
}

type Floor = Pick<BesideFloor, 'floor' | 'floorInterval'>;

/** Enough for the ends of the middle 95 % to lie inside the values. */
const ROUNDS = 41;
/** Streams' steps of a round: the split, then the thinning of each of three sets. */
const STEPS = 4;

/**
 * Each round splits the reals anew: one half meets fakes, then the other half. Where groups (subjects) are given, a group
 * is never in both. Sets are thinned without replacement: drawing with replacement makes doubles, which neighbours and
 * covariances would take for collapse.
 * Throws RangeError where a half would be empty.
 */
export function besideFloor<Set extends Countable, Name extends string>({
  reals,
  heldOut,
  fakes,
  groups,
  choose,
  measure,
  seed = 0,
  rounds = ROUNDS,
  most = Number.POSITIVE_INFINITY,
  knownFloor = () => undefined,
  progress,
}: FloorInputs<Set, Name>): FloorReport<Name> {
  const splits = Array.from({ length: rounds }, (_, round) =>
    heldOut ? undefined : halves(groups ?? reals.count, seed, STEPS * round),
  );
  const smallest = heldOut
    ? Math.min(reals.count, heldOut.count)
    : Math.min(...splits.flatMap((split) => split?.map((half) => half.length) ?? []));
  const count = Math.min(smallest, fakes?.count ?? smallest, most);
  if (count === 0)
    throw new RangeError('A floor needs reals of at least two groups, or held-out reals: there are too few.');
  const isKnown = (numbers: Readonly<Record<Name, number>>) =>
    (Object.keys(numbers) as Name[]).every((name) => knownFloor(name, count) !== undefined);
  const values: Record<Name, number>[] = [];
  const floors: Record<Name, number>[] = [];
  splits.forEach((split, round) => {
    const thinned = (from: Set, indices: Uint32Array | undefined, set: number) => {
      const order = permutation(seed, STREAM.metricSplit, STEPS * round + set, indices?.length ?? from.count);
      const taken = order.subarray(0, count);
      return choose(from, indices ? taken.map((place) => indices[place] as number) : taken);
    };
    const first = thinned(reals, split?.[0], 1);
    if (fakes) values.push(measure(first, thinned(fakes, undefined, STEPS - 1)));
    if (!values[0] || !isKnown(values[0])) floors.push(measure(first, thinned(heldOut ?? reals, split?.[1], 2)));
    progress?.(round + 1, rounds);
  });
  const names = Object.keys(floors[0] ?? values[0] ?? {}) as Name[];
  const entries = names.map((name) => {
    const floor = floors.map((numbers) => numbers[name]);
    const value = values.map((numbers) => numbers[name]);
    const measured = (): Floor => ({ floor: meanOver(floor), floorInterval: middleOf(floor) });
    // A known floor may come as part of a whole number, whose value is another measurement's.
    const beside = floor.length > 0 ? measured() : (knownFloor(name, count) as Floor);
    const summary: BesideFloor = {
      value: fakes && meanOver(value),
      interval: fakes && middleOf(value),
      floor: beside.floor,
      floorInterval: beside.floorInterval,
    };
    return [name, summary] as const;
  });
  return { numbers: Object.fromEntries(entries) as Record<Name, BesideFloor>, count, rounds };
}

/** Indices of two halves, whole groups each: groups in random order go to whichever half is smaller. */
export function halves(groups: ArrayLike<number> | number, seed: number, step: number): [Uint32Array, Uint32Array] {
  const members = new Map<number, number[]>();
  const count = typeof groups === 'number' ? groups : groups.length;
  for (let i = 0; i < count; i++) {
    const group = typeof groups === 'number' ? i : (groups[i] as number);
    const own = members.get(group);
    if (own) own.push(i);
    else members.set(group, [i]);
  }
  const all = [...members.values()];
  const parts: [number[], number[]] = [[], []];
  for (const place of permutation(seed, STREAM.metricSplit, step, all.length)) {
    const smaller = parts[0].length <= parts[1].length ? parts[0] : parts[1];
    smaller.push(...(all[place] as number[]));
  }
  return [Uint32Array.from(parts[0]), Uint32Array.from(parts[1])];
}

function meanOver(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
