import { expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from '../../../src/format/safetensors.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import { normals } from '../../../src/random/draws.ts';

const tensors = new Map<string, NamedTensor>([
  ['G.synthesis.b4.const', { shape: [3, 4, 4], data: normals(1, 0, 0, 48) }],
  ['D.b8.conv0.weight', { shape: [2, 1, 3, 3], data: normals(1, 0, 1, 18) }],
  ['D.empty', { shape: [0, 5], data: new Float32Array(0) }],
  ['G.strength', { shape: [], data: Float32Array.of(0.25) }],
]);

/** A file from a header text (or value) and a count of value bytes. */
function fileOf(header: unknown, valueBytes: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + valueBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const entry = (shape: number[], begin: number, end: number, dtype = 'F32') => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

test('what is written is read back, names, shapes, values and metadata', () => {
  const file = encodeSafetensors(tensors, { nimg: '4000', note: 'Grüße' });
  const back = decodeSafetensors(file);
  expect(back.metadata).toEqual({ nimg: '4000', note: 'Grüße' });
  expect([...back.tensors.keys()]).toEqual([...tensors.keys()]);
  for (const [name, { shape, data }] of tensors) {
    expect(back.tensors.get(name)?.shape).toEqual(shape);
    expect(back.tensors.get(name)?.data).toEqual(data);
  }
});

test('the header is padded with spaces so that values start on a multiple of eight', () => {
  for (const name of ['a', 'ab', 'abc', 'abcd', 'abcde']) {
    const file = encodeSafetensors(new Map([[name, { shape: [1], data: Float32Array.of(1) }]]), {});
    const length = Number(new DataView(file.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(new TextDecoder().decode(file.subarray(8, 8 + length))).toMatch(/^\{.*\} *$/);
    expect(new DataView(file.buffer).getFloat32(8 + length, true)).toBe(1);
  }
});

test('a file at an odd place in a larger buffer is read, and the copies are the reader’s own', () => {
  const file = encodeSafetensors(tensors, {});
  const larger = new Uint8Array(file.length + 3);
  larger.set(file, 3);
  const back = decodeSafetensors(larger.subarray(3));
  larger.fill(0);
  expect(back.tensors.get('D.b8.conv0.weight')?.data).toEqual(tensors.get('D.b8.conv0.weight')?.data);
});

const whole = encodeSafetensors(tensors, {});
const HOSTILE: [string, Uint8Array, RegExp][] = [
  ['shorter than its length field', new Uint8Array(5), /only 5 bytes/],
  ['a header of 2^63 bytes', Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 128), /claims 9223372036854775808 bytes/],
  ['a header beyond the end', Uint8Array.of(64, 0, 0, 0, 0, 0, 0, 0, 123), /ends before/],
  ['cut off', whole.slice(0, -4), /outside the file/],
  ['longer than its tensors', fileOf({ a: entry([1], 0, 4) }, 8), /4 bytes at its end belong to no tensor/],
  ['no JSON', fileOf('{"a": ', 4), /not valid JSON/],
  ['no UTF-8', Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xfe), /not UTF-8/],
  ['an array for a header', fileOf([1, 2], 0), /header does not have the expected form/],
  ['an entry without a shape', fileOf({ a: { dtype: 'F32', data_offsets: [0, 4] } }, 4), /entry of the tensor a/],
  ['a negative side', fileOf({ a: entry([-1], 0, 4) }, 4), /entry of the tensor a/],
  ['a side that is no integer', fileOf({ a: entry([1.5], 0, 6) }, 6), /entry of the tensor a/],
  ['a negative offset', fileOf({ a: entry([1], -4, 0) }, 4), /entry of the tensor a/],
  ['half floats', fileOf({ a: entry([2], 0, 4, 'F16') }, 4), /type F16/],
  ['a shape that does not fit', fileOf({ a: entry([2], 0, 4) }, 4), /does not fit its 4 bytes/],
  ['a product beyond all numbers', fileOf({ a: entry([2 ** 52, 2 ** 52, 2 ** 52], 0, 4) }, 4), /does not fit/],
  ['overlap', fileOf({ a: entry([2], 0, 8), b: entry([2], 4, 12) }, 12), /tensor b overlap/],
  ['a hole', fileOf({ a: entry([1], 0, 4), b: entry([1], 8, 12) }, 12), /hole/],
  ['metadata that is no text', fileOf({ __metadata__: { nimg: 5 } }, 0), /metadata/],
  ['too many dimensions', fileOf({ a: entry([1, 1, 1, 1, 1, 1, 1, 1, 1], 0, 4) }, 4), /entry of the tensor a/],
];

test.each(HOSTILE)('refused with a sentence: %s', (_, bytes, sentence) => {
  let caught: unknown;
  try {
    decodeSafetensors(bytes);
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(FailureError);
  expect((caught as FailureError).failure.code).toBe('bad-weights');
  expect((caught as FailureError).message).toMatch(sentence);
});

test('a tensor whose values do not fill its shape is not written', () => {
  const wrong = new Map([['a', { shape: [2, 2], data: new Float32Array(3) }]]);
  expect(() => encodeSafetensors(wrong, {})).toThrow(/tensor a has 3 values, but its shape is \[2, 2\]/);
});
