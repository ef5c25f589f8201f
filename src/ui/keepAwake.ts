/**
 * Keeps the computer awake while a run is under way, if that is wanted: a lock of the browser's, which it takes back when the
 * page is hidden and which is asked for again when it is seen. It never holds one without a run.
 */
import { keepingAwake } from '../state/choices.ts';
import { runIsActive } from '../state/questions.ts';
import type { AppStore } from '../state/store.ts';
import type { PageVisibility } from './keepRuns.ts';

/** What is needed of `navigator.wakeLock`; tests give a stand-in. */
export interface WakeLocks {
  request(type: 'screen'): Promise<Pick<WakeLockSentinel, 'release' | 'released'>>;
}

const REFUSED = 'The browser refused to keep the computer awake; a battery that is low is the usual reason.';

/** Follows `store` and `page` for the page's life; a refusal turns the setting off and is kept with its reason. */
export function keepAwake(store: AppStore, locks: WakeLocks, page: PageVisibility): void {
  let lock: Awaited<ReturnType<WakeLocks['request']>> | undefined;
  let asking = false;

  const isWanted = () => {
    const state = store.getState();
    return state.awake.wanted && runIsActive(state) && page.visibilityState === 'visible';
  };

  async function follow(): Promise<void> {
    if (asking) return;
    if (!isWanted()) {
      const held = lock;
      lock = undefined;
      await held?.release();
      return;
    }
    if (lock && !lock.released) return;
    asking = true;
    try {
      lock = await locks.request('screen');
    } catch {
      // A page that was hidden meanwhile is refused too: that is no answer to the wish.
      if (isWanted()) store.update((state) => keepingAwake(state, false, REFUSED));
    }
    asking = false;
    if (!isWanted()) await follow();
  }

  store.subscribe((state, before) => {
    if (state.awake.wanted !== before.awake.wanted || runIsActive(state) !== runIsActive(before)) void follow();
  });
  page.addEventListener('visibilitychange', () => void follow());
}
