/** The kept files: whole or not at all, one version a cache, hashed names from the cache and others from the server. */
import { describe, expect, it } from 'vitest';
import { createShelf, type ShelfWorld } from '../../../src/offline/shelf.ts';
import type { BuiltPage } from '../../../src/protocol/offline.ts';

const ORIGIN = 'http://localhost:4173';
const POLICY = { 'content-security-policy': "default-src 'none'; script-src 'self'; connect-src 'self'" };

const version = (name: string): BuiltPage => ({
  version: name,
  hashedBelow: '/assets/',
  files: ['/', '/favicon.svg', `/assets/index-${name}.js`].map((path) => ({ path, integrity: `sha256-${path}` })),
});

type Stored = Map<string, Response>;
type Wish = string | Request;
const pathOf = (wish: Wish) => (typeof wish === 'string' ? wish : new URL(wish.url).pathname);

/** CacheStorage as far as the shelf uses it. */
function memoryCaches() {
  const stored = new Map<string, Stored>();
  const cacheOf = (files: Stored) => ({
    match: async (wish: Wish) => files.get(pathOf(wish))?.clone(),
    put: async (wish: Wish, response: Response) => void files.set(pathOf(wish), response),
  });
  const caches = {
    open: async (name: string) => {
      const files = stored.get(name) ?? new Map<string, Response>();
      stored.set(name, files);
      return cacheOf(files) as Cache;
    },
    has: async (name: string) => stored.has(name),
    delete: async (name: string) => stored.delete(name),
    keys: async () => [...stored.keys()],
    match: async (wish: Wish) => {
      for (const files of stored.values()) if (files.has(pathOf(wish))) return files.get(pathOf(wish))?.clone();
      return undefined;
    },
  } as ShelfWorld['caches'];
  return { stored, caches };
}

/** A server of one version, which can be ended. */
class StandInServer {
  files: BuiltPage['files'];
  headers: Record<string, string> = POLICY;
  asked: string[] = [];
  ended = false;
  constructor(page: BuiltPage) {
    this.files = page.files;
  }
  readonly fetch = async (wish: URL | RequestInfo, init?: RequestInit): Promise<Response> => {
    const path = pathOf(wish as Wish);
    this.asked.push(path);
    const file = this.files.find((found) => found.path === path);
    if (this.ended) throw new TypeError('Failed to fetch');
    if (!file) return new Response('no such file', { status: 404 });
    if (init?.integrity && init.integrity !== file.integrity) throw new TypeError('Failed to fetch');
    return new Response(`server: ${path}`, { headers: this.headers });
  };
}

function world(page = version('1')) {
  const memory = memoryCaches();
  const server = new StandInServer(page);
  const surroundings = { caches: memory.caches, fetch: server.fetch, origin: ORIGIN };
  return { ...memory, server, shelfOf: (name: string) => createShelf(version(name), surroundings) };
}

const get = (path: string, init?: RequestInit) => new Request(ORIGIN + path, init);
const textOf = async (answer: Promise<Response> | undefined) => (await answer)?.text();

describe('filling', () => {
  it('keeps every file of its version', async () => {
    const { shelfOf, stored } = world();
    await shelfOf('1').fill();
    expect([...(stored.get('gyrus-1')?.keys() ?? [])]).toEqual(version('1').files.map(({ path }) => path));
    expect(await shelfOf('1').inspect('/assets/index-1.js')).toEqual({ kept: true, confined: true });
  });

  it('keeps nothing, and leaves the older version whole, where the server has a file of another content', async () => {
    const { shelfOf, stored, server } = world();
    await shelfOf('1').fill();
    server.files = version('2').files.map((file) => ({
      ...file,
      integrity: file.path === '/' ? 'sha256-else' : file.integrity,
    }));
    await expect(shelfOf('2').fill()).rejects.toThrow('/ could not be kept');
    expect([...stored.keys()]).toEqual(['gyrus-1']);
    expect((await shelfOf('1').inspect('/assets/index-1.js')).kept).toBe(true);
  });

  it('keeps nothing where a file is missing', async () => {
    const { shelfOf, stored, server } = world();
    server.files = server.files.slice(0, -1);
    await expect(shelfOf('1').fill()).rejects.toThrow('/assets/index-1.js could not be kept');
    expect(stored.size).toBe(0);
  });

  it('leaves what is there already when it fails again', async () => {
    const { shelfOf, server } = world();
    await shelfOf('1').fill();
    server.ended = true;
    await expect(shelfOf('1').fill()).rejects.toThrow('could not be kept');
    expect((await shelfOf('1').inspect('/assets/index-1.js')).kept).toBe(true);
  });
});

