/** Two moments of a run laid over each other: pure changes of that part of the state. It draws nothing. */
import type { SampleSheet } from '../protocol/events.ts';
import type { AppState, OnionSkin } from './appState.ts';
import { placeOf } from './sheetHistory.ts';

/** So that both are seen at once. */
const FIRST_SHARE = 0.5;

/** Compared with the sheet at `nimg`, or with none any more. */
export function comparing(state: AppState, nimg: number | undefined): AppState {
  const { onion, ...rest } = state;
  if (nimg === undefined) return rest;
  return { ...state, onion: { mode: 'blend', share: FIRST_SHARE, ...onion, nimg } };
}

/** The sheet that is compared with; undefined where there is none. */
export function comparedSheet({ run, onion }: AppState): SampleSheet | undefined {
  if (!run || !onion) return undefined;
  const place = placeOf(run.sheets, onion.nimg);
  return place === 'live' ? undefined : run.sheets[place];
}

/** Another way to lay them over each other; nothing where none are. */
export function comparedBy(state: AppState, change: Partial<Omit<OnionSkin, 'nimg'>>): AppState {
  return state.onion ? { ...state, onion: { ...state.onion, ...change } } : state;
}
