/**
 * A tree of folders and files, as far as saved runs need one: opfs.ts has the browser's, memoryFolder.ts one that lasts no
 * longer than the page. Types only.
 */

/** A file as it is at present: a part of Blob. */
export interface StoredBytes {
  readonly size: number;
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** A file open for writing, and locked: a part of FileSystemSyncAccessHandle. */
export interface FileWriter {
  /** Bytes written, fewer than asked where there is no room. */
  write(buffer: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  truncate(bytes: number): void;
  flush(): void;
  close(): void;
}

/** A file open for reading at once. */
export interface FileReader {
  /** Bytes read, fewer than asked at the file's end. */
  read(buffer: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  close(): void;
}

/** Errors are DOMExceptions of the browser's names, until storageFailures.ts says them in sentences. */
export interface Folder {
  /** Takes no lock; undefined where there is none. */
  read(name: string): Promise<StoredBytes | undefined>;
  /** Opens a file as it is, or makes it. Caller closes it. */
  write(name: string): Promise<FileWriter>;
  /** Caller closes it. */
  openToRead(name: string): Promise<FileReader>;
  /** Does nothing where there is none. */
  remove(name: string): Promise<void>;
  /** undefined where there is none. */
  existing(name: string): Promise<Folder | undefined>;
  /** Makes it where there is none. */
  folder(name: string): Promise<Folder>;
  /** With everything in it. Does nothing where there is none. */
  removeFolder(name: string): Promise<void>;
  fileNames(): Promise<readonly string[]>;
  folderNames(): Promise<readonly string[]>;
}

/** Lets messages in between two blocks of a long read or write. */
export type Pause = () => Promise<void>;
