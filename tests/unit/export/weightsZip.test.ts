import JSZip from 'jszip';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodePng } from '../../../src/export/png.ts';
import type { Networks } from '../../../src/export/weights.ts';
import {
  kimgDigits,
  openWeightsZip,
  type WeightsBundle,
  weightsFileName,
  weightsZip,
} from '../../../src/export/weightsZip.ts';
import { decodeSafetensors } from '../../../src/format/safetensors.ts';
import type { SampleSheet } from '../../../src/protocol/events.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import type { CopyCheck } from '../../../src/protocol/judging.ts';
import { configOf } from '../../../src/protocol/validate.ts';
import { normals } from '../../../src/random/draws.ts';

const config = configOf({ preset: 'tiny', seed: 7 });
const networks: Networks = {
  G: new Map([['synthesis.b8.conv0.weight', { shape: [3, 3, 2, 4], data: normals(1, 0, 0, 72) }]]),
  D: new Map([['b4.fc.weight', { shape: [6, 2], data: normals(1, 0, 1, 12) }]]),
  GEma: new Map([['synthesis.b4.const', { shape: [1, 4, 4, 2], data: normals(1, 0, 2, 32) }]]),
};

/** How far the made-up run had grown. */
const reached = { workingResolution: 8, workingAlpha: 1, classes: ['AD', 'NC'] };

async function sheetAt(nimg: number, level: number): Promise<SampleSheet> {
  const png = await encodePng(new Uint8Array(64).fill(level), 8, 8, 1);
  const where = { nimg, kimg: nimg / 1000, epoch: 1, resolution: 8, alpha: 1 };
  return { ...where, png, columns: 1, rows: 1, tile: 8, seeds: [0], psi: 1 };
}

let bundle: WeightsBundle;
let zipBytes: Uint8Array<ArrayBuffer>;
let archive: JSZip;

beforeAll(async () => {
  const where = { resolution: 8, alpha: 1, batch: 8 };
  bundle = {
    nimg: 4096,
    ...reached,
    config,
    ticks: [
      { tick: 0, nimg: 104, kimg: 0.104, epoch: 0.2, ...where, stats: { 'Loss/G/loss': 0.5 } },
      {
        tick: 1,
        nimg: 208,
        kimg: 0.208,
        epoch: 0.4,
        ...where,
        stats: { 'Loss/G/loss': 0.6, 'Timing/sec_per_kimg': 9 },
      },
    ],
    networks,
    realsPng: await encodePng(new Uint8Array(16), 4, 4, 1),
    sheets: [await sheetAt(0, 1), await sheetAt(512, 2), await sheetAt(4096, 3)],
  };
  zipBytes = await weightsZip(bundle);
  archive = await JSZip.loadAsync(zipBytes, { checkCRC32: true });
});

/** The archive with some entries replaced, added (text) or removed (undefined). */
async function changed(entries: Record<string, string | Uint8Array | undefined>): Promise<File> {
  const copy = await JSZip.loadAsync(zipBytes);
  for (const [name, content] of Object.entries(entries)) {
    copy.remove(name);
    if (content !== undefined) copy.file(name, content);
  }
  return asFile(await copy.generateAsync({ type: 'arraybuffer' }));
}

/** As a person would choose it. */
const asFile = (...bytes: (ArrayBuffer | Uint8Array<ArrayBuffer>)[]) => new File(bytes, 'w.zip');

async function failureOf(file: File): Promise<FailureError> {
  const caught: unknown = await openWeightsZip(file).catch((error: unknown) => error);
  if (!(caught instanceof FailureError)) throw new Error(`expected a FailureError, got ${String(caught)}`);
  expect(caught.failure.code).toBe('bad-weights');
  return caught;
}

test('names count whole kimg in six digits', () => {
  expect(kimgDigits(999)).toBe('000000');
  expect(kimgDigits(4096)).toBe('000004');
  expect(kimgDigits(25_000_000)).toBe('025000');
  expect(weightsFileName({ config, nimg: 4096 })).toBe('gyrus-tiny-000004.zip');
});

test('the zip holds the promised files, the newest sheet of each kimg', async () => {
  expect(Object.keys(archive.files).sort()).toEqual([
    'README.txt',
    'fakes000000.png',
    'fakes000004.png',
    'network-snapshot-000004.safetensors',
    'reals.png',
    'stats.jsonl',
    'training_options.json',
  ]);
  expect(await archive.file('fakes000000.png')?.async('uint8array')).toEqual(bundle.sheets[1]?.png);
  expect(await archive.file('README.txt')?.async('string')).toContain('load("network-snapshot-000004.safetensors")');
});

test('stats.jsonl is one flat object a tick', async () => {
  const text = (await archive.file('stats.jsonl')?.async('string')) ?? '';
  expect(text.endsWith('}\n')).toBe(true);
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(2);
  expect(lines[1]).toEqual({
    tick: 1,
    nimg: 208,
    kimg: 0.208,
    epoch: 0.4,
    resolution: 8,
    alpha: 1,
    batch: 8,
    'Loss/G/loss': 0.6,
    'Timing/sec_per_kimg': 9,
  });
});

test('the snapshot has PyTorch’s layout and says how far it came', async () => {
  const bytes = await archive.file('network-snapshot-000004.safetensors')?.async('uint8array');
  const { tensors, metadata } = decodeSafetensors(bytes ?? new Uint8Array(0));
  expect(metadata).toEqual({ format: 'pt', producer: 'gyrus', nimg: '4096' });
  expect(tensors.get('G.synthesis.b8.conv0.weight')?.shape).toEqual([4, 2, 3, 3]);
  expect(tensors.get('D.b4.fc.weight')?.shape).toEqual([2, 6]);
  expect(tensors.get('GEma.synthesis.b4.const')?.shape).toEqual([2, 4, 4]);
});

