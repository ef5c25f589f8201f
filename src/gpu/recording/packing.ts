/**
 * Places temporaries that are not alive at the same time into common slots. A slot is a buffer of its own: WebGPU refuses
 * one buffer that a kernel reads and writes at once, even in different places. Pure.
 */

/** Bytes from the first operation that touches it to the last, both included. */
export interface Lifetime {
  readonly size: number;
  readonly first: number;
  readonly last: number;
}

export interface Packing {
  /** The slot of each lifetime, in the given order. */
  readonly slotOf: readonly number[];
  readonly slotSizes: readonly number[];
  /** The most bytes alive at once: no packing needs fewer. */
  readonly peakBytes: number;
}

/** Largest first, each into the slot that fits it best; greedy by size. */
export function pack(lifetimes: readonly Lifetime[]): Packing {
  const slotOf = new Array<number>(lifetimes.length).fill(0);
  const slots: { readonly size: number; readonly held: Lifetime[] }[] = [];
  const order = lifetimes.map((_, i) => i).sort((a, b) => sizeAt(lifetimes, b) - sizeAt(lifetimes, a) || a - b);
  for (const i of order) {
    const lifetime = lifetimes[i] as Lifetime;
    // Slots are made largest first, so the last that is free wastes least.
    let place = slots.length - 1;
    while (place >= 0 && !isFree(slots[place]?.held ?? [], lifetime)) place--;
    if (place < 0) place = slots.push({ size: lifetime.size, held: [] }) - 1;
    slots[place]?.held.push(lifetime);
    slotOf[i] = place;
  }
  return { slotOf, slotSizes: slots.map(({ size }) => size), peakBytes: peakOf(lifetimes) };
}

const sizeAt = (lifetimes: readonly Lifetime[], i: number) => (lifetimes[i] as Lifetime).size;

function isFree(held: readonly Lifetime[], { first, last }: Lifetime): boolean {
  return held.every((other) => other.last < first || other.first > last);
}

function peakOf(lifetimes: readonly Lifetime[]): number {
  const changes = lifetimes.flatMap(({ size, first, last }) => [
    { at: first, by: size },
    { at: last + 1, by: -size },
  ]);
  changes.sort((a, b) => a.at - b.at || a.by - b.by);
  let now = 0;
  let most = 0;
  for (const { by } of changes) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}
