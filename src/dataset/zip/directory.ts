/**
 * The table of contents of a zip, from the end of the file, checked before anything it claims is believed. It refuses to
 * read file data (entries.ts does) and refuses archives that are cut off, split or beyond limits.ts; entries that are bad
 * by themselves say so and leave the others alone. jszip is not used for this: it loads the whole file and looks at sizes
 * only after inflating. Format: PKWARE APPNOTE 6.3.10, sections 4.3.12 to 4.3.16.
 */
import { FailureError } from '../../protocol/failure.ts';
import { countWords, sizeWords } from '../words.ts';
import { damaged } from './damaged.ts';
import type { ZipEntry } from './entry.ts';
import { readHeaders } from './headers.ts';
import { MAX_ARCHIVE_BYTES, MAX_DIRECTORY_BYTES, MAX_ENTRIES } from './limits.ts';
import { otherFormat } from './otherFormats.ts';
import { placeEntries } from './places.ts';
import { readTail } from './tail.ts';

/** Without zip64 the count has 16 bits and wraps around in large archives. */
const COUNT_16 = 0x10000;

/** Files of the archive in the order of their data, folders left out. Throws FailureError; `name` is the file's name. */
export async function readDirectory(file: Blob, name: string): Promise<ZipEntry[]> {
  if (file.size > MAX_ARCHIVE_BYTES)
    throw new FailureError(
      'zip-too-large',
      `${name} has ${sizeWords(file.size)}; Gyrus reads archives up to ${sizeWords(MAX_ARCHIVE_BYTES)}. Split the data set, or zip fewer slices.`,
    );
  const tail = await readTail(file);
  if (tail === undefined) throw await noDirectory(file, name);
  const { directoryStart, directoryBytes, entries: claimed, zip64, shift } = tail;
  if (tail.split)
    throw new FailureError(
      'zip-damaged',
      `${name} is one part of a split archive. Join the parts into one zip, then drop that here.`,
    );
  if (claimed > MAX_ENTRIES)
    throw new FailureError(
      'zip-too-large',
      `${name} claims ${countWords(claimed, 'file')}; Gyrus reads up to ${countWords(MAX_ENTRIES, 'file')} from one archive. Zip fewer slices.`,
    );
  if (directoryStart < 0 || directoryStart + directoryBytes > file.size)
    throw damaged(name, 'its table of contents lies outside the file');
  if (directoryBytes > MAX_DIRECTORY_BYTES)
    throw new FailureError(
      'zip-too-large',
      `${name} has a table of contents of ${sizeWords(directoryBytes)}; Gyrus reads up to ${sizeWords(MAX_DIRECTORY_BYTES)}. Zip fewer slices, or give them shorter names.`,
    );
  const bytes = new Uint8Array(await file.slice(directoryStart, directoryStart + directoryBytes).arrayBuffer());
  const { entries, count } = readHeaders(bytes, name, shift);
  if (zip64 ? count !== claimed : count % COUNT_16 !== claimed)
    throw damaged(name, `it announces ${countWords(claimed, 'file')}, but its table of contents lists ${count}`);
  return placeEntries(file, entries, directoryStart, name);
}

async function noDirectory(file: Blob, name: string): Promise<FailureError> {
  if (file.size === 0)
    return new FailureError('not-a-zip', `${name} is empty (0 bytes). Choose the zip with your slices.`);
  const kind = await otherFormat(file);
  if (kind === 'zip')
    return new FailureError(
      'zip-damaged',
      `${name} (${sizeWords(file.size)}) ends before its table of contents, so no file in it can be found. This is what a download that was cut off looks like. Download it again, then drop it here.`,
    );
  const what = kind === undefined ? 'is not a zip archive' : `is ${kind}, not a zip archive`;
  return new FailureError(
    'not-a-zip',
    `${name} ${what}. Zip the folder of PNG or JPEG slices and drop that file here.`,
  );
}
