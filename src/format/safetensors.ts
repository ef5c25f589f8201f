/**
 * The safetensors container: a length, a JSON header, then the raw values. It knows bytes, types and shapes, not networks,
 * and treats every file as hostile until its header has been checked against the file's real length.
 * Format: https://github.com/huggingface/safetensors (version 0.3 and later).
 */
import * as v from 'valibot';
import { isForbiddenName, parseStrictJson } from '../protocol/checks/strictJson.ts';
import { FailureError } from '../protocol/failure.ts';

/** Values in row-major order; the length of `data` is the product of `shape` ([] is one value). */
export interface NamedTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** As NamedTensor, of any type that is read here. */
export interface TypedTensor {
  readonly shape: readonly number[];
  readonly data: TypedValues;
}

export type TypedValues = Float32Array | Float64Array | Uint8Array;

export interface SafetensorsFile<T extends TypedTensor = NamedTensor> {
  readonly tensors: Map<string, T>;
  readonly metadata: Record<string, string>;
}

/** The types that are read and written here, by their names in the format. */
const DTYPES = {
  F32: { bytes: Float32Array.BYTES_PER_ELEMENT, from: (copy: ArrayBuffer) => new Float32Array(copy) },
  F64: { bytes: Float64Array.BYTES_PER_ELEMENT, from: (copy: ArrayBuffer) => new Float64Array(copy) },
  U8: { bytes: Uint8Array.BYTES_PER_ELEMENT, from: (copy: ArrayBuffer) => new Uint8Array(copy) },
} as const;
type Dtype = keyof typeof DTYPES;
const ALL_DTYPES = Object.keys(DTYPES) as Dtype[];

const dtypeOf = (data: TypedValues): Dtype =>
  data instanceof Float32Array ? 'F32' : data instanceof Float64Array ? 'F64' : 'U8';

/** The header's length comes first, as an unsigned little-endian integer of 8 bytes; values start on a multiple of 8. */
const LENGTH_BYTES = 8;
const ALIGNMENT = 8;
const METADATA_KEY = '__metadata__';
/** A checkpoint of the largest network here has under a thousand tensors of about 100 header bytes each. */
const LARGEST_HEADER = 4 * 2 ** 20;
const MOST_TENSORS = 20_000;
const HIGHEST_RANK = 8;
const LONGEST_NAME = 512;
const LONGEST_DTYPE = 16;

const side = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const tensorEntry = v.strictObject({
  dtype: v.pipe(v.string(), v.maxLength(LONGEST_DTYPE)),
  shape: v.pipe(v.array(side), v.maxLength(HIGHEST_RANK)),
  data_offsets: v.strictTuple([side, side]),
});
/** valibot takes an array for a record. */
const noArray = v.custom<object>((value) => !Array.isArray(value));
const headerObject = v.pipe(noArray, v.record(v.string(), v.unknown()));
const metadataEntry = v.pipe(noArray, v.record(v.string(), v.string()));

