/**
 * Says the browser's errors about files in sentences that a person can act on. It refuses to guess: an error that it does
 * not know goes on as it is.
 */
import { FailureError } from '../protocol/failure.ts';
import type { FileReader, FileWriter, Folder } from './files.ts';

/** What browsers say where a private window, a setting or a policy forbids files. */
const DENIED_ERRORS: readonly string[] = ['SecurityError', 'NotAllowedError', 'UnknownError'];
/** What a browser says about a file that another worker holds. */
export const LOCKED_ERRORS: readonly string[] = ['NoModificationAllowedError', 'InvalidStateError'];
const NO_ROOM = 'QuotaExceededError';
/** What a browser says about a file that it cannot read, or that was changed or removed meanwhile. */
const UNREADABLE_ERRORS: readonly string[] = ['NotReadableError', 'NotFoundError'];

/** Whether `error` says that this browser lets the page have no files. */
export function isDenied(error: unknown): boolean {
  return error instanceof DOMException && DENIED_ERRORS.includes(error.name);
}

/** Why nothing is saved, for every browser that does not allow it. */
export function storageDenied(cause?: unknown): FailureError {
  return new FailureError(
    'storage-denied',
    'This browser lets the page keep no files (a private window, or blocked site data), so runs are not saved. Use "Download checkpoint" to keep a run, or open Gyrus in an ordinary window.',
    cause === undefined ? undefined : String(cause),
  );
}

/** A file or folder could not be written for want of room. */
export function storageFull(name: string, cause?: unknown): FailureError {
  return new FailureError(
    'storage-full',
    `This browser's storage is full, so ${name} was not saved; what was saved before still stands. Delete runs or prepared slices that are not needed, or free disk space; "Download checkpoint" keeps this run outside the browser.`,
    cause === undefined ? undefined : String(cause),
  );
}

/** What `read` gives; undefined where the disk does not give the bytes, for callers to whom such a file is a damaged one. */
export async function ifReadable<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DOMException && UNREADABLE_ERRORS.includes(error.name)) return undefined;
    throw error;
  }
}

/** The same folder, with its errors, and those of everything in it, as FailureErrors. */
export function inSentences(folder: Folder): Folder {
  return {
    read: (name) => asked(name, () => folder.read(name)),
    write: (name) => asked(name, async () => writerInSentences(name, await folder.write(name))),
    openToRead: (name) => asked(name, async () => readerInSentences(name, await folder.openToRead(name))),
    remove: (name) => asked(name, () => folder.remove(name)),
    existing: (name) =>
      asked(name, async () => {
        const existing = await folder.existing(name);
        return existing && inSentences(existing);
      }),
    folder: (name) => asked(name, async () => inSentences(await folder.folder(name))),
    removeFolder: (name) => asked(name, () => folder.removeFolder(name)),
    fileNames: () => asked('the list of files', () => folder.fileNames()),
    folderNames: () => asked('the list of folders', () => folder.folderNames()),
  };
}

function writerInSentences(name: string, writer: FileWriter): FileWriter {
  return {
    write: (buffer, options) => done(name, () => writer.write(buffer, options)),
    truncate: (bytes) => done(name, () => writer.truncate(bytes)),
    flush: () => done(name, () => writer.flush()),
    close: () => done(name, () => writer.close()),
  };
}

function readerInSentences(name: string, reader: FileReader): FileReader {
  return {
    read: (buffer, options) => done(name, () => reader.read(buffer, options)),
    close: () => done(name, () => reader.close()),
  };
}

async function asked<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw said(name, error);
  }
}

function done<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw said(name, error);
  }
}

function said(name: string, error: unknown): unknown {
  if (!(error instanceof DOMException)) return error;
  if (error.name === NO_ROOM) return storageFull(name, error);
  if (isDenied(error)) return storageDenied(error);
  if (LOCKED_ERRORS.includes(error.name))
    return new FailureError(
      'run-elsewhere',
      `Another tab is using ${name} in this browser's storage: close that tab, or go on in it.`,
      String(error),
    );
  return error;
}
