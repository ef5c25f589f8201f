/** Back-pressure: few steps are on their way to the GPU at a time, or pausing and memory would lag far behind. */

/** Enough that the GPU never waits for JavaScript. */
export const MOST_IN_FLIGHT = 2;

export interface InFlight {
  /** Call after submitting a step: resolves when there is room for the next one. */
  room(): Promise<void>;
}

/**
 * @param submitted resolves when everything submitted so far is done
 * @param most steps that may be submitted and not yet done, asked for at each step: 1 waits for each
 */
export function createInFlight(submitted: () => Promise<void>, most: () => number = () => MOST_IN_FLIGHT): InFlight {
  const pending: Promise<void>[] = [];
  return {
    async room() {
      const done = submitted();
      // Whoever waits for it hears of a lost GPU; where the loop ended before, nobody does.
      done.catch(() => undefined);
      pending.push(done);
      while (pending.length >= most()) await pending.shift();
    },
  };
}
