import { expect, it } from 'vitest';
import { labelSlices, NO_CLASS } from '../../../src/dataset/labels.ts';

const slices = ['NC', 'AD', '', 'MCI', 'AD', 'NC'].map((className, i) => ({
  name: `${i}`,
  subject: `${i}`,
  className,
  split: '',
}));

it('labels by the sorted names of the classes that training sees', () => {
  const { classes, labels } = labelSlices(slices, [0, 1, 2, 3, 4, 5]);
  expect(classes).toEqual(['AD', 'MCI', 'NC']);
  expect([...labels]).toEqual([2, 0, NO_CLASS, 1, 0, 2]);
});

it('gives classes outside the training slices no label', () => {
  const { classes, labels } = labelSlices(slices, [0, 4]);
  expect(classes).toEqual(['AD', 'NC']);
  expect([...labels]).toEqual([1, 0, NO_CLASS, NO_CLASS, 0, 1]);
});

it('has no classes where no folder names one', () => {
  expect(labelSlices(slices, [2])).toEqual({ classes: [], labels: new Uint16Array(6).fill(NO_CLASS) });
});
