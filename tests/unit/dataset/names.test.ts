import { describe, expect, it } from 'vitest';
import { readLayout } from '../../../src/dataset/layout.ts';
import { isLabelMap, junkReason, stemOf } from '../../../src/dataset/names.ts';
import { heldOutCount, splitSlices } from '../../../src/dataset/split.ts';
import { readSubjects } from '../../../src/dataset/subjects.ts';

function read(paths: readonly string[], wanted?: 'flat' | 'classes') {
  const { layout, choices, places } = readLayout(paths, wanted);
  const slices = places.filter(({ labelMap }) => !labelMap);
  const { subjects, from } = readSubjects(slices);
  const distinct = (values: readonly string[]) => [...new Set(values)].sort();
  return {
    layout,
    choices,
    from,
    classes: distinct(slices.map(({ className }) => className)),
    splits: distinct(slices.map(({ split }) => split)),
    subjects: distinct(subjects),
    labelMaps: places.length - slices.length,
  };
}

/** `pattern` with # counted up for each of `values` at @. */
function paths(pattern: string, values: readonly (string | number)[], slices = 4): string[] {
  return values.flatMap((value) =>
    Array.from({ length: slices }, (_, i) => pattern.replaceAll('@', String(value)).replace('#', String(i))),
  );
}

describe('names', () => {
  it.each([
    ['__MACOSX/train/._a.png', 'macOS bookkeeping (__MACOSX)'],
    ['train/.DS_Store', 'hidden file'],
    ['train/._a.png', 'hidden file'],
    ['Thumbs.db', 'not a picture'],
    ['readme.txt', 'not a picture'],
    ['LICENSE', 'not a picture'],
    ['a/b.dcm', '.dcm is not read by this version (PNG and JPEG are)'],
    ['a/b.nii.gz', '.nii.gz is not read by this version (PNG and JPEG are)'],
    ['a/b.png.txt', 'not a picture'],
  ])('%s is left out: %s', (path, reason) => {
    expect(junkReason(path)).toBe(reason);
  });

  it.each(['a.png', './deep/er/b.JPG', 'x/p (530).jpg', 'x/[new] image(12).jpeg', 'case_001_slice_0.nii.png', 'ü.png'])(
    '%s is a picture',
    (path) => {
      expect(junkReason(path)).toBeUndefined();
      expect(isLabelMap(path)).toBe(false);
    },
  );

  it('knows label maps by whole words', () => {
    expect(isLabelMap('d/keras_png_slices_seg_train/seg_001_slice_0.nii.png')).toBe(true);
    expect(isLabelMap('masks/a.png')).toBe(true);
    expect(isLabelMap('a/b_mask.png')).toBe(true);
    expect(isLabelMap('segovia/damask/unlabelled.png')).toBe(false);
    expect(stemOf('a/b/case_001_slice_0.nii.png')).toBe('case_001_slice_0');
  });
});

