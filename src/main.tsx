/** The page's composition root: address to state, worker to store, store and actions to <App/>. Nothing else wires these. */
import { createRoot } from 'react-dom/client';
import { keepOffline } from './client/keepOffline.ts';
import { startEngine } from './client/startEngine.ts';
import { initialState } from './state/initialState.ts';
import { createAppStore } from './state/store.ts';
import { App } from './ui/App.tsx';
import { createActions } from './ui/actions.ts';
import { automationOf } from './ui/automation.ts';
import { keepAwake } from './ui/keepAwake.ts';
import { keepRuns } from './ui/keepRuns.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root": the page cannot be drawn.');

const store = createAppStore(initialState(location.hash));
const client = startEngine(store.apply, location.search);
const actions = createActions(store, client);
keepRuns(store, client, document);
if ('wakeLock' in navigator) keepAwake(store, navigator.wakeLock, document);
window.addEventListener('hashchange', () => actions.followLink(location.hash));
window.gyrus = automationOf(store.getState, client);

keepOffline((offline) => store.update((state) => ({ ...state, offline })));
createRoot(root).render(<App store={store} actions={actions} />);
