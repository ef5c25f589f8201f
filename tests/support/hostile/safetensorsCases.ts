/** Safetensors files that are bad, and a word of the sentence that refuses each. */
import { joined, textBytes } from './bytes.ts';

export interface HostileTensors {
  readonly what: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly says: RegExp;
}

/** A file of a header text or value, `valueBytes` zeros behind it, and another length than the header's where one is given. */
export function tensorsOf(header: unknown, valueBytes: number, length?: bigint): Uint8Array<ArrayBuffer> {
  const text = textBytes(typeof header === 'string' ? header : JSON.stringify(header));
  const start = new DataView(new ArrayBuffer(8));
  start.setBigUint64(0, length ?? BigInt(text.length), true);
  return joined(new Uint8Array(start.buffer), text, new Uint8Array(valueBytes));
}

const entry = (shape: readonly unknown[], begin: number, end: number, dtype: unknown = 'F32') => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});
const one = entry([1], 0, 4);
const oneText = JSON.stringify(one);
const FORM = /entry of the tensor a does not have the expected form/;

/** More entries than are read, all of them empty. */
const crowd = Object.fromEntries(Array.from({ length: 20_001 }, (_, i) => [`t${i}`, entry([0], 0, 0)]));

export const HOSTILE_TENSORS: readonly HostileTensors[] = [
  // The header's length
  { what: 'no bytes', bytes: new Uint8Array(0), says: /only 0 bytes/ },
  {
    what: 'a header of 2^64 - 1 bytes',
    bytes: tensorsOf('{}', 0, 2n ** 64n - 1n),
    says: /claims 18446744073709551615 bytes, more than 4194304/,
  },
  {
    what: 'a header one byte beyond the limit',
    bytes: tensorsOf('{}', 0, 4n * 2n ** 20n + 1n),
    says: /more than 4194304/,
  },
  {
    what: 'a header beyond the file',
    bytes: tensorsOf({ a: one }, 4, 5000n),
    says: /claims 5000 bytes, but the file ends before/,
  },
  { what: 'a header of no bytes', bytes: tensorsOf('', 4), says: /header is not valid JSON/ },
  { what: 'a header that ends amid its text', bytes: tensorsOf({ a: one }, 4, 20n), says: /not valid JSON/ },
  // The header's text
  { what: 'no JSON', bytes: tensorsOf('{"a": undefined}', 4), says: /not valid JSON/ },
  { what: 'a header in a zip', bytes: tensorsOf('PK\u0003\u0004', 4), says: /not valid JSON/ },
  { what: 'a byte order mark', bytes: tensorsOf(`\ufeff{"a":${oneText}}`, 4), says: /not valid JSON/ },
  { what: 'no UTF-8', bytes: joined(Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xfe)), says: /not UTF-8/ },
  { what: 'an array', bytes: tensorsOf([one], 4), says: /header does not have the expected form/ },
  { what: 'null', bytes: tensorsOf('null', 4), says: /header does not have the expected form/ },
  { what: 'a number', bytes: tensorsOf('7', 4), says: /header does not have the expected form/ },
  { what: 'a name twice', bytes: tensorsOf(`{"a":${oneText},"a":${oneText}}`, 4), says: /has the name "a" twice/ },
  {
    what: 'a name twice, once in escapes',
    bytes: tensorsOf(`{"a":${oneText},"\\u0061":${oneText}}`, 4),
    says: /has the name "a" twice/,
  },
  {
    what: 'a type twice',
    bytes: tensorsOf('{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
    says: /"dtype" twice/,
  },
  {
    what: 'metadata twice',
    bytes: tensorsOf(`{"__metadata__":{},"a":${oneText},"__metadata__":{}}`, 4),
    says: /"__metadata__" twice/,
  },
  { what: '__proto__ for a name', bytes: tensorsOf(`{"__proto__":${oneText}}`, 4), says: /uses the name "__proto__"/ },
  {
    what: 'an empty tensor named __proto__',
    bytes: tensorsOf('{"__proto__":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}', 0),
    says: /"__proto__"/,
  },
  { what: 'constructor for a name', bytes: tensorsOf(`{"constructor":${oneText}}`, 4), says: /"constructor"/ },
  { what: '__proto__ in the metadata', bytes: tensorsOf('{"__metadata__":{"__proto__":"x"}}', 0), says: /"__proto__"/ },
  {
    what: 'nesting of 100,000 levels',
    bytes: tensorsOf(`{"a":${'['.repeat(1e5)}${']'.repeat(1e5)}}`, 4),
    says: /nested more than 16 levels deep/,
  },
  { what: 'too many tensors', bytes: tensorsOf(crowd, 0), says: /lists 20001 tensors, more than 20000/ },
  { what: 'a name of 600 letters', bytes: tensorsOf({ ['n'.repeat(600)]: one }, 4), says: /name has 600 letters/ },
  // Metadata
  { what: 'metadata that are no text', bytes: tensorsOf({ __metadata__: { nimg: 5 }, a: one }, 4), says: /metadata/ },
  { what: 'metadata in a list', bytes: tensorsOf({ __metadata__: ['x'], a: one }, 4), says: /metadata/ },
  { what: 'metadata of null', bytes: tensorsOf({ __metadata__: null, a: one }, 4), says: /metadata/ },
  // Entries
  { what: 'an entry of null', bytes: tensorsOf({ a: null }, 4), says: FORM },
  { what: 'an entry in a list', bytes: tensorsOf({ a: ['F32', [1], [0, 4]] }, 4), says: FORM },
  { what: 'an entry without a type', bytes: tensorsOf({ a: { shape: [1], data_offsets: [0, 4] } }, 4), says: FORM },
  { what: 'an entry with more than it should have', bytes: tensorsOf({ a: { ...one, url: 'x' } }, 4), says: FORM },
  { what: 'an unknown type', bytes: tensorsOf({ a: entry([2], 0, 4, 'BF16') }, 4), says: /is of type BF16/ },
  { what: 'a type that is a number', bytes: tensorsOf({ a: entry([1], 0, 4, 32) }, 4), says: FORM },
  { what: 'a type of a million letters', bytes: tensorsOf({ a: entry([1], 0, 4, 'F'.repeat(1e6)) }, 4), says: FORM },
  {
    what: 'a type named like a function',
    bytes: tensorsOf({ a: entry([1], 0, 4, 'toString') }, 4),
    says: /is of type toString/,
  },
  // Shapes
  { what: 'a negative side', bytes: tensorsOf({ a: entry([-1, -1], 0, 4) }, 4), says: FORM },
  { what: 'half a side', bytes: tensorsOf({ a: entry([0.5, 2], 0, 4) }, 4), says: FORM },
  {
    what: 'a side of 1e999',
    bytes: tensorsOf('{"a":{"dtype":"F32","shape":[1e999],"data_offsets":[0,4]}}', 4),
    says: FORM,
  },
  { what: 'a side in words', bytes: tensorsOf({ a: entry(['1'], 0, 4) }, 4), says: FORM },
  { what: 'a huge side', bytes: tensorsOf({ a: entry([2 ** 52], 0, 4) }, 4), says: /does not fit its 4 bytes/ },
  {
    what: 'a product beyond 2^53',
    bytes: tensorsOf({ a: entry([2 ** 30, 2 ** 30, 2 ** 30], 0, 4) }, 4),
    says: /does not fit/,
  },
  {
    what: 'a product beyond 2^53 times nothing',
    bytes: tensorsOf({ a: entry([2 ** 30, 2 ** 30, 0], 0, 0) }, 0),
    says: /does not fit/,
  },
  {
    what: 'a product that wraps around 2^64 to one',
    bytes: tensorsOf({ a: entry([2 ** 32, 2 ** 32], 0, 4) }, 4),
    says: /does not fit/,
  },
  { what: 'a million sides', bytes: tensorsOf({ a: entry(new Array(1e6).fill(1), 0, 4) }, 4), says: FORM },
  { what: 'a million negative sides', bytes: tensorsOf({ a: entry(new Array(1e6).fill(-1), 0, 4) }, 4), says: FORM },
  // Places
  { what: 'offsets the wrong way around', bytes: tensorsOf({ a: entry([1], 4, 0) }, 4), says: /lie outside the file/ },
  { what: 'negative offsets', bytes: tensorsOf({ a: entry([1], -4, 0) }, 4), says: FORM },
  { what: 'one offset', bytes: tensorsOf({ a: { ...one, data_offsets: [0] } }, 4), says: FORM },
  { what: 'three offsets', bytes: tensorsOf({ a: { ...one, data_offsets: [0, 4, 8] } }, 4), says: FORM },
  {
    what: 'values beyond the file',
    bytes: tensorsOf({ a: entry([2 ** 40], 0, 2 ** 42) }, 4),
    says: /lie outside the file/,
  },
  {
    what: 'a shape smaller than its values',
    bytes: tensorsOf({ a: entry([1], 0, 8) }, 8),
    says: /does not fit its 8 bytes/,
  },
  { what: 'a hole at the start', bytes: tensorsOf({ a: entry([1], 4, 8) }, 8), says: /leave a hole/ },
  {
    what: 'a hole in the middle',
    bytes: tensorsOf({ a: one, b: entry([1], 8, 12) }, 12),
    says: /tensor b overlap others or leave a hole/,
  },
  { what: 'bytes behind the last', bytes: tensorsOf({ a: one }, 9), says: /5 bytes at its end belong to no tensor/ },
  { what: 'no tensor and bytes', bytes: tensorsOf({}, 4), says: /4 bytes at its end belong to no tensor/ },
  { what: 'the same values twice', bytes: tensorsOf({ a: one, b: one }, 4), says: /tensor b overlap/ },
  {
    what: 'values that overlap by one byte',
    bytes: tensorsOf({ a: one, b: entry([1], 3, 7) }, 7),
    says: /tensor b overlap/,
  },
  {
    what: 'an empty tensor in the middle of another',
    bytes: tensorsOf({ a: entry([2], 0, 8), b: entry([0], 4, 4) }, 8),
    says: /overlap/,
  },
];
