/** How valid files are damaged by a fuzzer: flipped bits, cuts, pieces copied elsewhere, numbers exchanged for hard ones. */
import fc from 'fast-check';

/** One change; places are shares of the length, so that they fit every file. */
export type Mutation =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'remove'; readonly at: number; readonly length: number }
  | { readonly kind: 'splice'; readonly from: number; readonly to: number; readonly length: number }
  | { readonly kind: 'swap'; readonly a: number; readonly b: number; readonly length: number }
  | { readonly kind: 'number'; readonly at: number; readonly length: number; readonly value: number };

/** Numbers at which readers stumble. */
const HARD_NUMBERS = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff];

/** A place; half of them in the last fifth, where a zip keeps its claims. */
const place = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0.8, max: 1, noNaN: true }));

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant('flip'), at: place, bit: fc.integer({ min: 0, max: 7 }) }),
  fc.record({
    kind: fc.constant('number'),
    at: place,
    length: fc.constantFrom(2, 4),
    value: fc.constantFrom(...HARD_NUMBERS),
  }),
  fc.record({ kind: fc.constant('splice'), from: place, to: place, length: fc.integer({ min: 1, max: 80 }) }),
  fc.record({ kind: fc.constant('swap'), a: place, b: place, length: fc.constantFrom(2, 4, 46) }),
  fc.record({ kind: fc.constant('remove'), at: place, length: fc.integer({ min: 1, max: 80 }) }),
  fc.record({ kind: fc.constant('cut'), at: place }),
);

/** One to four changes. */
export const mutations = fc.array(mutation, { minLength: 1, maxLength: 4 });

/** A copy of `bytes` with the changes made to it, one after the other. */
export function mutated(bytes: Uint8Array, changes: readonly Mutation[]): Uint8Array<ArrayBuffer> {
  return changes.reduce<Uint8Array<ArrayBuffer>>((copy, change) => applied(copy, change), bytes.slice());
}

function applied(bytes: Uint8Array<ArrayBuffer>, change: Mutation): Uint8Array<ArrayBuffer> {
  const at = (share: number): number => Math.min(bytes.length - 1, Math.floor(share * bytes.length));
  if (bytes.length === 0) return bytes;
  switch (change.kind) {
    case 'flip':
      bytes[at(change.at)] = (bytes[at(change.at)] as number) ^ (1 << change.bit);
      return bytes;
    case 'number': {
      for (let i = 0; i < change.length && at(change.at) + i < bytes.length; i++)
        bytes[at(change.at) + i] = (change.value >>> (8 * i)) & 0xff;
      return bytes;
    }
    case 'splice':
      bytes.copyWithin(at(change.to), at(change.from), at(change.from) + change.length);
      return bytes;
    case 'swap': {
      const [a, b] = [bytes.slice(at(change.a), at(change.a) + change.length), at(change.b)];
      bytes.copyWithin(at(change.a), b, b + change.length);
      bytes.set(a.subarray(0, bytes.length - b), b);
      return bytes;
    }
    case 'remove': {
      const [start, end] = [at(change.at), Math.min(bytes.length, at(change.at) + change.length)];
      bytes.copyWithin(start, end);
      return bytes.slice(0, bytes.length - (end - start));
    }
    case 'cut':
      return bytes.slice(0, at(change.at));
  }
}
