import { expect, it } from 'vitest';
import { openWeightsZip } from '../../../src/export/weightsZip.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import { GOOD_WEIGHTS, HOSTILE_WEIGHTS } from '../../support/hostile/weightsCases.ts';

it('what they are made from opens', async () => {
  expect(await openWeightsZip(new File([GOOD_WEIGHTS], 'w.zip'))).toMatchObject({
    nimg: 1000,
    config: { preset: 'tiny' },
  });
});

it.each(HOSTILE_WEIGHTS)('$what: refused with a sentence', async ({ bytes, says }) => {
  const error: unknown = await openWeightsZip(new File([bytes], 'w.zip')).catch((reason: unknown) => reason);
  if (!(error instanceof FailureError)) throw new Error(`Expected a FailureError, got ${String(error)}.`);
  expect(error.failure.code).toBe('bad-weights');
  expect(error.message).toMatch(says);
});
