/** What a person can compare: each is a request to the worker. Comparisons are kept in the state, the rest by the asking panel. */
import type { Client } from '../client/client.ts';
import type { Comparison, EmbeddingMethod, SeedPairs, Side } from '../protocol/comparison.ts';
import type { RunStory } from '../protocol/events.ts';
import type { Look } from '../protocol/explore.ts';

export interface ComparisonWish {
  readonly sides: readonly [Side, Side];
  readonly method: EmbeddingMethod;
  /** Pictures of each side. */
  readonly count: number;
  /** The first side's first seed; the second side's seeds follow the first's. */
  readonly seed: number;
  readonly psi: number;
}

/** All that are promised reject with a FailureError. */
export interface CompareActions {
  /** Resolves with undefined where it was stopped. */
  compareSides(wish: ComparisonWish): Promise<Comparison | undefined>;
  stopComparing(): void;
  drawPairs(sides: readonly [Side, Side], firstSeed: number, count: number, look: Look): Promise<SeedPairs>;
  compareRuns(runIds: readonly [string, string]): Promise<readonly [RunStory, RunStory]>;
}

export function createCompareActions(client: Client): CompareActions {
  return {
    compareSides: async (wish) => (await client.request({ type: 'compare/embed', ...wish })).comparison,
    stopComparing: () => client.send({ type: 'compare/stop' }),
    drawPairs: async (sides, firstSeed, count, look) =>
      (await client.request({ type: 'compare/pairs', sides, firstSeed, count, look })).pairs,
    compareRuns: async (runIds) => (await client.request({ type: 'compare/runs', runIds })).stories,
  };
}
