import { expect, it } from 'vitest';
import { decodeSafetensors, decodeTypedSafetensors } from '../../../src/format/safetensors.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import { HOSTILE_TENSORS } from '../../support/hostile/safetensorsCases.ts';

/** A sentence for a person, not a dump. */
const LONGEST_SENTENCE = 600;

it.each(HOSTILE_TENSORS)('$what is refused with a sentence, by both readers', ({ bytes, says }) => {
  for (const decode of [decodeSafetensors, decodeTypedSafetensors]) {
    let caught: unknown;
    try {
      decode(bytes);
    } catch (error) {
      caught = error;
    }
    if (!(caught instanceof FailureError)) throw new Error(`Expected a FailureError, got ${String(caught)}.`);
    expect(caught.failure.code).toBe('bad-weights');
    expect(caught.message).toMatch(says);
    expect(caught.message.length).toBeLessThan(LONGEST_SENTENCE);
  }
});

it('nothing reached the prototypes of others', () => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(Object.getOwnPropertyNames({})).toEqual([]);
});