test('what was written is opened, also after a person unpacked and zipped it again', async () => {
  expect(await openWeightsZip(asFile(zipBytes))).toEqual({ config, nimg: 4096, ...reached, networks });
  const again = new JSZip();
  for (const [name, entry] of Object.entries(archive.files)) again.file(`run 3/${name}`, entry.async('uint8array'));
  again.file('__MACOSX/run 3/._training_options.json', 'junk');
  const packed = await again.generateAsync({ type: 'arraybuffer', compression: 'DEFLATE' });
  expect(await openWeightsZip(asFile(packed))).toEqual({ config, nimg: 4096, ...reached, networks });
});

test('what the zip says of copies comes back with it, and a damaged statement is refused', async () => {
  const check: CopyCheck = {
    ...{ subject: { runId: 'r' }, nimg: 4096, resolution: 8, pictures: 100, spaces: [] },
    ...{ verdict: 'copies', sentence: 'The generator copies training pictures.' },
  };
  const reason = 'They are phantoms, all of them.';
  const bytes = await weightsZip({ ...bundle, copies: { check, reason } });
  const { copies } = await openWeightsZip(asFile(bytes));
  expect(copies).toEqual({ check: { ...check, subject: { file: 'w.zip' } }, reason });

  const said = JSON.parse((await (await JSZip.loadAsync(bytes)).file('copies.json')?.async('string')) ?? '');
  for (const wrong of [
    '{',
    '[]',
    JSON.stringify({ ...said, verdict: 'fine' }),
    JSON.stringify({ ...said, sentence: '' }),
  ])
    expect((await failureOf(await changed({ 'copies.json': wrong }))).message).toMatch(/copies\.json cannot be used/);
});

test('a file from before there were classes opens without any', async () => {
  const { classes: _, ...older } = { format: 'gyrus-training-options/1', nimg: 4096, ...reached, ...config };
  const opened = await openWeightsZip(await changed({ 'training_options.json': JSON.stringify(older) }));
  expect(opened).toMatchObject({ nimg: 4096, classes: [] });
});

describe('refused with a sentence', () => {
  test('files that are no zip, empty, cut off or of slices', async () => {
    expect((await failureOf(asFile())).message).toMatch(/not a zip/);
    expect((await failureOf(asFile(new Uint8Array(5000)))).message).toMatch(/not a zip/);
    expect((await failureOf(asFile(zipBytes.slice(0, -30)))).message).toMatch(/not a zip, or it is cut off/);
    const slices = new JSZip().file('case_001_slice_0.png', 'pixels');
    const packed = asFile(await slices.generateAsync({ type: 'arraybuffer' }));
    expect((await failureOf(packed)).message).toMatch(/belongs under Dataset/);
  });

  test('missing and doubled files', async () => {
    const without = await changed({ 'network-snapshot-000004.safetensors': undefined });
    expect((await failureOf(without)).message).toMatch(/holds no network-snapshot/);
    const twice = await changed({ 'older/network-snapshot-000002.safetensors': 'x' });
    expect((await failureOf(twice)).message).toMatch(/2 files like network-snapshot/);
  });

  test('settings that are damaged, unknown, of another format or impossible', async () => {
    const withOptions = async (text: string) =>
      (await failureOf(await changed({ 'training_options.json': text }))).message;
    const whole = { format: 'gyrus-training-options/1', nimg: 4096, ...reached, ...config };
    expect(await withOptions('{')).toMatch(/not JSON/);
    expect(await withOptions('[]')).toMatch(/lacks the format/);
    expect(await withOptions(JSON.stringify({ ...whole, format: 'other/1' }))).toMatch(/lacks the format/);
    expect(await withOptions(JSON.stringify({ ...whole, nimg: -1 }))).toMatch(/nimg/);
    expect(await withOptions(JSON.stringify({ ...whole, classes: [1, 2] }))).toMatch(/classes are no names/);
    expect(await withOptions(JSON.stringify({ ...whole, colour: 3 }))).toMatch(/"colour"/);
    expect(await withOptions(JSON.stringify({ ...whole, batch: 0 }))).toMatch(/Batch is 0/);
  });

  test('a flipped bit in the weights', async () => {
    const damaged = zipBytes.slice();
    const at = new TextDecoder('latin1').decode(damaged).indexOf('"__metadata__"') + 5;
    damaged[at] = (damaged[at] as number) ^ 1;
    expect((await failureOf(asFile(damaged))).message).toMatch(/checksum/);
  });

  test('an entry that unpacks to more than it claims, or claims too much', async () => {
    const bomb = await changed({ 'training_options.json': ' '.repeat(2 ** 20 + 1) });
    expect((await failureOf(bomb)).message).toMatch(/training_options.json claims 1048577 bytes/);
    const packed = new JSZip().file('training_options.json', ' '.repeat(4096));
    packed.file('network-snapshot-000001.safetensors', 'x');
    const liar = new Uint8Array(await packed.generateAsync({ type: 'arraybuffer', compression: 'DEFLATE' }));
    const view = new DataView(liar.buffer);
    for (let at = 0; at + 4 <= liar.length; at++) if (view.getUint32(at, true) === 4096) view.setUint32(at, 16, true);
    expect((await failureOf(asFile(liar))).message).toMatch(/does not unpack to the 16 bytes/);
  });

  test('a table of contents that points outside the file', async () => {
    const broken = zipBytes.slice();
    new DataView(broken.buffer).setUint32(broken.length - 6, broken.length, true);
    expect((await failureOf(asFile(broken))).message).toMatch(/table of contents lies outside/);
  });
});
