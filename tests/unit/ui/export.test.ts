/** The names of the files in the weights zip, as the Export view promises them. */
import { expect, it } from 'vitest';
import { archiveParts } from '../../../src/ui/export/archiveParts.ts';

it('names files by whole kimg with six digits', () => {
  expect(archiveParts(281.9).map(({ file }) => file)).toEqual([
    'network-snapshot-000281.safetensors',
    'training_options.json',
    'stats.jsonl',
    'README.txt',
    'copies.json',
    'reals.png',
    'fakes000281.png',
  ]);
});
