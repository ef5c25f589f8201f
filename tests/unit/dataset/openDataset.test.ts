import { encode } from 'fast-png';
import { encode as encodeJpeg } from 'jpeg-js';
import JSZip from 'jszip';
import { describe, expect, it } from 'vitest';
import { openDataset, openPhantoms, reconfigure } from '../../../src/dataset/openDataset.ts';
import { sheetIndices } from '../../../src/dataset/sheetIndices.ts';
import type { DatasetOptions } from '../../../src/protocol/dataset.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import { nodeHooks } from './nodeDecoder.ts';

const OPTIONS: DatasetOptions = { resolution: 8, channels: 1, seed: 7, heldOut: 0.1, trainOn: 'all' };

/** A PNG of one grey level. */
function png(level: number, width = 8, height = 8): Uint8Array {
  return encode({ width, height, data: new Uint8Array(width * height).fill(level), depth: 8, channels: 1 });
}

async function zipFile(files: Record<string, Uint8Array | string>, name = 'brains.zip'): Promise<File> {
  const zip = new JSZip();
  for (const [path, content] of Object.entries(files)) zip.file(path, content);
  return new File([await zip.generateAsync({ type: 'arraybuffer' })], name);
}

/** Four AD and four NC subjects with three slices each, whose level is its number; and `more`. */
function twoClasses(more: Record<string, Uint8Array | string> = {}): Promise<File> {
  const files: Record<string, Uint8Array | string> = { ...more };
  let level = 0;
  for (const name of ['NC', 'AD'])
    for (let subject = 0; subject < 4; subject++)
      for (let slice = 0; slice < 3; slice++)
        files[`set/train/${name}/${name}${subject}00_${slice}.png`] = png(level++);
  return zipFile(files);
}

async function failureOf(work: Promise<unknown>): Promise<FailureError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof FailureError) return error;
  throw new Error(`Expected a FailureError, got ${error}.`);
}

describe('opening a zip', () => {
  it('counts every file: slices, skipped with reasons, subjects, classes', async () => {
    const hooks = nodeHooks();
    const half = png(9).subarray(0, 40);
    const file = await twoClasses({
      '__MACOSX/set/._a.png': 'x',
      'set/readme.txt': 'x',
      'set/train/AD/broken_1.png': half,
      'set/train/AD/liar_1.png': 'no picture at all',
      'set/train/AD/wrong (7).png': encodeJpeg({ width: 8, height: 8, data: new Uint8Array(256).fill(99) }).data,
    });
    const { summary, source } = await openDataset(file, OPTIONS, hooks);
    expect(summary).toMatchObject({
      name: 'brains.zip',
      kind: 'zip',
      layout: 'adni',
      files: 29,
      slices: 25, // the JPEG that calls itself PNG is one
      subjects: 9, // it is no SUBJECT_SLICE either
      heldOutSubjects: 1,
      labelMaps: 0,
      enlarged: 0,
      splits: [{ name: 'train', slices: 25 }],
      sizes: [{ width: 8, height: 8, slices: 25 }],
    });
    expect(summary.classes.map(({ name, slices }) => [name, slices])).toEqual([
      ['AD', 13],
      ['NC', 12],
    ]);
    expect(summary.trainingSlices + summary.heldOutSlices).toBe(25);
    expect(summary.skipped.map(({ reason, count }) => [reason, count]).sort()).toEqual([
      ['broken: ends after 40 bytes', 1],
      ['broken: neither PNG nor JPEG inside', 1],
      ['macOS bookkeeping (__MACOSX)', 1],
      ['not a picture', 1],
    ]);
    expect(hooks.messages[0]).toBe('Reading 0 of 27');
    expect(hooks.messages.at(-1)).toBe('Reading 27 of 27');
    expect(source.slices.map(({ name }) => name)).toEqual(source.slices.map(({ name }) => name).sort());
    // Slices are in the order of their names, whatever the order in the zip: AD000_0 was written with level 12.
    const target = new Float32Array(1);
    await source.read([0], 1, target);
    expect(Math.round(((target[0] as number) + 1) * 127.5)).toBe(12);
  });

  it('makes a sheet of the training slices', async () => {
    const { source } = await openDataset(await twoClasses(), { ...OPTIONS, trainOn: ['NC'] }, nodeHooks());
    const indices = sheetIndices(source);
    expect(indices.every((i) => source.slices[i]?.className === 'NC')).toBe(true);
    const values = new Float32Array(indices.length * 64);
    await source.read(indices, 8, values);
    expect(values.some((value) => value > -1)).toBe(true);
  });

  it('mixes label maps in only when asked', async () => {
    const files: Record<string, Uint8Array> = {};
    for (let i = 0; i < 20; i++) {
      files[`d/keras_png_slices_train/case_00${i % 4}_slice_${i}.nii.png`] = png(i);
      files[`d/keras_png_slices_seg_train/seg_00${i % 4}_slice_${i}.nii.png`] = png(200);
    }
    const file = await zipFile(files);
    const aside = await openDataset(file, OPTIONS, nodeHooks());
    expect(aside.summary).toMatchObject({ layout: 'oasis', slices: 20, labelMaps: 20, subjects: 4 });
    expect(aside.summary.findings.find(({ title }) => title.startsWith('OASIS'))?.text).toBe(
      '20 MR slices kept; 20 label maps set aside, so that the two are not mixed',
    );
    const mixed = await reconfigure(aside, { ...OPTIONS, includeLabelMaps: true }, nodeHooks());
    expect(mixed.summary).toMatchObject({ slices: 40, labelMaps: 20 });
    expect(mixed.summary.findings[0]).toMatchObject({ level: 'watch', title: '20 label maps mixed in' });
  });

  it('says which slices were enlarged and which held out one by one', async () => {
    const files: Record<string, Uint8Array> = {};
    for (let i = 0; i < 20; i++) files[`picture (${i}).png`] = png(i, i < 4 ? 5 : 9, 7);
    const { summary } = await openDataset(await zipFile(files), { ...OPTIONS, resolution: 16 }, nodeHooks());
    expect(summary.enlarged).toBe(20);
    expect(summary.sizes).toEqual([
      { width: 9, height: 7, slices: 16 },
      { width: 5, height: 7, slices: 4 },
    ]);
    const titles = summary.findings.filter(({ level }) => level === 'watch').map(({ title }) => title);
    expect(titles).toEqual(['20 slices enlarged to 16 × 16', 'No subjects in the names, 2 slices held out']);
  });
});

