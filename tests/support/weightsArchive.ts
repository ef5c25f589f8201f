/**
 * Reads a downloaded weights zip with nothing of ours: jszip, JSON and the safetensors header by its published layout. It
 * throws where a reader in another language would.
 */
import { readFile } from 'node:fs/promises';
import JSZip from 'jszip';

export interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [begin: number, end: number];
}

export interface WeightsArchive {
  readonly names: readonly string[];
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  /** Bytes of the safetensors file after its header. */
  readonly dataBytes: number;
  readonly options: Readonly<Record<string, unknown>>;
  readonly ticks: readonly Readonly<Record<string, unknown>>[];
}

/** Bytes of the header's length, a little-endian 64-bit integer. */
const LENGTH_BYTES = 8;

export async function readWeightsArchive(path: string): Promise<WeightsArchive> {
  const zip = await JSZip.loadAsync(await readFile(path), { checkCRC32: true });
  const names = Object.keys(zip.files);
  const snapshot = names.find((name) => /^network-snapshot-\d{6}\.safetensors$/.test(name));
  if (!snapshot) throw new Error(`No network snapshot among ${names.join(', ')}.`);
  const bytes = await read(zip, snapshot, 'nodebuffer');
  const headerBytes = Number(bytes.readBigUInt64LE(0));
  const header: Record<string, TensorEntry> = JSON.parse(
    bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + headerBytes).toString('utf8'),
  );
  const tensors = new Map(Object.entries(header).filter(([name]) => name !== '__metadata__'));
  const lines = (await read(zip, 'stats.jsonl', 'string')).trim().split('\n');
  return {
    names,
    tensors,
    dataBytes: bytes.length - LENGTH_BYTES - headerBytes,
    options: JSON.parse(await read(zip, 'training_options.json', 'string')),
    ticks: lines.map((line) => JSON.parse(line)),
  };
}

async function read<T extends 'nodebuffer' | 'string'>(zip: JSZip, name: string, type: T) {
  const file = zip.file(name);
  if (!file) throw new Error(`The archive has no ${name}.`);
  return file.async(type);
}
