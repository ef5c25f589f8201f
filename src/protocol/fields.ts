/**
 * Every field of TrainConfig as a person sees it: name, unit, bounds and one line of explanation. The form, the command
 * line's help and the validation read this one table; it holds no defaults (those are the presets').
 */
import type { TrainConfig } from './trainConfig.ts';
import { TRAINING_FIELDS } from './trainingFields.ts';

export type FieldGroup =
  | 'Run'
  | 'Network'
  | 'Resolution'
  | 'Loss'
  | 'Learning rates'
  | 'Average'
  | 'Augmentation'
  | 'Classes'
  | 'Data';

/** per-resolution kinds take one number or a map such as {"8": 32, "128": 8}. */
export type FieldKind =
  | 'text'
  | 'choice'
  | 'switch'
  | 'augmentOps'
  | 'integer'
  | 'number'
  | 'integerPerResolution'
  | 'numberPerResolution'
  | 'trainOn';

export interface Field {
  readonly name: keyof TrainConfig;
  readonly label: string;
  readonly group: FieldGroup;
  readonly kind: FieldKind;
  readonly unit?: string;
  readonly explanation: string;
  /** Inclusive bounds for the number kinds. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** For 'choice': the allowed values. */
  readonly options?: readonly (string | number)[];
  /** The field matters only when this says so; otherwise the form shows it as unused. */
  readonly appliesTo?: (config: TrainConfig) => boolean;
}

/** Seeds are one 32-bit word of the generator's key. */
const LARGEST_SEED = 2 ** 32 - 1;
/** Above this a step no longer fits the bindings of common adapters. */
const LARGEST_BATCH = 512;
const LARGEST_LATENT = 1024;
const LARGEST_CHANNELS = 1024;
/** The papers use 8 layers; more than 16 has never helped. */
const MOST_MAPPING_LAYERS = 16;
const MOST_CRITIC_STEPS = 100;
const LONGEST_INTERVAL = 1024;
const MOST_KIMG = 100_000;
const MOST_EPOCHS = 100_000;
/** A larger share leaves less than two subjects to train on in the smallest sets. */
const LARGEST_HELD_OUT = 0.5;
const SMALLEST_TICK_KIMG = 0.001;

const usesR1 = (config: TrainConfig) => config.loss !== 'wgan-gp' || config.r1Gamma > 0 || config.r2Gamma > 0;
const usesPenalty = (config: TrainConfig) => config.loss === 'wgan-gp' || config.gpWeight > 0;
const usesEpochs = (config: TrainConfig) => config.kimgPerResolution === 0;

