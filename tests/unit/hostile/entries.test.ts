import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../src/dataset/openDataset.ts';
import type { DatasetOptions } from '../../../src/protocol/dataset.ts';
import { HOSTILE_ENTRIES } from '../../support/hostile/entryCases.ts';
import { GOOD_SLICES, goodSlices } from '../../support/hostile/goodSlices.ts';
import { zipOf } from '../../support/hostile/zipWriter.ts';
import { nodeHooks } from '../dataset/nodeDecoder.ts';

const OPTIONS: DatasetOptions = { resolution: 8, channels: 1, seed: 7, heldOut: 0, trainOn: 'all' };
const HALF = GOOD_SLICES / 2;

describe('a bad entry among good slices', () => {
  it.each(HOSTILE_ENTRIES)('$what', async ({ entry, outcome, shown }) => {
    const good = goodSlices();
    const zip = zipOf([...good.slice(0, HALF), entry, ...good.slice(HALF)]);
    const { summary, source } = await openDataset(new File([zip], 'brains.zip'), OPTIONS, nodeHooks());
    const name = shown ?? String(entry.name);
    // What the good ones are, and how they are understood, does not change.
    expect(summary.layout).toBe('classes');
    expect(summary.classes.map(({ name }) => name)).toEqual(expect.arrayContaining(['AD', 'NC']));
    if (outcome === 'read') {
      expect(summary.skipped).toEqual([]);
      expect(summary.slices).toBe(GOOD_SLICES + 1);
      expect(source.slices.map(({ name }) => name)).toContain(name);
      return;
    }
    expect(summary.slices).toBe(GOOD_SLICES);
    expect(source.slices.map(({ name }) => name)).toEqual(good.map(({ name }) => name).sort());
    expect(summary.skipped).toEqual([{ reason: expect.stringMatching(outcome), count: 1, names: [name] }]);
  });
});