/**
 * One file of the given tensors, in the map's order, with `metadata` beside them. Copies; the arrays stay the caller's.
 * Values are written in the machine's byte order, which is the format's (little-endian) wherever WebGPU exists.
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, TypedTensor>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const parts = safetensorsParts(tensors, metadata);
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The bytes of encodeSafetensors in pieces to be written one after the other: the header, then views of the arrays. */
export function safetensorsParts(
  tensors: ReadonlyMap<string, TypedTensor>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array[] {
  const entries: [string, unknown][] = [[METADATA_KEY, metadata]];
  let end = 0;
  for (const [name, { shape, data }] of tensors) {
    if (name === METADATA_KEY || name.length > LONGEST_NAME || isForbiddenName(name))
      throw new RangeError(
        `A tensor cannot be named "${name.slice(0, LONGEST_NAME)}" in a safetensors file: rename it.`,
      );
    if (data.length !== valuesOf(shape))
      throw new RangeError(`The tensor ${name} has ${data.length} values, but its shape is [${shape.join(', ')}].`);
    const begin = end;
    end += data.byteLength;
    entries.push([name, { dtype: dtypeOf(data), shape, data_offsets: [begin, end] }]);
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const headerLength = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const header = new Uint8Array(LENGTH_BYTES + headerLength);
  new DataView(header.buffer).setBigUint64(0, BigInt(headerLength), true);
  header.fill(' '.charCodeAt(0), LENGTH_BYTES);
  header.set(text, LENGTH_BYTES);
  const values = [...tensors.values()].map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return [header, ...values];
}

/**
 * The tensors and metadata of a file of float32 alone, as copies that the caller owns. Throws FailureError 'bad-weights'
 * with a sentence naming what is wrong: nothing is allocated for values before the header agrees with the file's length.
 */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsFile {
  const { tensors, metadata } = decode(bytes, ['F32']);
  return { tensors: tensors as Map<string, NamedTensor>, metadata };
}

/** As decodeSafetensors, of a file that may hold every type that is written here. */
export function decodeTypedSafetensors(bytes: Uint8Array): SafetensorsFile<TypedTensor> {
  return decode(bytes, ALL_DTYPES);
}

function decode(bytes: Uint8Array, allowed: readonly Dtype[]): SafetensorsFile<TypedTensor> {
  const { header, values } = splitFile(bytes);
  const metadata = header.has(METADATA_KEY) ? parsed(metadataEntry, header.get(METADATA_KEY), 'metadata') : {};
  header.delete(METADATA_KEY);
  if (header.size > MOST_TENSORS) throw refused(`its header lists ${header.size} tensors, more than ${MOST_TENSORS}`);
  const found = [...header].map(([name, entry]) => checkedEntry(name, entry, values.length, allowed));
  checkCoverage(found, values.length);
  const tensors = new Map<string, TypedTensor>();
  for (const { name, dtype, shape, begin, end } of found)
    tensors.set(name, { shape, data: DTYPES[dtype].from(new Uint8Array(values.subarray(begin, end)).buffer) });
  return { tensors, metadata };
}

interface Placed {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function splitFile(bytes: Uint8Array): { header: Map<string, unknown>; values: Uint8Array } {
  if (bytes.length < LENGTH_BYTES) throw refused(`it has only ${bytes.length} bytes`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0, true);
  if (length > BigInt(LARGEST_HEADER)) throw refused(`its header claims ${length} bytes, more than ${LARGEST_HEADER}`);
  const start = LENGTH_BYTES + Number(length);
  if (start > bytes.length) throw refused(`its header claims ${length} bytes, but the file ends before`);
  const header = parsed(headerObject, headerJson(bytes.subarray(LENGTH_BYTES, start)), 'header');
  return { header: new Map(Object.entries(header)), values: bytes.subarray(start) };
}

function headerJson(bytes: Uint8Array): unknown {
  const json = parseStrictJson(headerText(bytes));
  if ('problem' in json) throw refused(`its header ${json.problem}`);
  return json.value;
}

function headerText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw refused('its header is not UTF-8', String(error));
  }
}

function checkedEntry(name: string, entry: unknown, available: number, allowed: readonly Dtype[]): Placed {
  if (name.length > LONGEST_NAME) throw refused(`a tensor's name has ${name.length} letters`);
  const { dtype: named, shape, data_offsets } = parsed(tensorEntry, entry, `entry of the tensor ${name}`);
  const dtype = allowed.find((known) => known === named);
  if (!dtype) throw refused(`the tensor ${name} is of type ${named}, and only ${allowed.join(', ')} is read here`);
  const [begin, end] = data_offsets;
  if (begin > end || end > available) throw refused(`the values of the tensor ${name} lie outside the file`);
  if (valuesOf(shape) * DTYPES[dtype].bytes !== end - begin)
    throw refused(`the tensor ${name} of shape [${shape.join(', ')}] does not fit its ${end - begin} bytes`);
  return { name, dtype, shape, begin, end };
}

/** Every byte after the header belongs to exactly one tensor: no holes, no overlap, nothing hidden behind the end. */
function checkCoverage(found: readonly Placed[], available: number): void {
  let reached = 0;
  for (const { name, begin, end } of [...found].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== reached) throw refused(`the values of the tensor ${name} overlap others or leave a hole before them`);
    reached = end;
  }
  if (reached !== available) throw refused(`${available - reached} bytes at its end belong to no tensor`);
}

/** Infinity where a product on the way is beyond exact numbers, even if a side of 0 comes after it. */
function valuesOf(shape: readonly number[]): number {
  let product = 1;
  for (const sideLength of shape) {
    product *= sideLength;
    if (!Number.isSafeInteger(product)) return Infinity;
  }
  return product;
}

function parsed<S extends v.GenericSchema>(schema: S, value: unknown, what: string): v.InferOutput<S> {
  // The first issue is enough: a list of a million bad sides would have as many.
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  throw refused(`its ${what} does not have the expected form`, result.issues.map((issue) => issue.message).join(' '));
}

function refused(reason: string, detail?: string): FailureError {
  return new FailureError(
    'bad-weights',
    `The safetensors file cannot be used: ${reason}. Choose a file that was written by Gyrus and copied whole.`,
    detail,
  );
}
