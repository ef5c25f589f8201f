import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../src/dataset/openDataset.ts';
import type { DatasetOptions } from '../../../src/protocol/dataset.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import { HOSTILE_ARCHIVES } from '../../support/hostile/archiveCases.ts';
import { GOOD_SLICES } from '../../support/hostile/goodSlices.ts';
import { nodeHooks } from '../dataset/nodeDecoder.ts';

const OPTIONS: DatasetOptions = { resolution: 8, channels: 1, seed: 7, heldOut: 0, trainOn: 'all' };
/** A sentence for a person, not a dump. */
const LONGEST_SENTENCE = 600;

describe('a bad archive', () => {
  it.each(HOSTILE_ARCHIVES)('$what', async ({ bytes, outcome }) => {
    const opening = openDataset(new File([bytes], 'brains.zip'), OPTIONS, nodeHooks());
    if (outcome === 'opens') {
      expect((await opening).summary).toMatchObject({ slices: GOOD_SLICES, skipped: [] });
      return;
    }
    const error: unknown = await opening.catch((reason: unknown) => reason);
    if (!(error instanceof FailureError)) throw new Error(`Expected a FailureError, got ${String(error)}.`);
    expect(error.failure.code).toBe(outcome.code);
    expect(error.message).toMatch(outcome.says);
    expect(error.message).toContain('brains.zip');
    expect(error.message.length).toBeLessThan(LONGEST_SENTENCE);
  });
});
