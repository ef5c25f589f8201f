/** Kernel choices in words. */
import { expect, test } from 'vitest';
import type { TunedShape } from '../../../src/protocol/tuning.ts';
import { chosenText, shapeText, tuningText } from '../../../src/ui/training/kernelText.ts';

test.each([
  ['forward 3x3 16x32x32x64->64', 'forward 3 × 3, 16 × 32 × 32 × 64 → 64'],
  ['forward 3x3 stride 2 16x4x4x64->65 adjoint', 'forward 3 × 3, stride 2, 16 × 4 × 4 × 64 → 65, adjoint'],
  ['filter 1x1 16x4x4x64->64 exchanged', 'filter 1 × 1, 16 × 4 × 4 × 64 → 64, exchanged'],
  ['up 16x4x4x64->32', 'up 16 × 4 × 4 × 64 → 32'],
])('%s is written %s', (shape, text) => {
  expect(shapeText(shape)).toBe(text);
});

test('it is told how many were chosen how, and which are not the rules', () => {
  const shape = 'up 1x4x4x8->8';
  const timed: TunedShape = { shape, variant: 'gemm32', rule: 'direct', by: 'timed' };
  const kept: TunedShape = { shape, variant: 'direct', rule: 'direct', by: 'kept' };
  const saved: TunedShape = { shape, variant: 'direct', by: 'saved' };
  expect([timed, kept, saved].map(chosenText)).toEqual(['timed; rule: direct', 'timed before', 'as saved']);
  expect(tuningText({ shapes: [timed, timed, kept], seconds: 4.4 })).toBe(
    '3 shapes of convolution: 2 timed, 1 timed before; 2 differ from the rules. Choosing took 4 s.',
  );
  expect(tuningText({ shapes: [saved], seconds: 0 })).toBe(
    '1 shape of convolution: 1 as saved; 0 differ from the rules.',
  );
});
