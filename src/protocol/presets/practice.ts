/** Presets to try the machine and the page with: phantoms, a minute's run, handwritten digits. */
import { definePreset, type Preset } from './preset.ts';
import { MEASURED_32, SMALL } from './recipes.ts';

const group = 'Practice';

export const PRACTICE_PRESETS: readonly Preset[] = [
  definePreset({
    id: 'phantom32',
    group,
    title: 'Phantom 32',
    purpose: 'built-in phantoms, 32 × 32',
    fields: { ...SMALL, resolution: 32, r1Gamma: 0.3, kimgPerResolution: { 8: 4, 16: 8, 32: 18 } },
  }),
  definePreset({
    id: 'tiny',
    group,
    title: 'Tiny',
    purpose: 'a test of the machine in a minute, 8 × 8',
    fields: {
      resolution: 8,
      startResolution: 4,
      zDim: 16,
      wDim: 16,
      mappingLayers: 2,
      channelBase: 128,
      channelMax: 16,
      batch: 8,
      kimgPerResolution: 0.5,
      tickKimg: 0.1,
      emaKimg: 0.5,
      r1Gamma: 0.3,
      styleMixing: 0.5,
    },
  }),
  definePreset({
    id: 'mnist32',
    group,
    title: 'Digits 32',
    purpose: 'handwritten digits, 32 × 32',
    fields: {
      ...SMALL,
      resolution: 32,
      r1Gamma: 3,
      kimgPerResolution: { 8: 6, 16: 12, 32: 32 },
      augmentOps: 'digits',
    },
  }),
  definePreset({
    id: 'digits32',
    group,
    title: 'Digits 32, StyleGAN2',
    purpose: 'handwritten digits, 32 × 32, the recipe that was measured',
    fields: { ...MEASURED_32, r1Gamma: 3, kimgPerResolution: 32, augmentOps: 'digits' },
  }),
  definePreset({
    id: 'digits32-classes',
    group,
    title: 'Digits 32 by class',
    purpose: 'handwritten digits in class folders, 32 × 32',
    fields: {
      ...MEASURED_32,
      r1Gamma: 3,
      kimgPerResolution: 32,
      augmentOps: 'digits',
      conditional: true,
      labelFromKimg: 4,
      labelFullKimg: 8,
    },
  }),
];
