/** Presets for the data sets this page is for: brain slices and knees. */
import { definePreset, type Preset } from './preset.ts';
import { ADNI_128, GROWN_128, MEASURED_32 } from './recipes.ts';

export const BRAIN_PRESETS: readonly Preset[] = [
  definePreset({
    id: 'brain32',
    group: 'Brain',
    title: 'Brain 32, StyleGAN2',
    purpose: 'brain slices, 32 × 32, the recipe that was measured',
    fields: { ...MEASURED_32, r1Gamma: 0.3, kimgPerResolution: 36 },
  }),
  definePreset({
    id: 'oasis64',
    group: 'Brain',
    title: 'OASIS 64',
    purpose: 'brain slices, 64 × 64',
    fields: { resolution: 64, kimgPerResolution: { 8: 20, 16: 30, 32: 50, 64: 100 } },
  }),
  definePreset({
    id: 'oasis128',
    group: 'Brain',
    title: 'OASIS 128',
    purpose: 'brain slices, 128 × 128',
    fields: {
      ...GROWN_128,
      kimgPerResolution: { 8: 30, 16: 40, 32: 80, 64: 120, 128: 200 },
    },
  }),
  definePreset({
    id: 'oasis256',
    group: 'Brain',
    title: 'OASIS 256',
    purpose: 'brain slices, 256 × 256',
    fields: {
      resolution: 256,
      zDim: 512,
      wDim: 512,
      channelBase: 16_384,
      channelMax: 512,
      batch: { 8: 32, 64: 16, 256: 8 },
      r1Gamma: 4,
      emaKimg: 10,
      kimgPerResolution: { 8: 40, 16: 60, 32: 100, 64: 150, 128: 250, 256: 400 },
      tickKimg: 4,
    },
  }),
  definePreset({
    id: 'adni128',
    group: 'Brain',
    title: 'ADNI 128',
    purpose: 'ADNI AD and NC slices, 128 × 128',
    fields: ADNI_128,
    ourChoice:
      'From 8 to 128 with 12 epochs a step is what its students reported; they name no batch, learning rate or loss, so those are ours.',
  }),
];

export const KNEE_PRESETS: readonly Preset[] = [
  definePreset({
    id: 'knee128',
    group: 'Knee',
    title: 'Knee 128',
    purpose: 'sagittal knee slices (AKOA), 128 × 128',
    fields: {
      ...GROWN_128,
      kimgPerResolution: { 8: 30, 16: 40, 32: 80, 64: 120, 128: 200 },
      augmentOps: 'knee',
    },
  }),
];
