/** A Folder in memory, for browsers that allow no files. It refuses to outlive its worker. */
import type { FileReader, FileWriter, Folder, StoredBytes } from './files.ts';

/** Files grow piece by piece: small ones stay small, and large ones are never copied to grow. */
const PIECE_BYTES = 2 ** 16;

export function memoryFolder(): Folder {
  const files = new Map<string, MemoryFile>();
  const folders = new Map<string, Folder>();
  return {
    read: async (name) => files.get(name),
    async write(name) {
      const file = files.get(name) ?? memoryFile();
      files.set(name, file);
      return file;
    },
    async openToRead(name) {
      const file = files.get(name);
      if (file === undefined) throw new Error(`There is no file ${name} in memory.`);
      return file;
    },
    async remove(name) {
      files.delete(name);
    },
    existing: async (name) => folders.get(name),
    async folder(name) {
      const folder = folders.get(name) ?? memoryFolder();
      folders.set(name, folder);
      return folder;
    },
    async removeFolder(name) {
      folders.delete(name);
    },
    fileNames: async () => [...files.keys()],
    folderNames: async () => [...folders.keys()],
  };
}

type MemoryFile = StoredBytes & FileWriter & FileReader;

function memoryFile(): MemoryFile {
  const pieces: Uint8Array[] = [];
  let size = 0;

  /** Calls `each` with the parts of pieces from `from` up to `to`, and how far into that range each lies. */
  const parts = (from: number, to: number, each: (part: Uint8Array, at: number) => void): void => {
    for (let at = from; at < to; ) {
      const within = at % PIECE_BYTES;
      const length = Math.min(PIECE_BYTES - within, to - at);
      const piece = pieces[Math.floor(at / PIECE_BYTES)] as Uint8Array;
      each(piece.subarray(within, within + length), at - from);
      at += length;
    }
  };
  const read = (buffer: Uint8Array, at: number): number => {
    const end = Math.min(size, at + buffer.length);
    parts(at, end, (part, place) => buffer.set(part, place));
    return Math.max(0, end - at);
  };

  return {
    get size() {
      return size;
    },
    slice: (from, to) => ({
      async arrayBuffer() {
        const bytes = new Uint8Array(Math.min(size, to) - from);
        read(bytes, from);
        return bytes.buffer;
      },
    }),
    read: (buffer, { at }) => read(buffer, at),
    write(buffer, { at }) {
      size = Math.max(size, at + buffer.length);
      while (pieces.length * PIECE_BYTES < size) pieces.push(new Uint8Array(PIECE_BYTES));
      parts(at, at + buffer.length, (part, place) => part.set(buffer.subarray(place, place + part.length)));
      return buffer.length;
    },
    truncate(bytes) {
      size = Math.min(size, bytes);
      pieces.length = Math.ceil(size / PIECE_BYTES);
    },
    flush: () => undefined,
    close: () => undefined,
  };
}
