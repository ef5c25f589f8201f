/**
 * Takes out of a trace what need not run in every step: operations on constants run once, equal operations on equal inputs
 * run once a step, and what nobody reads does not run. Pure; it refuses to reorder.
 */

/** outside: lives longer than the step. constant: filled by JavaScript. temporary: made and used within the step. */
export type BufferKind = 'outside' | 'constant' | 'temporary';

export interface AbstractOp {
  /** Numbers of buffers, those that are written among them if they may be read. */
  readonly reads: readonly number[];
  readonly writes: readonly number[];
  /** Equal for operations that make the same of the same inputs; undefined for what must never be merged or done once. */
  readonly signature: string | undefined;
}

export interface Simplified {
  /** Places of the operations to run once, when the step is made ready. */
  readonly once: readonly number[];
  /** Places of the operations of every step. */
  readonly each: readonly number[];
  /** Buffers to use instead of others. */
  readonly sameAs: ReadonlyMap<number, number>;
  /** Buffers that hold the same in every step. */
  readonly constants: ReadonlySet<number>;
}

export function simplify(kinds: readonly BufferKind[], ops: readonly AbstractOp[]): Simplified {
  const writeCounts = new Map<number, number>();
  for (const { writes } of ops)
    for (const buffer of writes) writeCounts.set(buffer, (writeCounts.get(buffer) ?? 0) + 1);
  const constants = new Set(kinds.flatMap((kind, buffer) => (kind === 'constant' ? [buffer] : [])));
  const sameAs = new Map<number, number>();
  const versions = new Map<number, number>();
  const seen = new Map<string, readonly number[]>();
  const once: number[] = [];
  const each: number[] = [];
  ops.forEach(({ reads, writes, signature }, place) => {
    const inputs = reads.filter((buffer) => !writes.includes(buffer)).map((buffer) => sameAs.get(buffer) ?? buffer);
    const isPure = signature !== undefined && writes.every((b) => kinds[b] === 'temporary' && writeCounts.get(b) === 1);
    if (isPure) {
      const key = `${signature}|${inputs.map((buffer) => `${buffer}.${versions.get(buffer) ?? 0}`)}`;
      const earlier = seen.get(key);
      if (earlier) {
        for (const [i, buffer] of writes.entries()) sameAs.set(buffer, earlier[i] as number);
        return;
      }
      seen.set(key, writes);
    }
    for (const buffer of writes) versions.set(buffer, (versions.get(buffer) ?? 0) + 1);
    if (isPure && inputs.every((buffer) => constants.has(buffer))) {
      for (const buffer of writes) constants.add(buffer);
      once.push(place);
    } else each.push(place);
  });
  const needed = new Set<number>();
  const keep = (places: readonly number[]) => wanted(places, kinds, ops, sameAs, needed);
  // The step's operations first: what they read of constants is wanted of the others.
  const kept = keep(each);
  return { once: keep(once), each: kept, sameAs, constants };
}

/** Backwards: an operation is wanted if it writes outside, or what a later wanted one reads. Adds to `needed`. */
function wanted(
  places: readonly number[],
  kinds: readonly BufferKind[],
  ops: readonly AbstractOp[],
  sameAs: ReadonlyMap<number, number>,
  needed: Set<number>,
): number[] {
  const kept = [...places].reverse().filter((place) => {
    const { reads, writes } = ops[place] as AbstractOp;
    if (!writes.some((buffer) => kinds[buffer] === 'outside' || needed.has(buffer))) return false;
    // What it writes may be written over only in part: earlier writes stay wanted, too.
    for (const buffer of [...reads, ...writes]) needed.add(sameAs.get(buffer) ?? buffer);
    return true;
  });
  return kept.reverse();
}
