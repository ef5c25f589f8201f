/** Fields of the schedule: resolutions, batches and lengths. */
import type { TrainConfig } from '../trainConfig.ts';
import { type Field, LARGEST_BATCH, MOST_KIMG } from './field.ts';

/** More parts than this are a batch of single slices. */
const MOST_PARTS = 64;
const MOST_EPOCHS = 100_000;

const usesEpochs = ({ kimgPerResolution }: TrainConfig) => kimgPerResolution === 0;

export const SCHEDULE_FIELDS: readonly Field[] = [
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
];
