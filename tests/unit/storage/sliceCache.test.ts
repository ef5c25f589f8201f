import { describe, expect, it } from 'vitest';
import { type CacheDirectory, openSliceCache, removeStaleCaches } from '../../../src/storage/sliceCache.ts';

/** A directory in memory; files whose name is in `locked` belong to another tab. */
function fakeDirectory({ free, locked = [] as string[] }: { free?: number; locked?: string[] } = {}) {
  const files = new Map<string, Uint8Array>();
  const writes: number[] = [];
  const directory: CacheDirectory = {
    names: async () => [...files.keys()],
    freeBytes: async () => free,
    create: async (name) => {
      files.set(name, new Uint8Array(0));
      return {
        read(buffer, { at }) {
          const stored = (files.get(name) as Uint8Array).subarray(at, at + buffer.length);
          buffer.set(stored);
          return stored.length;
        },
        write(buffer, { at }) {
          const before = files.get(name) as Uint8Array;
          const after = new Uint8Array(Math.max(before.length, at + buffer.length));
          after.set(before);
          after.set(buffer, at);
          files.set(name, after);
          writes.push(buffer.length);
          return buffer.length;
        },
        close: () => undefined,
      };
    },
    remove: async (name) => (locked.includes(name) ? false : files.delete(name)),
  };
  return { directory, files, writes };
}

const SIDE = 256;
const SQUARE = SIDE * SIDE;

describe('the slice cache', () => {
  it('gives back every square, whether it is in the file yet or not', async () => {
    const { directory, writes } = fakeDirectory();
    const cache = await openSliceCache(directory, SQUARE, 40);
    for (let i = 0; i < 40; i++) cache.append(new Uint8Array(SQUARE).fill(i));
    expect(cache.count).toBe(40);
    expect(writes).toEqual([2 ** 20, 2 ** 20]); // 16 squares each; 8 are still waiting
    const target = new Uint8Array(SQUARE + 1);
    for (const slot of [39, 0, 15, 16, 31, 32]) {
      cache.copy(slot, target, 1);
      expect([target[1], target[SQUARE]]).toEqual([slot, slot]);
    }
    expect(() => cache.copy(40, target, 0)).toThrow('holds 40');
  });

  it('removes its file on close, once', async () => {
    const { directory, files } = fakeDirectory();
    const cache = await openSliceCache(directory, 4, 2);
    cache.append(new Uint8Array(4));
    expect(files.size).toBe(1);
    await cache.close();
    await cache.close();
    expect(files.size).toBe(0);
    expect(() => cache.copy(0, new Uint8Array(4), 0)).toThrow('closed');
  });

  it('says beforehand when the browser has no room', async () => {
    const { directory, files } = fakeDirectory({ free: 10e6 });
    await expect(openSliceCache(directory, SQUARE, 1000)).rejects.toMatchObject({
      failure: {
        code: 'zip-too-large',
        message: expect.stringContaining("need 66 MB of this browser's storage, and it has 10 MB left"),
      },
    });
    expect(files.size).toBe(0);
  });

  it('says so when the storage fills up while writing', async () => {
    const { directory } = fakeDirectory();
    const full: CacheDirectory = {
      ...directory,
      create: async (name) => ({ ...(await directory.create(name)), write: () => 100 }),
    };
    const cache = await openSliceCache(full, SQUARE, 20);
    const fill = () => {
      for (let i = 0; i < 20; i++) cache.append(new Uint8Array(SQUARE));
    };
    expect(fill).toThrow("browser's storage is full");
  });

  it('removes what earlier visits left, but not what another tab holds', async () => {
    const locked: string[] = [];
    const { directory, files } = fakeDirectory({ locked });
    await openSliceCache(directory, 4, 1);
    locked.push(...files.keys());
    await openSliceCache(directory, 4, 1);
    files.set('something-else', new Uint8Array(1));
    expect(await removeStaleCaches(directory)).toBe(1);
    expect([...files.keys()].sort()).toEqual([...locked, 'something-else'].sort());
  });
});
