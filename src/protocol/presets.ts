/**
 * Presets: whole TrainConfigs with a name and a purpose. What a source leaves open is listed under `ourChoice`; nothing
 * here claims to be a published setting that is not.
 */
import type { TrainConfig } from './trainConfig.ts';

export interface Preset {
  readonly id: string;
  readonly title: string;
  /** Which data it is for, in a few words. */
  readonly purpose: string;
  readonly config: TrainConfig;
  /** Where the source is silent and we chose. */
  readonly ourChoice?: string;
}

/** Shared by all presets unless they say otherwise. */
const common = {
  seed: 1,
  arch: 'stylegan',
  startResolution: 8,
  channels: 1,
  zDim: 256,
  wDim: 256,
  mappingLayers: 8,
  channelBase: 4096,
  channelMax: 256,
  batch: 16,
  accumulation: 1,
  gLr: 0.002,
  dLr: 0.002,
  mappingLr: 0.01,
  beta1: 0,
  beta2: 0.99,
  clipNorm: 0,
  loss: 'logistic',
  nCritic: 1,
  r1Gamma: 1,
  r2Gamma: 0,
  gpWeight: 0,
  wganDrift: 0,
  plWeight: 0,
  dRegInterval: 16,
  gRegInterval: 4,
  mbstdGroup: 4,
  styleMixing: 0.9,
  emaKimg: 2,
  emaRamp: 0.05,
  epochsPerResolution: 12,
  kimgPerResolution: 0,
  fadeShare: 0.5,
  tickKimg: 1,
  augment: 'none',
  augmentP: 0,
  augmentTarget: 0.6,
  augmentKimg: 500,
  augmentOps: 'brain',
  trainOn: 'all',
  conditional: false,
  labelFromKimg: 0,
  labelFullKimg: 0,
  heldOut: 0.1,
} as const satisfies Omit<TrainConfig, 'preset' | 'resolution'>;

/** Small nets for 32 px: fmaps 64 at 32 px, 128 below. */
const small = {
  zDim: 128,
  wDim: 128,
  mappingLayers: 4,
  channelBase: 2048,
  channelMax: 128,
  emaKimg: 0.5,
  styleMixing: 0,
} as const;

const preset = (
  id: string,
  title: string,
  purpose: string,
  fields: Pick<TrainConfig, 'resolution'> & Partial<TrainConfig>,
  ourChoice?: string,
): Preset => ({
  id,
  title,
  purpose,
  config: { ...common, ...fields, preset: id },
  ...(ourChoice === undefined ? {} : { ourChoice }),
});

export const PRESETS: readonly Preset[] = [
  preset('phantom32', 'Phantom 32', 'built-in phantoms, 32 × 32', {
    ...small,
    resolution: 32,
    r1Gamma: 0.3,
    kimgPerResolution: { 8: 4, 16: 8, 32: 18 },
  }),
  preset('tiny', 'Tiny', 'a test of the machine in a minute, 8 × 8', {
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
  }),
  preset('mnist32', 'Digits 32', 'handwritten digits, 32 × 32', {
    ...small,
    resolution: 32,
    r1Gamma: 3,
    kimgPerResolution: { 8: 6, 16: 12, 32: 32 },
  }),
  preset('oasis64', 'OASIS 64', 'brain slices, 64 × 64', {
    resolution: 64,
    kimgPerResolution: { 8: 20, 16: 30, 32: 50, 64: 100 },
  }),
  preset('oasis128', 'OASIS 128', 'brain slices, 128 × 128', {
    resolution: 128,
    channelBase: 8192,
    batch: { 8: 32, 64: 16 },
    r1Gamma: 2,
    emaKimg: 5,
    kimgPerResolution: { 8: 30, 16: 40, 32: 80, 64: 120, 128: 200 },
  }),
  preset('oasis256', 'OASIS 256', 'brain slices, 256 × 256', {
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
  }),
  preset(
    'adni128',
    'ADNI 128',
    'ADNI AD and NC slices, 128 × 128',
    {
      resolution: 128,
      channelBase: 8192,
      loss: 'wgan-gp',
      gpWeight: 10,
      wganDrift: 0.001,
      r1Gamma: 0,
      dRegInterval: 1,
      batch: { 8: 32, 64: 16, 128: 8 },
      gLr: 0.001,
      dLr: 0.001,
      epochsPerResolution: 12,
      emaKimg: 5,
    },
    'From 8 to 128 with 12 epochs a step is what its students reported; they name no batch, learning rate or loss, so those are ours.',
  ),
  preset('knee128', 'Knee 128', 'sagittal knee slices (AKOA), 128 × 128', {
    resolution: 128,
    channelBase: 8192,
    batch: { 8: 32, 64: 16 },
    r1Gamma: 2,
    emaKimg: 5,
    kimgPerResolution: { 8: 30, 16: 40, 32: 80, 64: 120, 128: 200 },
  }),
];

export const DEFAULT_PRESET = 'phantom32';

/** The preset called `id`, or undefined. */
export function presetById(id: string): Preset | undefined {
  return PRESETS.find((candidate) => candidate.id === id);
}
