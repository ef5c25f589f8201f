/**
 * Whether an entry's claims allow reading it, before anything is allocated for it. It refuses one entry at a time, so that
 * a bad one never loses the others.
 */
import { sizeWords } from '../words.ts';
import type { ZipEntry } from './entry.ts';
import { MAX_ENTRY_BYTES, MAX_RATIO, RATIO_FREE_BYTES } from './limits.ts';

export const STORED = 0;
const DEFLATED = 8;
const METHOD_NAMES: Readonly<Record<number, string>> = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
  98: 'PPMd',
};

/** Why `entry` is not read, as the list of skipped files says it; undefined where its claims can be believed so far. */
export function problemOf(entry: ZipEntry): string | undefined {
  if (entry.problem !== undefined) return entry.problem;
  const { method, inflatedBytes, compressedBytes } = entry;
  if (method !== STORED && method !== DEFLATED) {
    const named = METHOD_NAMES[method] ?? `method ${method}`;
    return `compressed with ${named}, which browsers do not read: zip it again with the usual method`;
  }
  if (method === STORED && compressedBytes !== inflatedBytes) return 'broken: the archive states two sizes for it';
  if (Math.max(inflatedBytes, compressedBytes) > MAX_ENTRY_BYTES) return `larger than ${sizeWords(MAX_ENTRY_BYTES)}`;
  if (inflatedBytes > RATIO_FREE_BYTES && inflatedBytes > compressedBytes * MAX_RATIO)
    return `would grow more than ${MAX_RATIO} times when unpacked: refused`;
  return undefined;
}
