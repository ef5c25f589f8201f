/** Back-pressure: at most two steps are on their way to the GPU, or pausing and memory would lag far behind. */

/** Steps that may be submitted and not yet done. */
const MOST_IN_FLIGHT = 2;

export interface InFlight {
  /** Call after submitting a step: resolves when there is room for the next one. */
  room(): Promise<void>;
}

/** @param submitted resolves when everything submitted so far is done */
export function createInFlight(submitted: () => Promise<void>): InFlight {
  const pending: Promise<void>[] = [];
  return {
    async room() {
      pending.push(submitted());
      if (pending.length >= MOST_IN_FLIGHT) await pending.shift();
    },
  };
}
