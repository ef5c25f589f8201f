/** The page's store: one AppState, changed by worker events and by choices. It knows neither React nor the worker. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TrainerEvent } from '../protocol/events.ts';
import { applyEvent } from './applyEvent.ts';
import type { AppState } from './appState.ts';

export interface AppStore extends Pick<StoreApi<AppState>, 'getState' | 'getInitialState' | 'subscribe'> {
  /** Folds one worker event into the state. */
  apply(event: TrainerEvent): void;
  /** Replaces the state by what `change` makes of it. */
  update(change: (state: AppState) => AppState): void;
}

export function createAppStore(initial: AppState): AppStore {
  const store = createStore<AppState>(() => initial);
  // `replace`: a field that the next state leaves out must be gone, not merged from the old one.
  const replace = (next: AppState) => store.setState(next, true);
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    apply: (event) => replace(applyEvent(store.getState(), event)),
    update: (change) => replace(change(store.getState())),
  };
}
