/** Fields of the run and its data: preset, seed, reports, which slices are trained on. */
import { type Field, MOST_KIMG, SMALLEST_KIMG } from './field.ts';

/** Seeds are one 32-bit word of the generator's key. */
const LARGEST_SEED = 2 ** 32 - 1;
/** A larger share leaves less than two subjects to train on in the smallest sets. */
const LARGEST_HELD_OUT = 0.5;

export const RUN_FIELDS: readonly Field[] = [
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
    minimum: SMALLEST_KIMG,
    maximum: MOST_KIMG,
    explanation: 'How often a line of statistics is written.',
  },
];

export const DATA_FIELDS: readonly Field[] = [
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
];
