/** Real archives, where they are at hand; skipped visibly where they are not. */
import { existsSync, openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../src/dataset/openDataset.ts';
import type { DatasetOptions } from '../../../src/protocol/dataset.ts';
import { nodeHooks } from './nodeDecoder.ts';

const FOLDER = process.env.GYRUS_DATA ?? join(import.meta.dirname, '../../../../shared/data');
/** jpeg-js takes seconds over the larger sets, more on a busy machine. */
const PATIENCE_MS = 240_000;
const OPTIONS: DatasetOptions = { resolution: 32, channels: 1, seed: 7, heldOut: 0.1, trainOn: 'all' };

async function open(name: string, options: Partial<DatasetOptions> = {}) {
  const path = join(FOLDER, `${name}.zip`);
  const file = new File([await openAsBlob(path)], `${name}.zip`);
  const { summary, source } = await openDataset(file, { ...OPTIONS, ...options }, nodeHooks());
  await source.close();
  return summary;
}

describe.skipIf(!existsSync(FOLDER))('real archives', () => {
  it('OASIS layout: slices kept, label maps set aside, subjects and splits found', {
    timeout: PATIENCE_MS,
  }, async () => {
    const summary = await open('brain-slices-ixi-t1-head-oasis-layout', { resolution: 64 });
    expect(summary).toMatchObject({
      layout: 'oasis',
      files: 1892,
      slices: 946,
      labelMaps: 946,
      subjects: 36,
      heldOutSubjects: 4,
      splits: [
        { name: 'train', slices: 713 },
        { name: 'validate', slices: 128 },
        { name: 'test', slices: 105 },
      ],
      sizes: [{ width: 90, height: 120, slices: 946 }],
      enlarged: 0,
      skipped: [],
    });
  });

  it('mixed JPEGs with spaces and brackets', { timeout: PATIENCE_MS }, async () => {
    const summary = await open('brain-tumor-jpeg-mixed');
    expect(summary).toMatchObject({ layout: 'classes', files: 100, slices: 100, skipped: [] });
    expect(summary.classes).toHaveLength(4);
    expect(summary.sizes[0]).toEqual({ width: 512, height: 512, slices: 67 });
  });

  it('digits are classes, not subjects', { timeout: PATIENCE_MS }, async () => {
    const summary = await open('mnist-digits-png');
    expect(summary).toMatchObject({ layout: 'classes', slices: 2000, subjects: 2000, heldOutSlices: 200 });
    expect(summary.classes).toHaveLength(10);
  });

  it('folders of subjects', { timeout: PATIENCE_MS }, async () => {
    const brain = await open('brain-slices-ixi-t1-skullstripped-jpeg', { resolution: 16 });
    expect(brain).toMatchObject({ layout: 'flat', slices: 1876, subjects: 36, heldOutSubjects: 4 });
    const flair = await open('brain-slices-ms-flair-native', { resolution: 16 });
    expect(flair).toMatchObject({ layout: 'flat', slices: 155, subjects: 3, heldOutSubjects: 1 });
  });

  it('says that volumes are not read', { timeout: PATIENCE_MS }, async () => {
    await expect(open('volumes-nifti')).rejects.toThrow('.nii.gz is not read by this version');
  });
});
