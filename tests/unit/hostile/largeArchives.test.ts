import { expect, it } from 'vitest';
import { openDataset } from '../../../src/dataset/openDataset.ts';
import type { DatasetOptions } from '../../../src/protocol/dataset.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import { goodSlices } from '../../support/hostile/goodSlices.ts';
import {
  beyondArchiveLimit,
  beyondTableLimit,
  manyClaims,
  manyHeaders,
  manyPictures,
} from '../../support/hostile/largeArchives.ts';
import { METHOD, zipOf } from '../../support/hostile/zipWriter.ts';
import { nodeHooks } from '../dataset/nodeDecoder.ts';

const OPTIONS: DatasetOptions = { resolution: 8, channels: 1, seed: 7, heldOut: 0, trainOn: 'all' };
const MIB = 2 ** 20;

const BEYOND: readonly [what: string, file: () => Blob, says: RegExp][] = [
  ['the archive', beyondArchiveLimit, /brains\.zip has 4\.4 GB; Gyrus reads archives up to 4\.3 GB/],
  [
    'the table of contents',
    beyondTableLimit,
    /brains\.zip has a table of contents of 68\.2 MB; Gyrus reads up to 67\.1 MB/,
  ],
  ['the entries, as zip64 says', () => manyHeaders(400_001, true), /claims 400,001 files; Gyrus reads up to 400,000/],
  ['the entries, counted', () => manyHeaders(400_001, false), /lists more than 400,000 files/],
  ['the pictures', () => manyPictures(100_001), /holds 100,001 pictures; Gyrus reads up to 100,000 pictures/],
  ['the total', () => manyClaims(260, MIB, 64 * MIB), /unpack to 17\.4 GB; Gyrus reads up to 17\.2 GB/],
];

/** The Blob itself with a File's name: a File made of it would have a size of its own. */
const named = (blob: Blob): File =>
  Object.assign(blob, { name: 'brains.zip', lastModified: 0, webkitRelativePath: '' });

it.each(BEYOND)('%s beyond the limit is refused before anything is read', async (_, file, says) => {
  const never = { ...nodeHooks(), makeStore: () => Promise.reject(new Error('A store was made.')) };
  const error: unknown = await openDataset(named(file()), OPTIONS, never).catch((reason) => reason);
  if (!(error instanceof FailureError)) throw new Error(`Expected a FailureError, got ${String(error)}.`);
  expect(error.failure.code).toBe('zip-too-large');
  expect(error.message).toMatch(says);
});

it('entries that are refused anyway do not count towards the total', async () => {
  const claims = { content: new Uint8Array(9), method: METHOD.deflated, inflated: 0xffff_fff0 };
  const liars = Array.from({ length: 5 }, (_, i) => ({ ...claims, name: `set/AD/sub-100/liar_${i}.png` }));
  const file = new File([zipOf([...goodSlices(), ...liars])], 'brains.zip');
  const { summary } = await openDataset(file, OPTIONS, nodeHooks());
  expect(summary.slices).toBe(goodSlices().length);
  expect(summary.skipped).toMatchObject([{ reason: 'larger than 67.1 MB', count: 5 }]);
});