export const FIELDS: readonly Field[] = [
  {
    name: 'preset',
    label: 'Preset',
    group: 'Run',
    kind: 'text',
    explanation: 'The preset these settings started from.',
  },
  {
    name: 'seed',
    label: 'Seed',
    group: 'Run',
    kind: 'integer',
    minimum: 0,
    maximum: LARGEST_SEED,
    explanation: 'Same seed, same settings, same data: same weights to begin with, same batches, same latents.',
  },
  {
    name: 'tickKimg',
    label: 'Tick',
    group: 'Run',
    kind: 'number',
    unit: 'kimg',
    minimum: SMALLEST_TICK_KIMG,
    maximum: MOST_KIMG,
    explanation: 'How often a line of statistics is written.',
  },
  {
    name: 'arch',
    label: 'Network',
    group: 'Network',
    kind: 'choice',
    options: ['stylegan', 'stylegan2', 'msg'],
    explanation:
      'stylegan grows, resolution by resolution. stylegan2 trains at full resolution at once. msg paints several scales and compares all.',
  },
  {
    name: 'channels',
    label: 'Picture channels',
    group: 'Network',
    kind: 'choice',
    options: [1],
    explanation: 'Grey pictures have one channel.',
  },
  {
    name: 'zDim',
    label: 'Latent size z',
    group: 'Network',
    kind: 'integer',
    minimum: 1,
    maximum: LARGEST_LATENT,
    explanation: 'Numbers drawn for each picture.',
  },
  {
    name: 'wDim',
    label: 'Style size w',
    group: 'Network',
    kind: 'integer',
    minimum: 1,
    maximum: LARGEST_LATENT,
    explanation: 'Width of the mapping network and of the styles it makes.',
  },
  {
    name: 'mappingLayers',
    label: 'Mapping layers',
    group: 'Network',
    kind: 'integer',
    minimum: 1,
    maximum: MOST_MAPPING_LAYERS,
    explanation: 'Depth of the mapping network; the paper uses 8.',
  },
  {
    name: 'channelBase',
    label: 'channelBase',
    group: 'Network',
    kind: 'integer',
    minimum: 4,
    maximum: LARGEST_CHANNELS * 64,
    explanation: 'Feature maps at resolution r are channelBase / r, at most channelMax.',
  },
  {
    name: 'channelMax',
    label: 'channelMax',
    group: 'Network',
    kind: 'integer',
    unit: 'maps',
    minimum: 1,
    maximum: LARGEST_CHANNELS,
    explanation: 'Most feature maps at any resolution.',
  },
  {
    name: 'mbstdGroup',
    label: 'mbstd group',
    group: 'Network',
    kind: 'integer',
    unit: 'slices',
    minimum: 1,
    maximum: LARGEST_BATCH,
    explanation: 'The critic sees how much slices of a group differ; must divide the batch.',
  },
  {
    name: 'styleMixing',
    label: 'Style mixing',
    group: 'Network',
    kind: 'number',
    minimum: 0,
    maximum: 1,
    explanation: 'Probability that a batch takes coarse styles from one latent and fine ones from another.',
  },
  {
    name: 'startResolution',
    label: 'From',
    group: 'Resolution',
    kind: 'choice',
    unit: 'px',
    options: [4, 8, 16, 32, 64, 128, 256, 512],
    explanation: 'Where stylegan begins to grow, or the smallest scale that msg paints and compares.',
    appliesTo: ({ arch }) => arch !== 'stylegan2',
  },
  {
    name: 'resolution',
    label: 'To',
    group: 'Resolution',
    kind: 'choice',
    unit: 'px',
    options: [8, 16, 32, 64, 128, 256, 512],
    explanation: 'Side of the finished pictures.',
  },
  {
    name: 'batch',
    label: 'Batch',
    group: 'Resolution',
    kind: 'integerPerResolution',
    unit: 'slices',
    minimum: 1,
    maximum: LARGEST_BATCH,
    explanation: 'Slices a step; less at high resolution saves memory.',
  },
  {
    name: 'kimgPerResolution',
    label: 'Length of each resolution',
    group: 'Resolution',
    kind: 'numberPerResolution',
    unit: 'kimg',
    minimum: 0,
    maximum: MOST_KIMG,
    explanation: 'Thousands of slices shown at each resolution. 0: the number of epochs decides.',
  },
  {
    name: 'epochsPerResolution',
    label: 'Epochs of each resolution',
    group: 'Resolution',
    kind: 'numberPerResolution',
    unit: 'epochs',
    minimum: 0,
    maximum: MOST_EPOCHS,
    explanation: 'Passes over the data at each resolution, if no length in kimg is given.',
    appliesTo: usesEpochs,
  },
  {
    name: 'fadeShare',
    label: 'Fade',
    group: 'Resolution',
    kind: 'number',
    unit: 'share',
    minimum: 0,
    maximum: 1,
    explanation: 'Share of each resolution spent fading it in, 0 to 1.',
    appliesTo: ({ arch }) => arch === 'stylegan',
  },
  {
    name: 'loss',
    label: 'Loss',
    group: 'Loss',
    kind: 'choice',
    options: ['logistic', 'minimax', 'hinge', 'wgan-gp', 'relativistic'],
    explanation:
      'logistic: non-saturating, which is BCE with ones as G’s target. minimax: the saturating BCE. relativistic compares pairs.',
  },
  {
    name: 'nCritic',
    label: 'Critic steps',
    group: 'Loss',
    kind: 'number',
    unit: 'per G',
    minimum: 1 / MOST_CRITIC_STEPS,
    maximum: MOST_CRITIC_STEPS,
    explanation: 'Critic steps a generator step; 0.5 makes two generator steps a critic step.',
  },
  {
    name: 'r1Gamma',
    label: 'R1 gamma',
    group: 'Loss',
    kind: 'number',
    minimum: 0,
    maximum: 10_000,
    explanation: 'Weight of the critic’s gradient penalty on real slices. Too little and the run collapses.',
    appliesTo: usesR1,
  },
  {
    name: 'r2Gamma',
    label: 'R2 gamma',
    group: 'Loss',
    kind: 'number',
    minimum: 0,
    maximum: 10_000,
    explanation: 'The same penalty on generated slices; 0 turns it off.',
    appliesTo: usesR1,
  },
  {
    name: 'dRegInterval',
    label: 'R1, R2 every',
    group: 'Loss',
    kind: 'integer',
    unit: 'steps',
    minimum: 1,
    maximum: LONGEST_INTERVAL,
    explanation: 'Lazy regularisation: applied every so many critic steps and that much stronger. 1: in every step.',
    appliesTo: usesR1,
  },
  {
    name: 'gpWeight',
    label: 'Gradient penalty',
    group: 'Loss',
    kind: 'number',
    minimum: 0,
    maximum: 10_000,
    explanation: 'WGAN-GP’s lambda; the papers use 10.',
    appliesTo: usesPenalty,
  },
  {
    name: 'wganDrift',
    label: 'Drift',
    group: 'Loss',
    kind: 'number',
    minimum: 0,
    maximum: 1,
    explanation: 'Keeps the critic’s scores near zero; the papers use 0.001.',
    appliesTo: usesPenalty,
  },
  {
    name: 'gLr',
    label: 'Generator',
    group: 'Learning rates',
    kind: 'numberPerResolution',
    minimum: 0,
    maximum: 1,
    explanation: 'Adam’s rate for the generator.',
  },
  {
    name: 'dLr',
    label: 'Critic',
    group: 'Learning rates',
    kind: 'numberPerResolution',
    minimum: 0,
    maximum: 1,
    explanation: 'Adam’s rate for the critic.',
  },
  {
    name: 'mappingLr',
    label: 'Mapping',
    group: 'Learning rates',
    kind: 'number',
    unit: 'of G',
    minimum: 0.0001,
    maximum: 1,
    explanation: 'The mapping network learns this much slower than the rest of G; the paper uses 0.01.',
  },
  {
    name: 'beta1',
    label: 'Beta 1',
    group: 'Learning rates',
    kind: 'number',
    minimum: 0,
    maximum: 0.9999,
    explanation: 'Adam’s momentum; 0 for GANs of this kind.',
  },
  {
    name: 'beta2',
    label: 'Beta 2',
    group: 'Learning rates',
    kind: 'number',
    minimum: 0,
    maximum: 0.9999,
    explanation: 'Adam’s memory of squared gradients.',
  },
  {
    name: 'emaKimg',
    label: 'EMA half-life',
    group: 'Average',
    kind: 'number',
    unit: 'kimg',
    minimum: 0,
    maximum: MOST_KIMG,
    explanation: 'The pictures shown come from a moving average of G with this half-life.',
  },
  {
    name: 'emaRamp',
    label: 'EMA ramp',
    group: 'Average',
    kind: 'number',
    unit: 'share',
    minimum: 0,
    maximum: 1,
    explanation: 'Early on the half-life is at most this share of what was shown. 0: no ramp.',
  },
  {
    name: 'trainOn',
    label: 'Train on',
    group: 'Data',
    kind: 'trainOn',
    explanation: 'All slices, or the slices of chosen classes.',
  },
  {
    name: 'heldOut',
    label: 'Held out',
    group: 'Data',
    kind: 'number',
    unit: 'share',
    minimum: 0,
    maximum: LARGEST_HELD_OUT,
    explanation: 'Share of subjects never trained on, to check for copies later. 0: none.',
  },
  ...TRAINING_FIELDS,
];
