/**
 * A Folder in memory that goes wrong on demand: it dies before its k-th operation or in the middle of a write, has no room
 * or no permission. What was written and not flushed is kept, lost or torn at death, as a machine might have it.
 */
import type { Folder, StoredBytes } from '../../src/storage/files.ts';

/** What death does to bytes that were not flushed. */
export type Unflushed = 'kept' | 'lost' | 'torn';

export interface Faults {
  /** Operations until death: 0 dies at the next. */
  diesAfter?: number;
  unflushed?: Unflushed;
  /** Bytes of all files together beyond which there is no room. */
  room?: number;
  /** Every operation is refused. */
  isDenied?: boolean;
  /** Files of these names read back with a byte changed. */
  corrupts?: (name: string) => boolean;
  /** Files of these names are there and cannot be read. */
  unreadable?: (name: string) => boolean;
}

export class Killed extends Error {
  override name = 'Killed';
}

interface FakeFile {
  /** What a reader sees now. */
  bytes: Uint8Array<ArrayBuffer>;
  /** What the disk holds for certain. */
  flushed: Uint8Array<ArrayBuffer>;
}

interface FakeTree {
  readonly files: Map<string, FakeFile>;
  readonly folders: Map<string, FakeTree>;
}

export interface FaultyDisk {
  readonly folder: Folder;
  readonly faults: Faults;
  /** Operations so far. */
  readonly operations: number;
  /** A disk of its own with what this one holds, and no faults. */
  revived(): FaultyDisk;
  /** All paths with their sizes. */
  paths(): Record<string, number>;
  /** Changes the middle byte of the file at `path`. */
  spoil(path: string): void;
}

export function faultyDisk(tree: FakeTree = emptyTree()): FaultyDisk {
  const faults: Faults = {};
  let operations = 0;
  let isDead = false;

  /** Counts an operation; gives whether to die during it. Writes may die halfway, the others before anything happened. */
  const operate = (): void => {
    if (isDead) throw new Killed('The tab is dead.');
    if (faults.isDenied) throw new DOMException('denied by the test', 'SecurityError');
    if (faults.diesAfter !== undefined && operations >= faults.diesAfter) die();
    operations++;
  };
  const die = (): never => {
    isDead = true;
    settle(tree, faults.unflushed ?? 'kept');
    throw new Killed('The tab was killed.');
  };

  const folderOf = (own: FakeTree): Folder => ({
    async read(name) {
      operate();
      const file = own.files.get(name);
      if (file === undefined) return undefined;
      const bytes = file.bytes.slice();
      if (faults.corrupts?.(name)) flipMiddle(bytes);
      if (faults.unreadable?.(name)) return unreadable(bytes.length);
      return new Blob([bytes]);
    },
    async write(name) {
      operate();
      const file = own.files.get(name) ?? { bytes: new Uint8Array(0), flushed: new Uint8Array(0) };
      own.files.set(name, file);
      return {
        write(buffer, { at }) {
          const room = (faults.room ?? Number.POSITIVE_INFINITY) - sizeOf(tree) + file.bytes.length;
          const isLast = faults.diesAfter === operations;
          const fits = Math.max(0, Math.min(buffer.length, room - at));
          const length = isLast ? Math.floor(buffer.length / 2) : fits;
          if (!isDead && (length > 0 || isLast)) {
            const after = new Uint8Array(Math.max(file.bytes.length, at + length));
            after.set(file.bytes);
            after.set(buffer.subarray(0, length), at);
            file.bytes = after;
          }
          operate();
          if (fits === 0 && buffer.length > 0) throw new DOMException('no room in the test', 'QuotaExceededError');
          return length;
        },
        truncate(bytes) {
          operate();
          file.bytes = file.bytes.slice(0, bytes);
        },
        flush() {
          operate();
          file.flushed = file.bytes.slice();
        },
        close: operate,
      };
    },
    async openToRead(name) {
      operate();
      const file = own.files.get(name);
      if (file === undefined) throw new DOMException('none in the test', 'NotFoundError');
      return {
        read(buffer, { at }) {
          operate();
          const part = file.bytes.subarray(at, at + buffer.length);
          buffer.set(part);
          return part.length;
        },
        close: operate,
      };
    },
    async remove(name) {
      operate();
      own.files.delete(name);
    },
    async existing(name) {
      operate();
      const found = own.folders.get(name);
      return found && folderOf(found);
    },
    async folder(name) {
      operate();
      const found = own.folders.get(name) ?? emptyTree();
      own.folders.set(name, found);
      return folderOf(found);
    },
    async removeFolder(name) {
      operate();
      own.folders.delete(name);
    },
    async fileNames() {
      operate();
      return [...own.files.keys()];
    },
    async folderNames() {
      operate();
      return [...own.folders.keys()];
    },
  });

  return {
    folder: folderOf(tree),
    faults,
    get operations() {
      return operations;
    },
    revived: () => faultyDisk(copyOf(tree)),
    paths: () => pathsOf(tree, ''),
    spoil(path) {
      const parts = path.split('/');
      const name = parts.pop() as string;
      let own: FakeTree | undefined = tree;
      for (const part of parts) own = own?.folders.get(part);
      const file = own?.files.get(name);
      if (file === undefined) throw new Error(`The test knows no file ${path}.`);
      flipMiddle(file.bytes);
    },
  };
}

function unreadable(size: number): StoredBytes {
  const arrayBuffer = () => Promise.reject(new DOMException('a bad sector in the test', 'NotReadableError'));
  return { size, slice: () => ({ arrayBuffer }) };
}

function emptyTree(): FakeTree {
  return { files: new Map(), folders: new Map() };
}

function copyOf(tree: FakeTree): FakeTree {
  return {
    files: new Map(
      [...tree.files].map(([name, { bytes }]) => [name, { bytes: bytes.slice(), flushed: bytes.slice() }]),
    ),
    folders: new Map([...tree.folders].map(([name, folder]) => [name, copyOf(folder)])),
  };
}

/** What is found after death. */
function settle(tree: FakeTree, unflushed: Unflushed): void {
  for (const file of tree.files.values()) {
    if (unflushed === 'lost') file.bytes = file.flushed.slice();
    if (unflushed === 'torn') file.bytes = tornBetween(file.flushed, file.bytes);
  }
  for (const folder of tree.folders.values()) settle(folder, unflushed);
}

/** The later half of what was written never reached the disk. */
function tornBetween(flushed: Uint8Array<ArrayBuffer>, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const torn = bytes.slice();
  const half = Math.floor(bytes.length / 2);
  for (let at = half; at < torn.length; at++) torn[at] = flushed[at] ?? 0;
  return torn;
}

function sizeOf(tree: FakeTree): number {
  let size = 0;
  for (const { bytes } of tree.files.values()) size += bytes.length;
  for (const folder of tree.folders.values()) size += sizeOf(folder);
  return size;
}

function pathsOf(tree: FakeTree, prefix: string): Record<string, number> {
  const paths: Record<string, number> = {};
  for (const [name, { bytes }] of tree.files) paths[`${prefix}${name}`] = bytes.length;
  for (const [name, folder] of tree.folders) Object.assign(paths, pathsOf(folder, `${prefix}${name}/`));
  return paths;
}

function flipMiddle(bytes: Uint8Array): void {
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
}
