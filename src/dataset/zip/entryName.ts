/**
 * The path of an entry: from bytes to text that can be shown, and whether it is one that stays inside the archive. Nothing
 * is ever written under these names; a path that leads elsewhere is a sign of an archive made to deceive.
 */
import { countWords } from '../words.ts';
import { LONGEST_NAME } from './limits.ts';

export interface EntryName {
  /** Forward slashes; what cannot be shown is replaced, what is too long is cut. */
  readonly shown: string;
  /** Why the entry is not read; undefined for an honest path. */
  readonly problem?: string;
}

/** A letter and a colon in front, as in C:/scans. */
const DRIVE = /^[a-z]:/i;
const CONTROL = /\p{Cc}/u;
/** Control characters, and the marks that turn the direction of the text around them. */
const UNSHOWABLE = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;
const REPLACEMENT = '\ufffd';
/** What windows-1252 leaves undefined comes out as control characters that nobody wrote. */
const UNDEFINED_LETTERS = /[\u0080-\u009f]/g;

/** Made once: an archive has 100,000 names. */
const LENIENT = new TextDecoder('utf-8');
const STRICT = new TextDecoder('utf-8', { fatal: true });
const OLD = new TextDecoder('windows-1252');

/** Names are UTF-8 if flagged, and often if not; Windows tools write backslashes. */
export function entryName(bytes: Uint8Array, flagged: boolean): EntryName {
  const path = textOf(bytes, flagged).replaceAll('\\', '/');
  // The end is kept: it says what kind of file this is.
  const cut = path.length > LONGEST_NAME ? `…${path.slice(1 - LONGEST_NAME)}` : path;
  const shown = cut.replaceAll(UNSHOWABLE, REPLACEMENT);
  const problem = problemOfPath(path);
  return problem === undefined ? { shown } : { shown, problem };
}

function textOf(bytes: Uint8Array, flagged: boolean): string {
  if (flagged) return LENIENT.decode(bytes);
  try {
    return STRICT.decode(bytes);
  } catch {
    // Not UTF-8, so an old single-byte code page; which one is not recorded, and names only label slices.
    return OLD.decode(bytes).replaceAll(UNDEFINED_LETTERS, REPLACEMENT);
  }
}

function problemOfPath(path: string): string | undefined {
  if (path.length > LONGEST_NAME) return `its path is longer than ${countWords(LONGEST_NAME, 'character')}`;
  if (CONTROL.test(path)) return 'its path holds control characters';
  if (path.startsWith('/') || DRIVE.test(path)) return 'its path is absolute, so it leads outside the archive';
  if (path.split('/').includes('..')) return 'its path leads outside the archive (..)';
  return undefined;
}
