/**
 * The part of the field table about regularising, augmenting, classes and saving memory. fields.ts joins it to the rest; it
 * refuses to be read by anybody else.
 */
import type { Field } from './fields.ts';
import type { TrainConfig } from './trainConfig.ts';

const MOST_PARTS = 64;
const LARGEST_WEIGHT = 10_000;
const LONGEST_INTERVAL = 1024;
const MOST_KIMG = 100_000;

const isStyleBased = ({ arch }: TrainConfig) => arch !== 'stylegan';
const augments = ({ augment }: TrainConfig) => augment !== 'none';
const adapts = ({ augment }: TrainConfig) => augment === 'ada';
const knowsClasses = ({ conditional }: TrainConfig) => conditional;

export const TRAINING_FIELDS: readonly Field[] = [
  {
    name: 'accumulation',
    label: 'Parts of a batch',
    group: 'Resolution',
    kind: 'integer',
    minimum: 1,
    maximum: MOST_PARTS,
    explanation:
      'A batch is computed in so many parts, one after the other: less memory, as many steps, a little slower.',
  },
  {
    name: 'clipNorm',
    label: 'Longest gradient',
    group: 'Learning rates',
    kind: 'number',
    minimum: 0,
    maximum: LARGEST_WEIGHT,
    explanation: 'A network’s gradient longer than this is scaled down to it. 0: left alone, as the papers do.',
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
  {
    name: 'augment',
    label: 'Augmentation',
    group: 'Augmentation',
    kind: 'choice',
    options: ['none', 'ada', 'fixed'],
    explanation:
      'ada: as much as overfitting asks for. fixed: always the same. Both change what the critic sees, real and generated alike.',
  },
  {
    name: 'augmentOps',
    label: 'Operations',
    group: 'Augmentation',
    kind: 'augmentOps',
    explanation: 'Which changes the anatomy allows: a brain slice is not flipped unless one asks for it.',
    appliesTo: augments,
  },
  {
    name: 'augmentP',
    label: 'Probability',
    group: 'Augmentation',
    kind: 'number',
    minimum: 0,
    maximum: 1,
    explanation: 'Of each operation on each picture: where ada begins, or what fixed keeps.',
    appliesTo: augments,
  },
  {
    name: 'augmentTarget',
    label: 'Target',
    group: 'Augmentation',
    kind: 'number',
    minimum: 0,
    maximum: 1,
    explanation:
      'ada raises the probability while its overfitting signal is above this, and lowers it below; the paper uses 0.6.',
    appliesTo: adapts,
  },
  {
    name: 'augmentKimg',
    label: 'Speed',
    group: 'Augmentation',
    kind: 'number',
    unit: 'kimg',
    minimum: 0.001,
    maximum: MOST_KIMG,
    explanation: 'How long ada takes at least to bring the probability from 0 to 1; the paper uses 500.',
    appliesTo: adapts,
  },
  {
    name: 'conditional',
    label: 'Tell the class',
    group: 'Classes',
    kind: 'switch',
    explanation: 'Both networks are told each slice’s class folder, and pictures of a chosen class can be drawn.',
  },
  {
    name: 'labelFromKimg',
    label: 'Classes count from',
    group: 'Classes',
    kind: 'number',
    unit: 'kimg',
    minimum: 0,
    maximum: MOST_KIMG,
    explanation: 'Until then the run is unconditional: told the class at once, small sets are known to collapse.',
    appliesTo: knowsClasses,
  },
  {
    name: 'labelFullKimg',
    label: 'In full at',
    group: 'Classes',
    kind: 'number',
    unit: 'kimg',
    minimum: 0,
    maximum: MOST_KIMG,
    explanation: 'The class’s weight rises to 1 until then.',
    appliesTo: knowsClasses,
  },
];
