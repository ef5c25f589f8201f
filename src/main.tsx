/** The page's composition root: address to state, worker to store, store and actions to <App/>. Nothing else wires these. */
import { createRoot } from 'react-dom/client';
import { startEngine } from './client/startEngine.ts';
import type { AppState } from './state/appState.ts';
import { initialState } from './state/initialState.ts';
import { createAppStore } from './state/store.ts';
import { App } from './ui/App.tsx';
import { createActions } from './ui/actions.ts';

declare global {
  interface Window {
    /** For automation: what the page knows, to read only. */
    gyrus?: { readonly getState: () => AppState };
  }
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root": the page cannot be drawn.');

const store = createAppStore(initialState(location.hash));
const client = startEngine(store.apply);
const actions = createActions(store, client);
window.addEventListener('hashchange', () => actions.followLink(location.hash));
window.gyrus = { getState: store.getState };

createRoot(root).render(<App store={store} actions={actions} />);
