import { expect, test } from 'vitest';
import { type Counter, type Key, philox } from '../../../src/random/philox.ts';

/** The known-answer vectors of Random123's kat_vectors, philox4x32 with 10 rounds. */
const KNOWN: readonly { name: string; counter: Counter; key: Key; words: Counter }[] = [
  { name: 'zeros', counter: [0, 0, 0, 0], key: [0, 0], words: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
  {
    name: 'all ones',
    counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    key: [0xffffffff, 0xffffffff],
    words: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  },
  {
    name: 'digits of pi',
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    words: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  },
];

test.each(KNOWN)('philox4x32-10 agrees with Random123 on $name', ({ counter, key, words }) => {
  expect(philox(counter, key)).toEqual([...words]);
});