describe('layouts and subjects', () => {
  it('OASIS', () => {
    const root = 'keras_png_slices_data/keras_png_slices';
    const all = [
      ...paths(`${root}_train/case_@_slice_#.nii.png`, ['001', '002']),
      ...paths(`${root}_test/case_@_slice_#.nii.png`, ['441']),
      ...paths(`${root}_seg_train/seg_@_slice_#.nii.png`, ['001', '002']),
    ];
    expect(read(all)).toEqual({
      layout: 'oasis',
      choices: ['oasis', 'flat'],
      from: 'file names',
      classes: [''],
      splits: ['test', 'train'],
      subjects: ['case_001', 'case_002', 'case_441'],
      labelMaps: 8,
    });
  });

  it('ADNI', () => {
    const all = [
      ...paths('AD_NC/train/AD/@_#.jpeg', [388206, 1003730]),
      ...paths('AD_NC/train/NC/@_#.jpeg', [808819]),
      ...paths('AD_NC/test/NC/@_#.jpeg', [1182968]),
    ];
    expect(read(all)).toEqual({
      layout: 'adni',
      choices: ['adni', 'flat', 'classes'],
      from: 'file names',
      classes: ['AD', 'NC'],
      splits: ['test', 'train'],
      subjects: ['1003730', '1182968', '388206', '808819'],
      labelMaps: 0,
    });
  });

  it('folders of subjects are no classes', () => {
    const all = [...paths('IXI/train/IXI@/@_#.jpeg', [632, 516]), ...paths('IXI/test/IXI@/@_#.jpeg', ['014'])];
    expect(read(all)).toMatchObject({
      layout: 'flat',
      from: 'folders',
      classes: [''],
      subjects: ['IXI014', 'IXI516', 'IXI632'],
      splits: ['test', 'train'],
    });
    expect(read(all, 'classes').classes).toEqual(['IXI014', 'IXI516', 'IXI632']);
    expect(read(paths('flair/patient@/study1/FLAIR_#.png', [7, 12, 19])).subjects).toHaveLength(3);
  });

  it('classes with subjects below them', () => {
    const all = [...paths('AD/sub-@/slice_#.jpeg', ['004', '005']), ...paths('NC/sub-@/slice_#.jpeg', ['101'])];
    expect(read(all)).toMatchObject({
      layout: 'classes',
      from: 'folders',
      classes: ['AD', 'NC'],
      subjects: ['sub-004', 'sub-005', 'sub-101'],
    });
    expect(read(all, 'flat').classes).toEqual(['']);
  });

  it('classes without subjects: digits, brackets and letters are no heads', () => {
    expect(read(paths('mnist/@/@_0000#.png', [0, 1, 2]))).toMatchObject({ layout: 'classes', from: 'none' });
    const mixed = [
      ...paths('Training/@/p (#).jpg', ['pituitary_tumor']),
      ...paths('Training/@/image(#).jpg', ['none']),
    ];
    expect(read(mixed)).toMatchObject({ layout: 'classes', from: 'none', classes: ['none', 'pituitary_tumor'] });
    expect(read(paths('t1/@/p_69#.jpg', ['a', 'b']))).toMatchObject({ from: 'none' });
  });

  it('flat', () => {
    expect(read(paths('slices/scan_@_#.png', ['001', '002']))).toMatchObject({
      layout: 'flat',
      choices: ['flat'],
      from: 'file names',
      subjects: ['scan_001', 'scan_002'],
    });
    expect(read(['a.png', 'b.png'])).toMatchObject({ layout: 'flat', from: 'none' });
  });
});

describe('the split', () => {
  const slices = Array.from({ length: 40 }, (_, i) => ({
    name: `${i}`,
    subject: `s${i % 10}`,
    className: i % 2 ? 'AD' : 'NC',
    split: '',
  }));

  it('holds subjects out whole, by the seed', () => {
    const { training, heldOut, heldOutSubjects } = splitSlices(slices, { seed: 7, heldOut: 0.2, trainOn: 'all' });
    expect(heldOutSubjects).toBe(2);
    const away = new Set(heldOut.map((i) => slices[i]?.subject));
    expect(away.size).toBe(2);
    expect(training.some((i) => away.has(slices[i]?.subject))).toBe(false);
    expect([...training, ...heldOut].sort((a, b) => a - b)).toEqual([...slices.keys()]);
    const again = splitSlices(slices, { seed: 7, heldOut: 0.2, trainOn: 'all' });
    expect(again.heldOut).toEqual(heldOut);
    const others = [1, 2, 3, 4, 5].map((seed) => splitSlices(slices, { seed, heldOut: 0.2, trainOn: 'all' }).heldOut);
    expect(new Set(others.map(String)).size).toBeGreaterThan(1);
  });

  it('trains on the chosen classes and keeps the same subjects away', () => {
    const all = splitSlices(slices, { seed: 7, heldOut: 0.2, trainOn: 'all' });
    const some = splitSlices(slices, { seed: 7, heldOut: 0.2, trainOn: ['AD'] });
    expect(some.heldOut).toEqual(all.heldOut);
    expect(some.training).toEqual(all.training.filter((i) => slices[i]?.className === 'AD'));
  });

  it.each([
    [36, 0.1, 4],
    [3, 0.1, 1],
    [2, 0.9, 1],
    [1, 0.5, 0],
    [100, 0, 0],
  ])('of %i subjects a share of %d holds out %i', (subjects, share, count) => {
    expect(heldOutCount(subjects, share)).toBe(count);
  });
});
