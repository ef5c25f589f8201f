/** Values that several presets have in common, by their source. It refuses to be complete: presets add their own. */

/** Small nets for 32 px: fmaps 64 at 32 px, 128 below. */
export const SMALL = {
  zDim: 128,
  wDim: 128,
  mappingLayers: 4,
  channelBase: 2048,
  channelMax: 128,
  emaKimg: 0.5,
  styleMixing: 0,
} as const;

/** The StyleGAN2 recipe at 32 px that was measured in PyTorch, and that ours is compared with: fmaps 32 at 32 px, 64 below. */
export const MEASURED_32 = {
  arch: 'stylegan2',
  resolution: 32,
  zDim: 64,
  wDim: 64,
  mappingLayers: 4,
  mappingLr: 0.01,
  channelBase: 1024,
  channelMax: 64,
  batch: 16,
  gLr: 0.003,
  dLr: 0.003,
  dRegInterval: 16,
  emaKimg: 0.5,
  emaRamp: 0.05,
  styleMixing: 0,
  mbstdGroup: 4,
} as const;

/** Grown to 128 px. */
export const GROWN_128 = {
  resolution: 128,
  channelBase: 8192,
  batch: { 8: 32, 64: 16 },
  r1Gamma: 2,
  emaKimg: 5,
} as const;

/** WGAN-GP as its papers have it, with a penalty in every step and none of R1. */
export const WGAN_GP = { loss: 'wgan-gp', gpWeight: 10, wganDrift: 0.001, r1Gamma: 0, dRegInterval: 1 } as const;

/** ADNI at 128 px, 12 epochs a step. */
export const ADNI_128 = {
  ...GROWN_128,
  ...WGAN_GP,
  batch: { 8: 32, 64: 16, 128: 8 },
  gLr: 0.001,
  dLr: 0.001,
  epochsPerResolution: 12,
} as const;
