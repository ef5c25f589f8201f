import { expect, test } from 'vitest';
import { sampleLabels } from '../../../src/worker/sampleLabels.ts';

test('a named class is for all seeds, and without a name the classes take turns', () => {
  expect(sampleLabels([5, 6, 7], ['AD', 'NC'], 'NC')).toEqual([1, 1, 1]);
  expect(sampleLabels([5, 6, 7], ['AD', 'NC'], undefined)).toEqual([1, 0, 1]);
  expect(sampleLabels([5, 6], [], undefined)).toBeUndefined();
});

test('a class that the networks do not know is refused with those that they do', () => {
  expect(() => sampleLabels([1], ['AD', 'NC'], 'MCI')).toThrow(/MCI.*AD, NC/);
  expect(() => sampleLabels([1], [], 'AD')).toThrow(/without classes/);
});
