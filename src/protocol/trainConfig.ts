/**
 * TrainConfig: the one flat record that says what a run is. The form, the recipe link, the command line and
 * training_options.json all hold this shape. It refuses nested groups and fields that nothing reads.
 */

/** stylegan grows by resolution; stylegan2 and msg train at their full resolution from the first step. */
export type Arch = 'stylegan' | 'stylegan2' | 'msg';

export type Loss = 'logistic' | 'minimax' | 'hinge' | 'wgan-gp' | 'relativistic';

/** How the critic's pictures are augmented: not at all, with a p that adapts to overfitting, or with a fixed p. */
export type Augment = 'none' | 'ada' | 'fixed';

/** Operations by modality ("brain") or by name. protocol/augmentation.ts knows both; this file refuses to check them. */
export type AugmentOps = string | readonly string[];

/** One number for the whole run, or one a resolution: `{"8": 32, "16": 16}`. A missing resolution takes the nearest smaller one. */
export type PerResolution = number | Readonly<Record<string, number>>;

/** Which classes to train on: every slice, or the named classes. */
export type TrainOn = 'all' | readonly string[];

export interface TrainConfig {
  /** Where the values came from; informative, the fields below decide. */
  readonly preset: string;
  /** Seeds weights, batches, latents, noise and the held-out subjects. Integer, 0 to 2^32 - 1. */
  readonly seed: number;
  readonly arch: Arch;
  /** Side of the finished pictures in pixels, a power of two. */
  readonly resolution: number;
  /** Side at which stylegan begins to grow, or the smallest scale that msg paints and compares; stylegan2 has no use for it. */
  readonly startResolution: number;
  /** Picture channels: 1 is grey, 3 is RGB. */
  readonly channels: number;
  readonly zDim: number;
  readonly wDim: number;
  readonly mappingLayers: number;
  /** Feature maps at resolution r are min(channelBase / r, channelMax). */
  readonly channelBase: number;
  readonly channelMax: number;
  /** Slices a step. */
  readonly batch: PerResolution;
  /** Parts that a step's batch is split into, one after the other, to save memory; gradients are averaged over them. */
  readonly accumulation: number;
  readonly gLr: PerResolution;
  readonly dLr: PerResolution;
  /** Learning-rate multiplier of the mapping network, times gLr. */
  readonly mappingLr: number;
  readonly beta1: number;
  readonly beta2: number;
  /** Gradients of a network longer than this are scaled down to it; 0 leaves them alone. */
  readonly clipNorm: number;
  readonly loss: Loss;
  /** Critic steps a generator step, any ratio: 5, 1, or 0.5 for two generator steps a critic step. */
  readonly nCritic: number;
  /** R1 weight: r1Gamma / 2 * E|grad D(real)|^2. */
  readonly r1Gamma: number;
  /** R2 weight, the same on generated pictures. */
  readonly r2Gamma: number;
  /** WGAN-GP gradient penalty weight. */
  readonly gpWeight: number;
  /** WGAN-GP drift: wganDrift * E[D(real)^2]. */
  readonly wganDrift: number;
  /** Path length weight, for stylegan2 and msg. */
  readonly plWeight: number;
  /** R1, R2 and the gradient penalty are applied every so many critic steps, that many times as strong. */
  readonly dRegInterval: number;
  /** Path length is applied every so many generator steps, that many times as strong. */
  readonly gRegInterval: number;
  /** Minibatch standard deviation: slices a group. */
  readonly mbstdGroup: number;
  /** Probability that a batch mixes two styles. */
  readonly styleMixing: number;
  /** Half-life of the generator's moving average, in kimg. */
  readonly emaKimg: number;
  /** The half-life is at most this share of what was shown. 0: no ramp. */
  readonly emaRamp: number;
  /** Epochs spent at each resolution; used when kimgPerResolution is 0. */
  readonly epochsPerResolution: PerResolution;
  /** Thousands of slices shown at each resolution; wins over epochsPerResolution unless 0. */
  readonly kimgPerResolution: PerResolution;
  /** Share of each resolution's length spent fading it in, 0 to 1. */
  readonly fadeShare: number;
  /** Length of a tick, in kimg. */
  readonly tickKimg: number;
  readonly augment: Augment;
  /** Probability of each augmentation: where ada begins, or what fixed keeps. */
  readonly augmentP: number;
  /** What ada holds its overfitting signal at. */
  readonly augmentTarget: number;
  /** Thousands of reals over which ada may bring p from 0 to 1. */
  readonly augmentKimg: number;
  readonly augmentOps: AugmentOps;
  readonly trainOn: TrainOn;
  /** Whether both networks are told each slice's class. */
  readonly conditional: boolean;
  /** The class counts from this many kimg on, rising ... */
  readonly labelFromKimg: number;
  /** ... to its full strength at this many. */
  readonly labelFullKimg: number;
  /** Share of subjects held out and never trained on; 0 turns it off. */
  readonly heldOut: number;
}

/** The fields that may be changed while a run trains. */
export const LIVE_FIELDS = ['gLr', 'dLr', 'nCritic', 'r1Gamma', 'augmentP', 'augmentTarget'] as const;
export type LiveField = (typeof LIVE_FIELDS)[number];
export type LiveChanges = Partial<Pick<TrainConfig, LiveField>>;

/** Any subset of fields, as a recipe link or a command line gives them. */
export type Recipe = Partial<TrainConfig>;

/**
 * The value of a per-resolution field at `resolution`: the entry itself, else that of the nearest smaller resolution,
 * else that of the smallest one given.
 */
export function atResolution(value: PerResolution, resolution: number): number {
  if (typeof value === 'number') return value;
  const given = Object.keys(value)
    .map(Number)
    .sort((a, b) => a - b);
  const smallest = given[0];
  if (smallest === undefined)
    throw new Error('A per-resolution map is empty: give at least one entry, like {"8": 16}.');
  const nearest = given.filter((r) => r <= resolution).at(-1) ?? smallest;
  return value[String(nearest)] as number;
}
