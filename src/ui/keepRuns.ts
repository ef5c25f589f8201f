/**
 * Keeps the list of saved runs current, and has a run saved when the page is hidden, since a hidden page may be ended at any
 * moment. It asks; the worker saves and lists.
 */
import type { Client } from '../client/client.ts';
import type { AppState } from '../state/appState.ts';
import type { AppStore } from '../state/store.ts';

/** What is needed of `document`; tests give a stand-in. */
export type PageVisibility = Pick<Document, 'visibilityState' | 'addEventListener'>;

/** A run that saves often need not be listed as often: its size and date may be a minute old. */
const LIST_AGAIN_MS = 60_000;

/** Follows `store` and `page` for the page's life. */
export function keepRuns(store: Pick<AppStore, 'getState' | 'subscribe'>, client: Client, page: PageVisibility): void {
  let listedSaveAt = Number.NEGATIVE_INFINITY;

  store.subscribe((state, before) => {
    if (state.engine.phase !== 'ready') return;
    const began = before.engine.phase !== 'ready';
    const savedAt = newSaveAt(state, before);
    // The last save of a run that is over is news at once: the list said "interrupted" until then.
    const isDue = savedAt !== undefined && (!isUnderWay(state) || savedAt - listedSaveAt >= LIST_AGAIN_MS);
    if (isDue) listedSaveAt = savedAt;
    if (began || isDue || runChanged(state, before)) client.send({ type: 'runs/list' });
  });

  page.addEventListener('visibilitychange', () => {
    const state = store.getState();
    const { run, engine } = state;
    if (page.visibilityState === 'hidden' && run && isUnderWay(state) && engine.phase === 'ready')
      client.send({ type: 'run/save', runId: run.runId });
  });
}

/** Training or paused: there is more to save than the last time. */
function isUnderWay({ run }: AppState): boolean {
  return run?.state === 'training' || run?.state === 'paused';
}

/** Another run, or the same one in another state. */
function runChanged({ run }: AppState, before: AppState): boolean {
  return run?.runId !== before.run?.runId || run?.state !== before.run?.state;
}

/** When the run was saved, if that is news. */
function newSaveAt({ run }: AppState, before: AppState): number | undefined {
  return run?.saved !== before.run?.saved ? run?.saved?.at : undefined;
}
