/**
 * Where the data of each entry may lie: between its own header and whatever comes next. Entries that lie about it are left
 * out one by one, the others stay. It refuses archives of which many entries share their data: zip bombs are made so.
 */

import { numberWords } from '../words.ts';
import { damaged } from './damaged.ts';
import { LOCAL_BYTES, LOCAL_SIGNATURE, type ZipEntry } from './entry.ts';
import { MAX_MISPLACED } from './limits.ts';

const SIGNATURE_BYTES = 4;
const OUTSIDE = 'broken: its data lie outside the archive';
const NO_HEADER = 'broken: no file header in the archive';
const SHARED = 'broken: its data overlap those of another file in the archive';

/** `entries` with their ends, in the order of their data. Throws FailureError 'zip-damaged' for the archive `name`. */
export async function placeEntries(
  file: Blob,
  entries: readonly Omit<ZipEntry, 'end'>[],
  directoryStart: number,
  name: string,
): Promise<ZipEntry[]> {
  const sorted = [...entries].sort((a, b) => a.offset - b.offset);
  const problems = new Array<string | undefined>(sorted.length);
  const ends = new Array<number>(sorted.length).fill(directoryStart);
  let looked = 0;
  for (const [i, entry] of sorted.entries()) {
    if (problems[i] !== undefined) continue;
    if (entry.offset < 0 || reached(entry) > directoryStart) problems[i] = OUTSIDE;
    let next = i + 1;
    for (; next < sorted.length; next++) {
      const other = sorted[next] as ZipEntry;
      if (problems[next] !== undefined) continue;
      if (entry.offset >= 0 && reached(entry) <= other.offset) break;
      if (entry.offset < 0 || other.offset + LOCAL_BYTES > directoryStart) break;
      if (++looked > MAX_MISPLACED)
        throw damaged(name, `more than ${numberWords(MAX_MISPLACED)} of its files share their data, as in a zip bomb`);
      // Two names for one place: whoever reads them takes the first that is whole.
      if (other.offset === entry.offset) continue;
      // One of the two lies: this one if there is a file where the other says, else the other.
      if (await hasHeader(file, other.offset)) {
        problems[i] ??= SHARED;
        break;
      }
      problems[next] = NO_HEADER;
    }
    ends[i] = sorted[next]?.offset ?? directoryStart;
  }
  return sorted.map((entry, i) => {
    const problem = entry.problem ?? problems[i];
    return { ...entry, end: ends[i] as number, ...(problem === undefined ? {} : { problem }) };
  });
}

/** Where the entry's data end at the earliest. */
function reached({ offset, compressedBytes }: Pick<ZipEntry, 'offset' | 'compressedBytes'>): number {
  return offset + LOCAL_BYTES + compressedBytes;
}

async function hasHeader(file: Blob, offset: number): Promise<boolean> {
  const bytes = await file.slice(offset, offset + SIGNATURE_BYTES).arrayBuffer();
  return bytes.byteLength === SIGNATURE_BYTES && new DataView(bytes).getUint32(0, true) === LOCAL_SIGNATURE;
}
