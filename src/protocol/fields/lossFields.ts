/** Fields of the loss and its penalties, each with its weight and how often it is applied. */
import type { TrainConfig } from '../trainConfig.ts';
import { type Field, LARGEST_WEIGHT } from './field.ts';

const MOST_CRITIC_STEPS = 100;
const LONGEST_INTERVAL = 1024;

const usesR1 = ({ loss, r1Gamma, r2Gamma }: TrainConfig) => loss !== 'wgan-gp' || r1Gamma > 0 || r2Gamma > 0;
const usesPenalty = ({ loss, gpWeight }: TrainConfig) => loss === 'wgan-gp' || gpWeight > 0;
const isStyleBased = ({ arch }: TrainConfig) => arch !== 'stylegan';

export const LOSS_FIELDS: readonly Field[] = [
  {
    name: 'loss',
    label: 'Loss',
    group: 'Loss',
    kind: 'choice',
    options: ['logistic', 'minimax', 'hinge', 'wgan-gp', 'relativistic'],
    explanation:
      'logistic: non-saturating, which is BCE with ones as G’s target. minimax: the saturating BCE. wgan-gp needs its penalty, relativistic needs R1 and R2.',
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
    maximum: LARGEST_WEIGHT,
    explanation: 'Weight of the critic’s gradient penalty on real slices. Too little and the run collapses.',
    appliesTo: usesR1,
  },
  {
    name: 'r2Gamma',
    label: 'R2 gamma',
    group: 'Loss',
    kind: 'number',
    minimum: 0,
    maximum: LARGEST_WEIGHT,
    explanation: 'The same penalty on generated slices; 0 turns it off.',
    appliesTo: usesR1,
  },
  {
    name: 'dRegInterval',
    label: 'Penalty every',
    group: 'Loss',
    kind: 'integer',
    unit: 'steps',
    minimum: 1,
    maximum: LONGEST_INTERVAL,
    explanation:
      'Lazy regularisation: the critic’s penalties come every so many of its steps, that much stronger. 1: always.',
    appliesTo: (config) => usesR1(config) || usesPenalty(config),
  },
  {
    name: 'gpWeight',
    label: 'Gradient penalty',
    group: 'Loss',
    kind: 'number',
    minimum: 0,
    maximum: LARGEST_WEIGHT,
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
    name: 'plWeight',
    label: 'Path length',
    group: 'Loss',
    kind: 'number',
    minimum: 0,
    maximum: LARGEST_WEIGHT,
    explanation: 'Keeps a step in w worth the same change everywhere; StyleGAN2 uses 2. 0 turns it off.',
    appliesTo: isStyleBased,
  },
  {
    name: 'gRegInterval',
    label: 'Path length every',
    group: 'Loss',
    kind: 'integer',
    unit: 'G steps',
    minimum: 1,
    maximum: LONGEST_INTERVAL,
    explanation: 'Lazy regularisation of the generator: applied every so many of its steps, and that much stronger.',
    appliesTo: (config) => isStyleBased(config) && config.plWeight > 0,
  },
];