describe('refusing', () => {
  it('names what is wrong with an archive', async () => {
    const none = await failureOf(openDataset(await zipFile({ 'a.txt': 'x', 'b.dcm': 'x' }), OPTIONS, nodeHooks()));
    expect(none.failure.code).toBe('no-images');
    expect(none.message).toBe(
      'None of the 2 files in brains.zip is a picture that Gyrus can read (skipped: 1 × not a picture, 1 × .dcm is not read by this version (PNG and JPEG are)). Zip a folder of PNG or JPEG slices and drop that here.',
    );
    const empty = await failureOf(openDataset(await zipFile({}), OPTIONS, nodeHooks()));
    expect(empty.failure.code).toBe('no-images');
    const few: Record<string, Uint8Array> = {};
    for (let i = 0; i < 15; i++) few[`${i}.png`] = png(i);
    const tooFew = await failureOf(openDataset(await zipFile(few), OPTIONS, nodeHooks()));
    expect(tooFew.failure.code).toBe('too-few-slices');
    expect(tooFew.message).toContain('holds 15 usable slices; training needs at least 16');
    const text = await failureOf(openDataset(new File(['hello'], 'notes.txt'), OPTIONS, nodeHooks()));
    expect(text.failure.code).toBe('not-a-zip');
    const size = await failureOf(openDataset(await twoClasses(), { ...OPTIONS, resolution: 12 }, nodeHooks()));
    expect(size.failure.code).toBe('bad-config');
  });

  it('stops when aborted and closes what it had opened', async () => {
    const abort = new AbortController();
    let closed = 0;
    const hooks = nodeHooks({ signal: abort.signal });
    const work = openDataset(await twoClasses(), OPTIONS, {
      ...hooks,
      decode: async (bytes, facts, channels) => {
        abort.abort();
        return hooks.decode(bytes, facts, channels);
      },
      makeStore: async (bytes, expected) => {
        const store = await hooks.makeStore(bytes, expected);
        return {
          ...store,
          count: 0,
          close: async () => {
            closed++;
          },
        };
      },
    });
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
    expect(closed).toBe(1);
  });
});

describe('reconfiguring', () => {
  it('splits anew on the same pixels, and reads again for another resolution', async () => {
    const opened = await openDataset(await twoClasses(), OPTIONS, nodeHooks());
    const hooks = nodeHooks();
    const none = await reconfigure(opened, { ...OPTIONS, heldOut: 0, trainOn: ['AD'] }, hooks);
    expect(hooks.messages).toEqual([]);
    expect(none.summary).toMatchObject({ heldOutSlices: 0, trainingSlices: 12, slices: 24 });
    expect(none.loaded.store).toBe(opened.loaded.store);

    const larger = await reconfigure(none, { ...OPTIONS, resolution: 16 }, hooks);
    expect(hooks.messages.at(-1)).toBe('Reading 24 of 24');
    expect(larger.source.resolution).toBe(16);
    await expect(none.source.read([0], 8, new Float32Array(64))).rejects.toThrow('closed');
    await larger.source.read([0], 16, new Float32Array(256));
  });

  it('leaves the data set as it was when reading again fails', async () => {
    const opened = await openDataset(await twoClasses(), OPTIONS, nodeHooks());
    await failureOf(reconfigure(opened, { ...OPTIONS, resolution: 10 }, nodeHooks()));
    await opened.source.read([0], 8, new Float32Array(64));
  });
});

describe('phantoms', () => {
  it('come the same way, each a head of its own', async () => {
    const hooks = nodeHooks();
    const { summary, source } = await openPhantoms(
      { count: 20, phantomSeed: 1 },
      { ...OPTIONS, resolution: 16 },
      hooks,
    );
    expect(summary).toMatchObject({ kind: 'phantom', slices: 20, subjects: 20, heldOutSlices: 2, trainingSlices: 18 });
    expect(summary.findings.every(({ level }) => level === 'good')).toBe(true);
    expect(hooks.messages.at(-1)).toBe('Drawing phantoms 20 of 20');
    const target = new Float32Array(2 * 16 * 16);
    await source.read([0, 19], 16, target);
    expect(Math.max(...target)).toBeGreaterThan(0.2);
    expect((await failureOf(openPhantoms({ count: 3, phantomSeed: 1 }, OPTIONS, hooks))).failure.code).toBe(
      'bad-config',
    );
  });
});
