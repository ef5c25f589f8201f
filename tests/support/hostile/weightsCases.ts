/** Weights zips that are bad, and a word of the sentence that refuses each. */

import { trainingOptionsText } from '../../../src/export/trainingOptions.ts';
import { encodeWeights, type Networks } from '../../../src/export/weights.ts';
import { configOf } from '../../../src/protocol/validate.ts';
import { textBytes } from './bytes.ts';
import { tensorsOf } from './safetensorsCases.ts';
import { FLAG, METHOD, type WrittenEntry, zipOf } from './zipWriter.ts';

export interface HostileWeights {
  readonly what: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly says: RegExp;
}

const tensor = (value: number) => new Map([['b4.bias', { shape: [2], data: Float32Array.of(1, value) }]]);
const networks: Networks = { G: tensor(1), D: tensor(2), GEma: tensor(3) };
const snapshotBytes = encodeWeights(networks, {});
const optionsText = trainingOptionsText({
  config: configOf({ preset: 'tiny' }),
  nimg: 1000,
  workingResolution: 8,
  workingAlpha: 1,
  classes: [],
});

const options: WrittenEntry = { name: 'training_options.json', content: textBytes(optionsText) };
const snapshot: WrittenEntry = {
  name: 'network-snapshot-000001.safetensors',
  content: snapshotBytes,
  method: METHOD.stored,
};
const MIB = 2 ** 20;

const withSnapshot = (change: Partial<WrittenEntry>) => zipOf([options, { ...snapshot, ...change }]);
const withOptions = (change: Partial<WrittenEntry>) => zipOf([{ ...options, ...change }, snapshot]);
const withText = (text: string) => withOptions({ content: textBytes(text) });
const withField = (field: string) => withText(optionsText.replace('{', `{${field},`));

/** What all of these would be if nothing were wrong with them. */
export const GOOD_WEIGHTS = zipOf([options, snapshot]);

export const HOSTILE_WEIGHTS: readonly HostileWeights[] = [
  // The archive
  { what: 'no bytes', bytes: new Uint8Array(0), says: /it is not a zip, or it is cut off/ },
  { what: 'a zip cut off', bytes: GOOD_WEIGHTS.slice(0, -9), says: /it is not a zip, or it is cut off/ },
  { what: 'a zip without files', bytes: zipOf([]), says: /holds no training_options\.json/ },
  {
    what: 'a count that lies',
    bytes: zipOf([options, snapshot], { entries: 9 }),
    says: /table of contents is damaged/,
  },
  {
    what: 'a table beyond the file',
    bytes: zipOf([options, snapshot], { start: 0x7fff_ffff }),
    says: /table of contents lies outside/,
  },
  {
    what: 'a table of 2 GB',
    bytes: zipOf([options, snapshot], { size: 0x7fff_ffff }),
    says: /claims 2147483647 bytes, more than 4194304/,
  },
  {
    what: 'the weights of two runs',
    bytes: zipOf([options, snapshot, { ...snapshot, name: 'b/network-snapshot-000002.safetensors' }]),
    says: /2 files like network-snapshot/,
  },
  {
    what: 'the same weights twice',
    bytes: zipOf([options, snapshot, snapshot]),
    says: /2 files like network-snapshot/,
  },
  { what: 'settings alone', bytes: zipOf([options]), says: /holds no network-snapshot/ },
  // Entries
  { what: 'a password', bytes: withSnapshot({ flags: FLAG.encrypted }), says: /password/ },
  { what: 'LZMA', bytes: withSnapshot({ method: METHOD.lzma }), says: /packed by method 14/ },
  { what: 'a false checksum', bytes: withSnapshot({ crc: 7 }), says: /000001\.safetensors is damaged: its checksum/ },
  {
    what: 'an offset beyond the file',
    bytes: withSnapshot({ offset: 0x7fff_ffff }),
    says: /000001\.safetensors lies outside the file/,
  },
  {
    what: 'no header where it says',
    bytes: withSnapshot({ offset: 7 }),
    says: /is not where its table of contents says/,
  },
  {
    what: 'settings that claim 2 MB',
    bytes: withOptions({ inflated: 2 * MIB }),
    says: /training_options\.json claims 2097152 bytes, more than 1048576/,
  },
  {
    what: 'weights that claim 4 GB',
    bytes: withSnapshot({ method: METHOD.deflated, inflated: 0xffff_fff0 }),
    says: /claims 4294967280 bytes, more than 2147483648/,
  },
  {
    what: 'weights that claim 2 GB of a few bytes',
    bytes: withSnapshot({ method: METHOD.deflated, inflated: 2 ** 31 - 1 }),
    says: /claims 2147483647 bytes, more than its \d+ can unpack to/,
  },
  {
    what: 'weights that unpack to more than they claim',
    bytes: withSnapshot({ method: METHOD.deflated, content: new Uint8Array(4 * MIB), inflated: 64 }),
    says: /does not unpack to the 64 bytes it claims/,
  },
  {
    what: 'weights stored with two sizes',
    bytes: withSnapshot({ inflated: 9 }),
    says: /does not unpack to the 9 bytes/,
  },
  // Settings
  {
    what: 'settings that are no JSON',
    bytes: withText('{'),
    says: /training_options\.json cannot be used: it is not JSON/,
  },
  { what: 'settings in a list', bytes: withText('[]'), says: /lacks the format/ },
  { what: 'settings of null', bytes: withText('null'), says: /lacks the format/ },
  { what: 'an unknown setting', bytes: withField('"colour":3'), says: /a setting "colour"/ },
  {
    what: 'a setting of the wrong form',
    bytes: withText(optionsText.replace(/"seed": \d+/, '"seed": "7"')),
    says: /"seed" has the wrong form/,
  },
  {
    what: 'a batch of nothing',
    bytes: withText(optionsText.replace(/"batch": \d+/, '"batch": 0')),
    says: /Batch is 0/,
  },
  {
    what: 'a working resolution beyond the finished one',
    bytes: withText(optionsText.replace('"workingResolution": 8', '"workingResolution": 64')),
    says: /64 px were trained of 8/,
  },
  {
    what: 'a negative count of reals',
    bytes: withText(optionsText.replace('"nimg": 1000', '"nimg": -1')),
    says: /nimg/,
  },
  // Weights
  {
    what: 'weights that are no safetensors',
    bytes: withSnapshot({ content: textBytes('weights') }),
    says: /only 7 bytes/,
  },
  {
    what: 'a tensor twice',
    bytes: withSnapshot({ content: tensorsOf('{"G.a":{},"G.a":{}}', 0) }),
    says: /"G\.a" twice/,
  },
  {
    what: 'a tensor of no network',
    bytes: withSnapshot({ content: tensorsOf({ 'E.a': { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }, 4) }),
    says: /holds a tensor "E\.a"/,
  },
  {
    what: 'weights of one network',
    bytes: withSnapshot({ content: tensorsOf({ 'G.a': { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }, 4) }),
    says: /holds no tensors of D/,
  },
  {
    what: 'weights that are not finite',
    bytes: withSnapshot({ content: encodeWeights({ ...networks, G: tensor(NaN) }, {}) }),
    says: /G\.b4\.bias holds values that are not finite/,
  },
];
