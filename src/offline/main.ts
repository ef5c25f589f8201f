/**
 * The service worker: keeps the built page in this browser, so that it works without its server. The build writes the list of
 * files in place of BUILT_PAGE. It takes over at once, since the shelf keeps what older pages that are open still need.
 */
import type { BuiltPage, OfflineQuestion } from '../protocol/offline.ts';
import { createShelf } from './shelf.ts';

declare const self: ServiceWorkerGlobalScope;
declare const BUILT_PAGE: BuiltPage;

const shelf = createShelf(BUILT_PAGE, {
  caches: self.caches,
  fetch: (input, init) => self.fetch(input, init),
  origin: self.location.origin,
});

self.addEventListener('install', (event) => event.waitUntil(shelf.fill().then(() => self.skipWaiting())));

self.addEventListener('activate', (event) =>
  event.waitUntil(
    openScripts().then(async (scripts) => {
      if (scripts) await shelf.sweep(scripts);
      await self.clients.claim();
    }),
  ),
);

self.addEventListener('fetch', (event) => {
  const answer = shelf.answer(event.request);
  if (answer) event.respondWith(answer);
});

self.addEventListener('message', (event) => {
  const question: OfflineQuestion = event.data;
  if (question.type !== 'offline/ask') return;
  event.waitUntil(shelf.inspect(question.script).then((answer) => event.ports[0]?.postMessage(answer)));
});

/**
 * The script of every open page: each holds a lock of its path's name for as long as it is open. undefined while one is
 * still being loaded, which may be of any version.
 */
async function openScripts(): Promise<string[] | undefined> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const { held = [] } = await self.navigator.locks.query();
  const scripts = held.filter(({ name }) => name?.startsWith('/'));
  // Counted, since browsers name a page differently here and there.
  const pages = new Set(scripts.map(({ clientId }) => clientId)).size;
  return pages < windows.length ? undefined : scripts.map(({ name = '' }) => name);
}
