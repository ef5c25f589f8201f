/** What the Explore view draws, and how far its zip is: pure changes of that part of the state. It holds no picture. */
import type { AppState, ExploreView } from './appState.ts';

/** Sheets of runs begin at this seed too, so that a reader meets the same pictures. */
const FIRST_SEED = 1000;
const FIRST_COUNT = 24;

export const FIRST_EXPLORE: ExploreView = {
  firstSeed: FIRST_SEED,
  count: FIRST_COUNT,
  look: { psi: 1, noise: 'constant' },
};

/** Other seeds, or another way to draw them. */
export function exploring(state: AppState, choice: Partial<Omit<ExploreView, 'archive'>>): AppState {
  return { ...state, explore: { ...state.explore, ...choice } };
}

export function withArchive(state: AppState, { done, of }: { readonly done: number; readonly of: number }): AppState {
  return { ...state, explore: { ...state.explore, archive: { done, of } } };
}

/** No zip is being made any more. */
export function withoutArchive(state: AppState): AppState {
  const { archive: _, ...explore } = state.explore;
  return { ...state, explore };
}
