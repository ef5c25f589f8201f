/** Fields of both networks: what kind, how large, what the critic compares. */
import { type Field, LARGEST_BATCH } from './field.ts';

const LARGEST_LATENT = 1024;
/** What the field's runs use; any other size is allowed. */
const LATENT_SIZES = [64, 128, 256, 512];
/** The papers use 8 layers; more than 16 has never helped. */
const MOST_MAPPING_LAYERS = 16;
const LARGEST_CHANNELS = 1024;
/** Twice the papers' 32768: as many maps as are allowed at 64 px. */
const LARGEST_CHANNEL_BASE = 65_536;

export const NETWORK_FIELDS: readonly Field[] = [
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
    options: [1, 3],
    explanation: '1: grey. 3: RGB; grey slices become three equal channels.',
  },
  {
    name: 'zDim',
    label: 'Latent size z',
    group: 'Network',
    kind: 'integer',
    minimum: 1,
    maximum: LARGEST_LATENT,
    offers: LATENT_SIZES,
    explanation: 'Numbers drawn for each picture.',
  },
  {
    name: 'wDim',
    label: 'Style size w',
    group: 'Network',
    kind: 'integer',
    minimum: 1,
    maximum: LARGEST_LATENT,
    offers: LATENT_SIZES,
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
    maximum: LARGEST_CHANNEL_BASE,
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
    explanation: 'The critic sees how much slices of a group differ; each part of a batch is whole groups.',
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
];
