import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../src/dataset/openDataset.ts';
import type { DatasetOptions } from '../../../src/protocol/dataset.ts';
import { GOOD_SLICES, goodSlices } from '../../support/hostile/goodSlices.ts';
import { HOSTILE_PICTURES } from '../../support/hostile/pictureCases.ts';
import { METHOD, zipOf } from '../../support/hostile/zipWriter.ts';
import { nodeHooks } from '../dataset/nodeDecoder.ts';

const OPTIONS: DatasetOptions = { resolution: 8, channels: 1, seed: 7, heldOut: 0, trainOn: 'all' };
const NAME = 'set/AD/sub-100/odd.png';

describe('a bad picture among good slices', () => {
  it.each(HOSTILE_PICTURES)('$what', async ({ bytes, outcome, by }) => {
    const hooks = nodeHooks();
    let decoded = 0;
    const zip = zipOf([...goodSlices(), { name: NAME, content: bytes, method: METHOD.stored }]);
    const { summary } = await openDataset(new File([zip], 'brains.zip'), OPTIONS, {
      ...hooks,
      decode: (...given) => {
        decoded++;
        return hooks.decode(...given);
      },
    });
    if (outcome === 'read') {
      expect(summary).toMatchObject({ slices: GOOD_SLICES + 1, skipped: [] });
      return;
    }
    expect(summary.slices).toBe(GOOD_SLICES);
    expect(summary.skipped).toEqual([{ reason: expect.stringMatching(outcome), count: 1, names: [NAME] }]);
    expect(decoded).toBe(GOOD_SLICES + (by === 'decoder' ? 1 : 0));
  });
});
