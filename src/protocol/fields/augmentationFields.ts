/** Fields of augmentation and classes: what the critic's pictures go through, and what both networks are told. */
import type { TrainConfig } from '../trainConfig.ts';
import { type Field, MOST_KIMG, SMALLEST_KIMG } from './field.ts';

const augments = ({ augment }: TrainConfig) => augment !== 'none';
const adapts = ({ augment }: TrainConfig) => augment === 'ada';
const knowsClasses = ({ conditional }: TrainConfig) => conditional;

export const AUGMENTATION_FIELDS: readonly Field[] = [
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
    minimum: SMALLEST_KIMG,
    maximum: MOST_KIMG,
    explanation: 'How long ada takes at least to bring the probability from 0 to 1; the paper uses 500.',
    appliesTo: adapts,
  },
];

export const CLASS_FIELDS: readonly Field[] = [
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
