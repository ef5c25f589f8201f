/**
 * Which stream of random numbers serves which purpose, so that no two purposes ever share bits. A number here is part of
 * every saved run and of docs/seeds.md: append new streams, never renumber or reuse one.
 */
export const STREAM = {
  /** First values of the weights; step: the parameter's place in creation order. */
  weights: 1,
  /** Order of the slices; step: the epoch. */
  batchOrder: 2,
  /** Which subjects are held out. */
  heldOut: 3,
  /** z of the generator's step. */
  latent: 4,
  /** z of the critic's step. */
  latentD: 5,
  /** Per-layer noise of the generator's step. */
  noise: 6,
  /** Per-layer noise of the critic's step. */
  noiseD: 7,
  /** Whether and where a batch mixes styles. */
  mixing: 8,
  /** The fixed noise planes of sheets and exports. */
  constantNoise: 9,
  /** z of a picture's seed: docs/seeds.md. */
  sampleLatent: 10,
  /** Anatomy and noise of the built-in phantoms. */
  phantom: 11,
  /** Where between real and fake a gradient penalty looks. */
  penalty: 12,
  /** Patches and directions of metrics that are free to choose theirs. */
  swd: 13,
  /** The second z of a batch that mixes styles. */
  mixingLatent: 14,
  /** Which slices a sheet of reals shows. */
  realSheet: 15,
  /** Classes of the generator's fakes. */
  label: 16,
  /** Classes of the critic's fakes. */
  labelD: 17,
  /** z of the path length's pictures. */
  pathLatent: 18,
  /** Per-layer noise and picture noise of the path length. */
  pathNoise: 19,
  /** Which pictures are augmented, and how. */
  augment: 20,
  /** The noise that an augmented picture gets. */
  augmentNoise: 21,
  /** Which held-out slices a look for overfitting takes. */
  heldOutBatch: 22,
  /** Whether and where the path length's batch mixes styles. */
  pathMixing: 23,
  /** The second z of the path length's batch. */
  pathMixingLatent: 24,
  /** Filters of the random feature extractor; step: the layer. Numbers in reports depend on them. */
  featureFilters: 25,
  /** Which pictures metrics compare in pairs. */
  metricPairs: 26,
  /** How metrics split and thin sets of pictures; step: the round. */
  metricSplit: 27,
  /** Resampling with replacement, for intervals; step: the round. */
  bootstrap: 28,
  /** The noise planes of a picture that has its own; seed: the picture's; step: the layer. */
  pictureNoise: 29,
  /** The latents that say where the search for a picture begins. */
  projectionLatent: 30,
  /** The noise on w in the search for a picture; step: the search's. */
  projectionNoise: 31,
  /** Which pictures a quiz shows, and in which order; step: which of its draws. */
  quiz: 32,
  /** Where points of an embedding begin, and which of them push each other; step: the block of draws. */
  embedding: 33,
} as const;
