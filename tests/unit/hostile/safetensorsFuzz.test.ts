import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTypedSafetensors, encodeSafetensors } from '../../../src/format/safetensors.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import { mutated, mutations } from '../../support/hostile/mutations.ts';
import { tensorsOf } from '../../support/hostile/safetensorsCases.ts';

/** Fixed, so that a run repeats; a failure prints the seed and the path to its smallest case. */
const SEED = 20_260_802;
const RUNS = 2000;

const VALID = encodeSafetensors(
  new Map([
    ['G.b4.weight', { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }],
    ['stats', { shape: [2], data: Float64Array.of(7, 8) }],
    ['order', { shape: [3], data: Uint8Array.of(1, 2, 3) }],
    ['empty', { shape: [0, 4], data: new Float32Array(0) }],
  ]),
  { nimg: '4000' },
);

/** Whether the file was read; what is not a FailureError is a failure of the test. */
function reads(bytes: Uint8Array): boolean {
  try {
    const { tensors } = decodeTypedSafetensors(bytes);
    let total = 0;
    for (const { shape, data } of tensors.values()) {
      expect(data.length).toBe(shape.reduce((product, side) => product * side, 1));
      total += data.byteLength;
    }
    expect(total).toBeLessThanOrEqual(bytes.length);
    return true;
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    expect(error.failure.code).toBe('bad-weights');
    return false;
  }
}

/** Runs the property, and gives back how many files were read. */
function fuzz(files: fc.Arbitrary<Uint8Array>): number {
  let read = 0;
  fc.assert(
    fc.property(files, (bytes) => {
      if (reads(bytes)) read++;
    }),
    { seed: SEED, numRuns: RUNS },
  );
  return read;
}

const number = fc.oneof(fc.nat(24), fc.constantFrom(-1, 0.5, 2 ** 31, 2 ** 53, 2 ** 60, 1e308, -0), fc.double());
const entry = fc.oneof(
  fc.record({
    dtype: fc.constantFrom('F32', 'F64', 'U8', 'F16', ''),
    shape: fc.array(number, { maxLength: 10 }),
    data_offsets: fc.oneof(fc.tuple(number, number), fc.array(number, { maxLength: 3 })),
  }),
  fc.json().map((text): unknown => JSON.parse(text)),
);
const header = fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('a', '__proto__', '__metadata__')), entry, {
  maxKeys: 5,
});

describe('whatever the bytes, a safetensors file is read or refused with a sentence', () => {
  it('arbitrary bytes, some with a header’s length in front', () => {
    const bytes = fc.uint8Array({ maxLength: 200 });
    const led = fc.tuple(
      fc.string({ unit: 'binary' }),
      fc.nat(20),
      fc.oneof(fc.constant(undefined), fc.bigInt(0n, 2n ** 64n - 1n)),
    );
    fuzz(
      fc.oneof(
        bytes,
        led.map(([text, values, length]) => tensorsOf(text, values, length)),
      ),
    );
  });

  it('a valid file with a few changes', () => {
    const read = fuzz(mutations.map((changes) => mutated(VALID, changes)));
    expect(read).toBeGreaterThan(RUNS / 20);
    expect(read).toBeLessThan(RUNS);
  });

  it('a valid file whose header is another JSON', () => {
    fuzz(fc.tuple(header, fc.nat(60)).map(([value, count]) => tensorsOf(value, count)));
    fuzz(fc.tuple(fc.json(), fc.nat(60)).map(([text, count]) => tensorsOf(text, count)));
  });

  it('a valid file cut at every byte', () => {
    for (let length = 0; length < VALID.length; length++) expect(reads(VALID.subarray(0, length))).toBe(false);
  });

  it.each(['__proto__', '__metadata__', 'constructor'])('what would be refused is not written: %s', (name) => {
    const tensors = new Map([[name, { shape: [1], data: Uint8Array.of(1) }]]);
    expect(() => encodeSafetensors(tensors, {})).toThrow(`A tensor cannot be named "${name}"`);
  });

  it('what was written is read back, whatever the names and values', () => {
    const tensor = fc.uint8Array({ maxLength: 30 }).map((data) => ({ shape: [data.length], data }));
    const names = fc
      .string({ unit: 'binary', maxLength: 20 })
      .filter((name) => !['__proto__', '__metadata__', 'constructor', 'prototype'].includes(name));
    fc.assert(
      fc.property(fc.dictionary(names, tensor), fc.dictionary(names, fc.string()), (tensors, metadata) => {
        const back = decodeTypedSafetensors(encodeSafetensors(new Map(Object.entries(tensors)), metadata));
        expect([...back.tensors.keys()].sort()).toEqual(Object.keys(tensors).sort());
        for (const [name, { data }] of back.tensors) expect(data).toEqual(tensors[name]?.data);
        expect(back.metadata).toEqual({ ...metadata });
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});
