/**
 * The page's end of working offline: registers the service worker of a built page and finds out what it keeps. A browser that
 * refuses is said and never disturbs the page; it does nothing under the development server.
 */
import type { OfflineAnswer, OfflineQuestion, OfflineView } from '../protocol/offline.ts';

/** Registers the service worker and tells `onView` what the page may say of itself, once that is known. */
export function keepOffline(onView: (view: OfflineView) => void): void {
  if (!import.meta.env.PROD) return;
  const worker = `${import.meta.env.BASE_URL}service-worker.js`;
  void offlineViewOf(navigator, worker, new URL(import.meta.url).pathname).then(onView);
}

/**
 * What holds for the page once its service worker is in charge. worker: the service worker's address. script: path of a
 * script of this page's version, which also names the lock that says the page is open. Never rejects.
 */
export async function offlineViewOf(
  browser: Pick<Navigator, 'locks' | 'serviceWorker'>,
  worker: string,
  script: string,
): Promise<OfflineView> {
  try {
    if (!browser.serviceWorker) return withObstacle('This browser, or this window, has no service workers.');
    await holdLock(browser.locks, script);
    const registration: ServiceWorkerRegistration | undefined = await browser.serviceWorker.register(worker);
    // Automated browsers that block service workers answer so, against the standard.
    if (!registration) return withObstacle('This browser blocks service workers.');
    const present = registration.active && (await ask(registration.active, script));
    if (present?.kept) return present;
    // The one in charge keeps another version: the server has this page's own.
    if (registration.active && !registration.installing) await registration.update();
    const next = registration.installing ?? registration.waiting;
    if (next) await activation(next);
    const answer = registration.active && (await ask(registration.active, script));
    if (answer?.kept) return answer;
    return { ...(answer ?? NOTHING_KNOWN), obstacle: 'This browser keeps another version of the page.' };
  } catch (error) {
    return withObstacle(`This browser would not keep it: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const NOTHING_KNOWN: OfflineAnswer = { kept: false, confined: false };
const withObstacle = (obstacle: string): OfflineView => ({ ...NOTHING_KNOWN, obstacle });

/** Takes a lock for the page's life; resolves when it is held. */
function holdLock(locks: LockManager, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const forever = new Promise<never>(() => undefined);
    locks
      .request(name, { mode: 'shared' }, () => {
        resolve();
        return forever;
      })
      .catch(reject);
  });
}

/** Resolves when a service worker is in charge, rejects when it could not be installed. */
function activation(worker: ServiceWorker): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (worker.state === 'activated') resolve();
      else if (worker.state === 'redundant') reject(new Error('its files could not all be fetched and stored.'));
    };
    worker.addEventListener('statechange', look);
    look();
  });
}

function ask(worker: ServiceWorker, script: string): Promise<OfflineAnswer> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<OfflineAnswer>) => {
      port1.close();
      resolve(data);
    };
    worker.postMessage({ type: 'offline/ask', script } satisfies OfflineQuestion, [port2]);
  });
}
