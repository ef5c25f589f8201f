/** Gives every panel the page's state and actions. Panels hold no other shared state, and nothing here is created. */
import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { AppState } from '../state/appState.ts';
import type { AppStore } from '../state/store.ts';
import type { Actions } from './actions.ts';

interface AppContextValue {
  readonly store: AppStore;
  readonly actions: Actions;
}

const AppContext = createContext<AppContextValue | undefined>(undefined);

export function AppProvider({ store, actions, children }: AppContextValue & { readonly children: ReactNode }) {
  return <AppContext value={{ store, actions }}>{children}</AppContext>;
}

function useApp(): AppContextValue {
  const value = useContext(AppContext);
  if (!value) throw new Error('This component is outside AppProvider: put it inside <App/>.');
  return value;
}

/** The part of the state that `selector` picks; redraws when it changes by identity. Select values, not new objects. */
export function useAppState<T>(selector: (state: AppState) => T): T {
  return useStore(useApp().store, selector);
}

/** What a person can do; the same object for the page's life. */
export function useActions(): Actions {
  return useApp().actions;
}