describe('answering', () => {
  it('takes hashed names from its cache without asking the server', async () => {
    const { shelfOf, server } = world();
    await shelfOf('1').fill();
    server.asked = [];
    expect(await textOf(shelfOf('1').answer(get('/assets/index-1.js')))).toBe('server: /assets/index-1.js');
    expect(server.asked).toEqual([]);
  });

  it("gives an open page of an older version that version's files", async () => {
    const { shelfOf, server } = world();
    await shelfOf('1').fill();
    server.files = version('2').files;
    await shelfOf('2').fill();
    expect(await textOf(shelfOf('2').answer(get('/assets/index-1.js')))).toBe('server: /assets/index-1.js');
  });

  it('takes hashed names that no cache has from the server', async () => {
    const { shelfOf, server } = world();
    await shelfOf('1').fill();
    server.files = version('2').files;
    expect(await textOf(shelfOf('1').answer(get('/assets/index-2.js')))).toBe('server: /assets/index-2.js');
  });

  it('asks the server for the page, with whatever switches, and keeps it for when there is none', async () => {
    const { shelfOf, server } = world();
    await shelfOf('1').fill();
    server.asked = [];
    await shelfOf('1').answer(get('/?ops=reference'));
    expect(server.asked).toEqual(['/']);
    server.ended = true;
    const response = await shelfOf('1').answer(get('/?ops=reference'));
    expect(response?.headers.get('content-security-policy')).toContain("connect-src 'self'");
  });

  it('stays out of everything else', async () => {
    const shelf = world().shelfOf('1');
    expect(shelf.answer(get('/', { method: 'POST' }))).toBeUndefined();
    expect(shelf.answer(get('/elsewhere'))).toBeUndefined();
    expect(shelf.answer(new Request('http://localhost:9999/'))).toBeUndefined();
  });
});

describe('sweeping', () => {
  it('drops versions of which no page is open, and only them', async () => {
    const { shelfOf, server, stored, caches } = world();
    for (const name of ['1', '2', '3']) {
      server.files = version(name).files;
      await shelfOf(name).fill();
    }
    await caches.open('of another program');
    await shelfOf('3').sweep(['/assets/index-2.js', '/assets/index-3.js']);
    expect([...stored.keys()]).toEqual(['gyrus-2', 'gyrus-3', 'of another program']);
  });
});

describe('inspecting', () => {
  it('does not call another version of the page kept', async () => {
    const { shelfOf } = world();
    await shelfOf('1').fill();
    expect((await shelfOf('1').inspect('/assets/index-2.js')).kept).toBe(false);
  });

  it('does not call a cache kept that has lost a file', async () => {
    const { shelfOf, stored } = world();
    await shelfOf('1').fill();
    stored.get('gyrus-1')?.delete('/favicon.svg');
    expect((await shelfOf('1').inspect('/assets/index-1.js')).kept).toBe(false);
  });

  it.each([
    {},
    { 'content-security-policy': "default-src 'none'; connect-src 'self' https:" },
    { 'content-security-policy': "connect-src 'self'" },
  ])('does not call a page confined that came with %o', async (headers) => {
    const { shelfOf, server } = world();
    server.headers = headers as Record<string, string>;
    await shelfOf('1').fill();
    expect(await shelfOf('1').inspect('/assets/index-1.js')).toEqual({ kept: true, confined: false });
  });
});
