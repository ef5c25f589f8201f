/**
 * The built page's files as this browser keeps them: one cache a version, filled whole or not at all, and dropped when no
 * page of that version is open. It answers for files of the page alone and never keeps anything else.
 */
import type { BuiltPage, OfflineAnswer } from '../protocol/offline.ts';

/** What the shelf needs of its surroundings; tests give it stand-ins. */
export interface ShelfWorld {
  readonly caches: Pick<CacheStorage, 'open' | 'has' | 'delete' | 'keys' | 'match'>;
  readonly fetch: typeof fetch;
  readonly origin: string;
}

export interface Shelf {
  /** Keeps every file of this version; rejects with a sentence, and keeps none, where one is missing or of another version. */
  fill(): Promise<void>;
  /** Drops the other versions, but for those that a script in `openScripts` (paths) is of. */
  sweep(openScripts: readonly string[]): Promise<void>;
  /** The response for a file of the page, and undefined for everything else. */
  answer(request: Request): Promise<Response> | undefined;
  /** Whether the version that `script` (a path) is of is this one and whole, and under which policy it came. */
  inspect(script: string): Promise<OfflineAnswer>;
}

/** Other pages of the same address may have caches, too. */
const PREFIX = 'gyrus-';
const OWN_ADDRESS_ALONE = /(?:^|;)\s*connect-src 'self'\s*(?:;|$)/;
const NOTHING_ELSE = /(?:^|;)\s*default-src 'none'\s*(?:;|$)/;

export function createShelf(page: BuiltPage, { caches, fetch, origin }: ShelfWorld): Shelf {
  const name = PREFIX + page.version;
  const paths = new Set(page.files.map(({ path }) => path));

  async function fromServer(path: string, integrity: string): Promise<Response> {
    // The browser compares the hash, so a file that was built in the meantime is refused.
    const response = await fetch(path, { integrity, cache: 'no-cache' });
    if (!response.ok) throw new Error(`The server answered ${response.status}.`);
    return response;
  }

  return {
    async fill() {
      // A cache that is there already holds the same files, and an open page may be using it.
      const isNew = !(await caches.has(name));
      const cache = await caches.open(name);
      try {
        for (const { path, integrity } of page.files) {
          try {
            await cache.put(path, await fromServer(path, integrity));
          } catch (error) {
            throw new Error(`${path} could not be kept for working offline. Reload the page to try again.`, {
              cause: error,
            });
          }
        }
      } catch (error) {
        if (isNew) await caches.delete(name);
        throw error;
      }
    },

    async sweep(openScripts) {
      for (const other of await caches.keys()) {
        if (!other.startsWith(PREFIX) || other === name) continue;
        const cache = await caches.open(other);
        const found = await Promise.all(openScripts.map((script) => cache.match(script)));
        if (found.every((script) => script === undefined)) await caches.delete(other);
      }
    },

    answer(request) {
      const { origin: asked, pathname } = new URL(request.url);
      if (request.method !== 'GET' || asked !== origin) return undefined;
      if (pathname.startsWith(page.hashedBelow)) return keptFirst(request, pathname);
      return paths.has(pathname) ? serverFirst(request, pathname) : undefined;
    },

    async inspect(script) {
      const cache = await caches.open(name);
      const kept = await Promise.all(page.files.map(async ({ path }) => ({ path, response: await cache.match(path) })));
      const governed = kept.filter(({ path }) => path.endsWith('/') || path.endsWith('.js'));
      return {
        kept: paths.has(script) && kept.every(({ response }) => response !== undefined),
        confined: governed.every(({ response }) => isConfined(response)),
      };
    },
  };

  /** A name with its content's hash cannot be out of date, and an open page may be of any version that is kept. */
  async function keptFirst(request: Request, path: string): Promise<Response> {
    const own = await (await caches.open(name)).match(path);
    return own ?? (await caches.match(path)) ?? fetch(request);
  }

  /**
   * A name without a hash is the server's to answer: it may have a newer page, or be another project's on the same port.
   * Only where there is no server does the kept file stand in.
   */
  async function serverFirst(request: Request, path: string): Promise<Response> {
    try {
      return await fetch(request);
    } catch (error) {
      const kept = await (await caches.open(name)).match(path);
      if (kept) return kept;
      throw error;
    }
  }
}

function isConfined(response: Response | undefined): boolean {
  const policy = response?.headers.get('content-security-policy') ?? '';
  return OWN_ADDRESS_ALONE.test(policy) && NOTHING_ELSE.test(policy);
}
