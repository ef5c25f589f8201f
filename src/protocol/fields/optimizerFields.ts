/** Fields of Adam and of the moving average that the pictures come from. */
import { type Field, LARGEST_WEIGHT, MOST_KIMG } from './field.ts';

/** A slower mapping network does not learn at all in a run of usual length. */
const SMALLEST_MAPPING_LR = 0.0001;
/** At 1 Adam would never take a gradient in. */
const LARGEST_BETA = 0.9999;

export const OPTIMIZER_FIELDS: readonly Field[] = [
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
    minimum: SMALLEST_MAPPING_LR,
    maximum: 1,
    explanation: 'The mapping network learns this much slower than the rest of G; the paper uses 0.01.',
  },
  {
    name: 'beta1',
    label: 'Beta 1',
    group: 'Learning rates',
    kind: 'number',
    minimum: 0,
    maximum: LARGEST_BETA,
    explanation: 'Adam’s momentum; 0 for GANs of this kind.',
  },
  {
    name: 'beta2',
    label: 'Beta 2',
    group: 'Learning rates',
    kind: 'number',
    minimum: 0,
    maximum: LARGEST_BETA,
    explanation: 'Adam’s memory of squared gradients.',
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
];

export const AVERAGE_FIELDS: readonly Field[] = [
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
];
