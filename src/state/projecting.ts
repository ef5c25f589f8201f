/** A search for a real picture among those that can be drawn: how far it is, and what it found. Pure; it starts nothing. */
import type { TrainerEvent } from '../protocol/events.ts';
import type { Failure } from '../protocol/failure.ts';
import type { Projection } from '../protocol/projection.ts';
import type { AppState } from './appState.ts';

/** One is asked for; what the last one found goes. */
export function beginProjecting(state: AppState, of: number): AppState {
  return { ...state, projection: { progress: { step: 0, of, losses: [] } } };
}

export function projecting(
  state: AppState,
  { step, of, loss, sheet }: Extract<TrainerEvent, { type: 'explore/projecting' }>,
): AppState {
  const before = state.projection.progress;
  const seen = sheet ?? before?.sheet;
  const losses = [...(before?.losses ?? []), { step, loss }];
  return { ...state, projection: { progress: { step, of, losses, ...(seen ? { sheet: seen } : {}) } } };
}

export function projected(state: AppState, found: Projection): AppState {
  return { ...state, projection: { found } };
}

export function projectionFailed(state: AppState, failure: Failure): AppState {
  return { ...state, projection: { failure } };
}

/** None is under way any more; what was found stays. */
export function withoutSearch(state: AppState): AppState {
  const { progress: _, ...projection } = state.projection;
  return { ...state, projection };
}
