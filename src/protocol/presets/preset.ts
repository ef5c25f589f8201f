/** What a preset is, the values all of them share, and how one is made from what it changes. It holds no preset itself. */
import type { TrainConfig } from '../trainConfig.ts';

/** How the picker groups them: by what they are for. */
export type PresetGroup = 'Practice' | 'Brain' | 'Knee' | 'Students’ systems';

export interface Preset {
  readonly id: string;
  readonly group: PresetGroup;
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

type PresetParts = Omit<Preset, 'config'> & {
  readonly fields: Pick<TrainConfig, 'resolution'> & Partial<TrainConfig>;
};

export function definePreset({ fields, ...about }: PresetParts): Preset {
  return { ...about, config: { ...common, ...fields, preset: about.id } };
}
