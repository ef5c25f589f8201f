/**
 * What is unwise about settings though a run can start with them: a sentence by field, with what to do. Pure. What makes
 * a run impossible is validate.ts's; nothing here blocks anything.
 */
import type { Problems } from './checks/acrossFields.ts';
import { type DataFacts, plannedKimg } from './dataFacts.ts';
import { NEEDED_BY_DIGITS, NEEDED_BY_SLICES, RULE_HOLDS_FROM, usualGamma } from './gammaRule.ts';
import { resolutionsOf } from './plan.ts';
import { atResolution, type TrainConfig } from './trainConfig.ts';

export type Warnings = Problems;

/** The warnings about a valid config; without facts those that the config alone shows. */
export function warningsOf(config: TrainConfig, facts?: DataFacts): Warnings {
  return {
    ...lossWarnings(config),
    ...batchWarnings(config),
    ...lengthWarnings(config, facts),
    ...classWarnings(config, facts),
    ...(facts ? dataWarnings(config, facts) : {}),
    ...augmentationWarnings(config),
  };
}

/** Below a third of what is usual collapses were seen: digits at 32 px with a tenth of what they need. */
const FAR_BELOW = 1 / 3;

function lossWarnings(config: TrainConfig): Warnings {
  const { loss, r1Gamma, gpWeight, resolution } = config;
  const warnings: Warnings = {};
  if (loss === 'minimax')
    warnings.loss =
      'minimax saturates: once the critic wins, the generator learns nothing more. logistic is the same BCE with ones as G’s target.';
  if (gpWeight > 0 || loss === 'wgan-gp') return warnings;
  const usual = usualGamma(resolution, atResolution(config.batch, resolution), config.augmentOps);
  if (r1Gamma === 0)
    warnings.r1Gamma = `${loss} without a penalty on the critic usually diverges or collapses: set R1 gamma, to about ${usual}.`;
  else if (r1Gamma < usual * FAR_BELOW)
    warnings.r1Gamma =
      resolution < RULE_HOLDS_FROM
        ? `${r1Gamma} is far below what small resolutions need: reference runs at 32 px took ${NEEDED_BY_SLICES} for brain slices and ${NEEDED_BY_DIGITS} for digits. Try ${usual}.`
        : `${r1Gamma} is far below what is usual at ${resolution} px with this batch, and the run may collapse. Try ${usual}.`;
  return warnings;
}

const SMALLEST_BATCH = 4;

function batchWarnings(config: TrainConfig): Warnings {
  const small = resolutionsOf(config).find((side) => atResolution(config.batch, side) < SMALLEST_BATCH);
  if (small === undefined) return {};
  return {
    batch: `A batch of ${atResolution(config.batch, small)} at ${small} px makes noisy steps that often collapse: use ${SMALLEST_BATCH} or more; Parts of a batch saves memory instead.`,
  };
}

/** The reference runs at 32 px show ovals at 8 kimg and brains at 20; at 16 px and below a run may be a test of the machine. */
const SHORTEST_KIMG = 8;
const SMALLEST_PICTURE = 32;

function lengthWarnings(config: TrainConfig, facts: DataFacts | undefined): Warnings {
  const kimg = plannedKimg(config, facts);
  if (kimg === undefined || kimg >= SHORTEST_KIMG || config.resolution < SMALLEST_PICTURE) return {};
  const field = config.kimgPerResolution === 0 ? 'epochsPerResolution' : 'kimgPerResolution';
  return {
    [field]: `The whole run is ${Number(kimg.toPrecision(2))} kimg, too short for a picture: reference runs at 32 px had outlines at ${SHORTEST_KIMG} kimg and brains at 20.`,
  };
}

/** The case of NVlabs/stylegan3 issue 627. */
const FEW_CLASSES = 2;

function classWarnings(config: TrainConfig, facts: DataFacts | undefined): Warnings {
  const { conditional, trainOn, labelFullKimg } = config;
  if (!conditional) return {};
  const chosen = typeof trainOn === 'string' ? facts?.classes.length : trainOn.length;
  const kimg = plannedKimg(config, facts);
  if (labelFullKimg === 0 && chosen === FEW_CLASSES)
    return {
      labelFromKimg:
        'Runs of two classes that are told them from the first step are known to collapse at once (NVlabs/stylegan3 issue 627): begin without, say from 4 kimg, in full at 8.',
    };
  if (kimg !== undefined && labelFullKimg > kimg)
    return {
      labelFullKimg: `The run ends at ${Number(kimg.toPrecision(2))} kimg, before its classes count in full: lower this, or train longer.`,
    };
  return {};
}

/** As in the issue that asked for the warning: beyond this most of what is learned is the enlargement's blur. */
const MOST_ENLARGEMENT = 4;
/** Below this a critic learns its slices by heart. @see Karras 2020, figure 1 */
const FEW_SLICES = 1000;
/** Our choice: the reference run showed each slice 29 times and did not overfit. */
const OFTEN_SHOWN = 100;
const REALS_PER_KIMG = 1000;

function dataWarnings(config: TrainConfig, facts: DataFacts): Warnings {
  const { resolution, augment } = config;
  const { usualSide, trainingSlices } = facts;
  const warnings: Warnings = {};
  if (resolution >= usualSide * MOST_ENLARGEMENT)
    warnings.resolution = `Most slices are ${usualSide} px: at ${resolution} px they are enlarged ${Math.floor(resolution / usualSide)} times, and the network learns the blur. Choose ${fittingSide(usualSide)} px.`;
  const times = ((plannedKimg(config, facts) ?? 0) * REALS_PER_KIMG) / trainingSlices;
  if (augment === 'none' && trainingSlices < FEW_SLICES && times > OFTEN_SHOWN)
    warnings.augment = `${trainingSlices} slices, each shown ${Math.round(times)} times: the critic will learn them by heart and the pictures decay. Choose ada.`;
  return warnings;
}

/** The power of two next above a slice's own side. */
function fittingSide(side: number): number {
  return 2 ** Math.ceil(Math.log2(side));
}

function augmentationWarnings({ augment, augmentP, augmentOps }: TrainConfig): Warnings {
  if (augment === 'fixed' && augmentP === 0)
    return { augmentP: 'With probability 0 nothing is ever augmented: raise it, or turn Augmentation to none.' };
  if (augment === 'fixed' && augmentP > LEAKING)
    return {
      augmentP: `Above ${LEAKING} the generator may learn the augmentations themselves: prefer a smaller probability.`,
    };
  if (augment !== 'none' && augmentOps === 'all')
    return { augmentOps: 'Everything includes flips and quarter turns: left and right of a scan are mixed up.' };
  return {};
}

/** @see Karras 2020, section 2.2: an augmentation that is always applied may leak into the pictures. */
const LEAKING = 0.8;
