/**
 * The browser's own directories for the slice cache, saved runs and kept slices. Workers only: synchronous file handles
 * exist nowhere else. It refuses to pretend: where the browser has no origin private file system, or forbids it, it says so.
 */
import type { FileReader, FileWriter, Folder } from './files.ts';
import type { CacheDirectory, CacheFile } from './sliceCache.ts';
import { isDenied, LOCKED_ERRORS, storageDenied } from './storageFailures.ts';

const CACHE_FOLDER = 'gyrus-slice-cache';
const RUNS_FOLDER = 'gyrus-runs';
const KEPT_FOLDER = 'gyrus-kept-slices';
/** One tab at a time makes or removes files, so that none removes a file between its making and its locking. */
const LOCK = 'gyrus-slice-cache';
const MISSING = 'NotFoundError';

/** The cache's folder; undefined where the browser has no origin private file system (or forbids it, as private windows may). */
export async function cacheDirectory(): Promise<CacheDirectory | undefined> {
  const root = await rootDirectory();
  if (!('directory' in root)) return undefined;
  const folder = await root.directory.getDirectoryHandle(CACHE_FOLDER, { create: true });
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

/** Where saved runs and kept slices are. Throws FailureError 'storage-denied' where the browser has no such place. */
export async function savedFolders(): Promise<{ readonly runs: Folder; readonly kept: Folder }> {
  const root = await rootDirectory();
  if (!('directory' in root)) throw storageDenied(root.cause);
  const runs = await root.directory.getDirectoryHandle(RUNS_FOLDER, { create: true });
  const kept = await root.directory.getDirectoryHandle(KEPT_FOLDER, { create: true });
  return { runs: opfsFolder(runs), kept: opfsFolder(kept) };
}

/** The place itself, for small files; undefined as for the cache. */
export async function rootFolder(): Promise<Folder | undefined> {
  const root = await rootDirectory();
  return 'directory' in root ? opfsFolder(root.directory) : undefined;
}

function opfsFolder(directory: FileSystemDirectoryHandle): Folder {
  const lockable = async (name: string, create: boolean) => {
    const handle: object = await directory.getFileHandle(name, { create });
    if (!isLockable(handle)) throw storageDenied('no synchronous file handles');
    return handle;
  };
  const namesOf = async (kind: FileSystemHandleKind) => {
    const names: string[] = [];
    for await (const [name, handle] of directory.entries()) if (handle.kind === kind) names.push(name);
    return names;
  };
  return {
    read: (name) => unlessMissing(async () => (await directory.getFileHandle(name)).getFile()),
    write: async (name) => (await lockable(name, true)).createSyncAccessHandle(),
    // Where a browser knows no modes, the file is locked for this worker alone.
    openToRead: async (name) => (await lockable(name, false)).createSyncAccessHandle({ mode: 'read-only' }),
    async remove(name) {
      await unlessMissing(() => directory.removeEntry(name));
    },
    async existing(name) {
      const found = await unlessMissing(() => directory.getDirectoryHandle(name));
      return found && opfsFolder(found);
    },
    folder: async (name) => opfsFolder(await directory.getDirectoryHandle(name, { create: true })),
    async removeFolder(name) {
      await unlessMissing(() => directory.removeEntry(name, { recursive: true }));
    },
    fileNames: () => namesOf('file'),
    folderNames: () => namesOf('directory'),
  };
}

type SyncAccessHandle = CacheFile & FileWriter & FileReader;

/** Synchronous handles are in dedicated workers alone, so the page's type library does not know them; modes are newer still. */
function isLockable(
  handle: object,
): handle is { createSyncAccessHandle(options?: { mode: 'read-only' }): Promise<SyncAccessHandle> } {
  return 'createSyncAccessHandle' in handle;
}

async function rootDirectory(): Promise<
  { readonly directory: FileSystemDirectoryHandle } | { readonly cause?: unknown }
> {
  if (typeof navigator.storage?.getDirectory !== 'function') return {};
  try {
    return { directory: await navigator.storage.getDirectory() };
  } catch (error) {
    if (isDenied(error)) return { cause: error };
    throw error;
  }
}

async function unlessMissing<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DOMException && error.name === MISSING) return undefined;
    throw error;
  }
}
