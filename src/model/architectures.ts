/** The architectures by name. Everything that builds, runs or saves a network asks this table. */
import type { Architecture } from './architecture.ts';
import type { NetworkArch, NetworkShape } from './networkShape.ts';
import { progressiveCritic, progressiveCriticSpecs, progressiveFeatures } from './stylegan/discriminator.ts';
import { progressiveSynthesis, progressiveSynthesisSpecs } from './stylegan/synthesis.ts';
import { residualCritic, residualCriticSpecs, residualFeatures } from './stylegan2/discriminator.ts';
import { pictureScales } from './stylegan2/scales.ts';
import { modulatedSynthesis, modulatedSynthesisSpecs } from './stylegan2/synthesis.ts';

const progressive: Architecture = {
  synthesisSpecs: progressiveSynthesisSpecs,
  criticSpecs: progressiveCriticSpecs,
  scales: (_, resolution) => [resolution],
  noiselessLayers: [],
  synthesis: progressiveSynthesis,
  critic: progressiveCritic,
  criticFeatures: progressiveFeatures,
};

/** stylegan2 and msg differ in their scales alone: the networks ask which they have. */
const modulated: Architecture = {
  synthesisSpecs: modulatedSynthesisSpecs,
  criticSpecs: residualCriticSpecs,
  scales: pictureScales,
  // The constant itself takes no noise: 4x4 has one convolution, in the place of the second.
  noiselessLayers: [0],
  synthesis: modulatedSynthesis,
  critic: residualCritic,
  criticFeatures: residualFeatures,
};

const ARCHITECTURES: Readonly<Record<NetworkArch, Architecture>> = {
  stylegan: progressive,
  stylegan2: modulated,
  msg: modulated,
};

export function architectureOf(shape: Pick<NetworkShape, 'arch'>): Architecture {
  return ARCHITECTURES[shape.arch];
}
