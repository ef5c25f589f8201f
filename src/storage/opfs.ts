/**
 * The browser's own directory for the slice cache. Workers only: synchronous file handles exist nowhere else. It refuses
 * to pretend: a browser without an origin private file system gets undefined, and the pixels stay in memory.
 */
import type { CacheDirectory, CacheFile } from './sliceCache.ts';

const FOLDER = 'gyrus-slice-cache';
/** One tab at a time makes or removes files, so that none removes a file between its making and its locking. */
const LOCK = 'gyrus-slice-cache';
/** What a browser says about a file that another worker holds. */
const LOCKED_ERRORS: readonly string[] = ['NoModificationAllowedError', 'InvalidStateError'];

/** The cache's folder; undefined where the browser has no origin private file system (or forbids it, as private windows may). */
export async function cacheDirectory(): Promise<CacheDirectory | undefined> {
  const root = await rootDirectory();
  if (root === undefined) return undefined;
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  return {
    async names() {
      const names: string[] = [];
      for await (const name of folder.keys()) names.push(name);
      return names;
    },
    create: (name) =>
      navigator.locks.request(LOCK, async () => {
        const handle = await folder.getFileHandle(name, { create: true });
        if (!isLockable(handle))
          throw new Error('This browser has no synchronous file handles; keep the slices in memory.');
        return handle.createSyncAccessHandle();
      }),
    remove: (name) =>
      navigator.locks.request(LOCK, async () => {
        try {
          await folder.removeEntry(name);
          return true;
        } catch (error) {
          if (error instanceof DOMException && LOCKED_ERRORS.includes(error.name)) return false;
          throw error;
        }
      }),
    async freeBytes() {
      const { quota, usage } = await navigator.storage.estimate();
      return quota === undefined ? undefined : quota - (usage ?? 0);
    },
  };
}

/** Synchronous handles are in dedicated workers alone, so the page's type library does not know them. */
function isLockable(handle: object): handle is { createSyncAccessHandle(): Promise<CacheFile> } {
  return 'createSyncAccessHandle' in handle;
}

async function rootDirectory(): Promise<FileSystemDirectoryHandle | undefined> {
  if (typeof navigator.storage?.getDirectory !== 'function') return undefined;
  try {
    return await navigator.storage.getDirectory();
  } catch (error) {
    // Private windows and blocked site data say so with a SecurityError.
    if (error instanceof DOMException && error.name === 'SecurityError') return undefined;
    throw error;
  }
}
