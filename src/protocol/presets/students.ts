/**
 * What five student systems ran, as close as their write-ups allow, so that anyone can repeat them. What they leave open
 * is named in `ourChoice` and is ours; it refuses to mend what they chose.
 */
import type { TrainConfig } from '../trainConfig.ts';
import { definePreset, type Preset } from './preset.ts';
import { ADNI_128, GROWN_128, SMALL, WGAN_GP } from './recipes.ts';

const group = 'Students’ systems';

/** Our nets for 256 px: StyleGAN2's own at half its width. */
const LARGE = {
  resolution: 256,
  zDim: 512,
  wDim: 512,
  channelBase: 16_384,
  channelMax: 512,
  emaKimg: 5,
  tickKimg: 4,
} as const;

/** StyleGAN2 at a learning rate of 1e-4 for 80 epochs, with one of four losses and its latent size. */
function fourLosses(
  id: string,
  loss: string,
  latent: number,
  fields: Partial<TrainConfig>,
  lossChoice: string,
): Preset {
  const resolution = fields.resolution ?? LARGE.resolution;
  return definePreset({
    id,
    group,
    title: `OASIS ${resolution}, StyleGAN2, ${loss}`,
    purpose: `brain slices, ${resolution} × ${resolution}, latent ${latent}`,
    fields: {
      ...LARGE,
      arch: 'stylegan2',
      batch: 16,
      gLr: 0.0001,
      dLr: 0.0001,
      epochsPerResolution: 80,
      r1Gamma: 0.8,
      ...fields,
      zDim: latent,
      wDim: latent,
    },
    ourChoice: `Loss, latent size, learning rate 0.0001 and 80 epochs are theirs; network width, batch, penalties and EMA are ours. ${lossChoice}`,
  });
}

/** Progressive from 8 to 128 on one class. */
function adniOf(name: 'AD' | 'NC'): Preset {
  return definePreset({
    id: `student-adni128-${name.toLowerCase()}`,
    group,
    title: `ADNI 128, ${name} alone`,
    purpose: `ADNI ${name} slices, 128 × 128, 8 to 128`,
    fields: {
      ...ADNI_128,
      trainOn: [name],
    },
    ourChoice:
      'Growing from 8 to 128 with 12 epochs a step, one run a class, is theirs; they name no batch, learning rate or loss, so those are ours.',
  });
}

const R1_IS_OURS = 'They name no penalty; R1 is ours, since this loss collapses without.';

export const STUDENT_PRESETS: readonly Preset[] = [
  definePreset({
    id: 'student-oasis256-msg',
    group,
    title: 'OASIS 256, MSG',
    purpose: 'brain slices, 256 × 256, several scales at once',
    fields: {
      ...LARGE,
      arch: 'msg',
      startResolution: 32,
      batch: 32,
      gLr: 0.001,
      dLr: 0.001,
      epochsPerResolution: 150,
      r1Gamma: 0.8,
    },
    ourChoice:
      'Batch 32, learning rate 0.001 and 150 epochs are theirs; the scales (32 to 256), the loss with R1, network width and EMA are ours. If the memory does not suffice, raise Parts of a batch.',
  }),
  adniOf('AD'),
  adniOf('NC'),
  fourLosses(
    'student-oasis256-stylegan2-bce',
    'BCE',
    512,
    {},
    `They say BCE: with ones as the generator’s target that is logistic, as here; if theirs was the saturating one, choose minimax. ${R1_IS_OURS}`,
  ),
  fourLosses(
    'student-oasis256-stylegan2-wgan',
    'WGAN-GP',
    256,
    WGAN_GP,
    'They say WGAN; its penalty of 10 and drift of 0.001 are the papers’.',
  ),
  fourLosses('student-oasis256-stylegan2-hinge', 'hinge', 128, { loss: 'hinge' }, R1_IS_OURS),
  fourLosses(
    'student-oasis64-stylegan2-hinge',
    'hinge',
    128,
    { loss: 'hinge', resolution: 64, channelBase: 4096, channelMax: 256, batch: 32, r1Gamma: 0.3, tickKimg: 1 },
    R1_IS_OURS,
  ),
  fourLosses('student-oasis256-stylegan2-logistic', 'logistic', 100, {}, R1_IS_OURS),
  definePreset({
    id: 'student-oasis256-progressive',
    group,
    title: 'OASIS 256, progressive',
    purpose: 'brain slices, 256 × 256, grown from 4',
    fields: {
      ...LARGE,
      startResolution: 4,
      batch: { 4: 32, 64: 16, 256: 8 },
      gLr: 0.001,
      dLr: 0.001,
      r1Gamma: 4,
    },
    ourChoice:
      'Growing from 4 to 256 is theirs; everything else is ours: 12 epochs a step, logistic loss with R1, batches, learning rates.',
  }),
  definePreset({
    id: 'student-mnist28',
    group,
    title: 'Digits 28',
    purpose: 'handwritten digits, 28 px in 32 × 32',
    fields: { ...SMALL, resolution: 32, r1Gamma: 3, epochsPerResolution: 1, augmentOps: 'digits' },
    ourChoice:
      '28 × 28 is theirs. It is no power of two, so the digits keep their 28 pixels in a frame of 32 padded with background; everything else is ours, one epoch a step included.',
  }),
  definePreset({
    id: 'student-oasis',
    group,
    title: 'OASIS',
    purpose: 'brain slices, 128 × 128',
    fields: {
      ...GROWN_128,
      epochsPerResolution: 12,
    },
    ourChoice: 'The write-up names the data set and the method, StyleGAN, alone; every number is ours.',
  }),
  definePreset({
    id: 'student-knee',
    group,
    title: 'Knee',
    purpose: 'sagittal knee slices (AKOA), 128 × 128',
    fields: {
      ...GROWN_128,
      epochsPerResolution: 12,
      augmentOps: 'knee',
    },
    ourChoice: 'The write-up names the data set and the method, StyleGAN, alone; every number is ours.',
  }),
];
