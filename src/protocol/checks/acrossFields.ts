/**
 * Settings that do not go together, each as a sentence that names the field and what to do. It sees no data set and
 * refuses to warn: what is merely unwise is warnings.ts's.
 */
import { AUGMENT_SIGNALS, augmentProblem } from '../augmentation.ts';
import { resolutionsOf } from '../plan.ts';
import { atResolution, type TrainConfig } from '../trainConfig.ts';

/** Sentences by the field that should change. */
export type Problems = Partial<Record<keyof TrainConfig, string>>;

/** What of `config`, whose fields are valid one by one, a run cannot start with. */
export function problemsAcrossFields(config: TrainConfig): Problems {
  return {
    ...scheduleProblems(config),
    ...lossProblems(config),
    ...augmentationProblems(config),
    ...classProblems(config),
  };
}

function scheduleProblems(config: TrainConfig): Problems {
  const { arch, startResolution, resolution } = config;
  const problems: Problems = {};
  if (arch !== 'stylegan2' && startResolution > resolution)
    problems.startResolution = `From is ${startResolution} px, above the end at ${resolution} px: choose ${resolution} px or less.`;
  for (const side of resolutionsOf(config)) {
    const batch = batchProblem(config, side);
    if (batch) problems.batch ??= batch;
    if (atResolution(config.kimgPerResolution, side) === 0 && atResolution(config.epochsPerResolution, side) === 0)
      problems.kimgPerResolution ??= `Nothing says how long to train at ${side} px: give kimg or epochs.`;
  }
  return problems;
}

function batchProblem({ batch, accumulation, mbstdGroup }: TrainConfig, resolution: number): string | undefined {
  const whole = atResolution(batch, resolution);
  const part = whole / accumulation;
  const what = `Batch ${whole} at ${resolution} px`;
  if (!Number.isInteger(part))
    return `${what} cannot be divided into ${accumulation} equal parts: change Batch or Parts of a batch.`;
  const parts = accumulation === 1 ? what : `${what}, in ${accumulation} parts of ${part},`;
  if (part < mbstdGroup)
    return `${parts} is smaller than the minibatch groups of ${mbstdGroup}: raise Batch to ${mbstdGroup * accumulation} or lower mbstd group to ${part}.`;
  if (part % mbstdGroup !== 0)
    return `${parts} cannot be divided into minibatch groups of ${mbstdGroup}: change Batch or mbstd group.`;
  return undefined;
}

function lossProblems({ loss, gpWeight, r1Gamma, r2Gamma, plWeight, arch }: TrainConfig): Problems {
  const problems: Problems = {};
  if (loss === 'wgan-gp' && gpWeight === 0)
    problems.gpWeight =
      'wgan-gp without its Gradient penalty has no bound on the critic and diverges: set it to 10, as the papers do, or choose another loss.';
  if (loss === 'relativistic' && r1Gamma === 0)
    problems.r1Gamma = 'The relativistic loss converges only with R1 and R2: set R1 gamma above 0.';
  if (loss === 'relativistic' && r2Gamma === 0)
    problems.r2Gamma =
      'The relativistic loss converges only with R1 and R2: set R2 gamma above 0, usually to R1 gamma.';
  if (plWeight > 0 && arch === 'stylegan')
    problems.plWeight =
      'Path length is for stylegan2 and msg alone: set it to 0, or choose one of them as the Network.';
  return problems;
}

/** Held out where ada needs it and nothing says how much. */
const USUAL_HELD_OUT = 0.1;

function augmentationProblems({ augment, augmentOps, loss, heldOut }: TrainConfig): Problems {
  const problems: Problems = {};
  const unknown = augmentProblem(augmentOps);
  if (unknown) problems.augmentOps = unknown;
  if (augment === 'ada' && AUGMENT_SIGNALS[loss] === 'heldOut' && heldOut === 0)
    problems.heldOut = `With ${loss}, ada sees overfitting on held-out slices, and none are held out: set Held out to ${USUAL_HELD_OUT}, or Augmentation to fixed.`;
  return problems;
}

function classProblems({ conditional, trainOn, labelFromKimg, labelFullKimg }: TrainConfig): Problems {
  const problems: Problems = {};
  if (!conditional) return problems;
  if (labelFromKimg > labelFullKimg)
    problems.labelFullKimg = `Classes count in full at ${labelFullKimg} kimg, before they begin to at ${labelFromKimg}: raise In full at, or lower Classes count from.`;
  if (typeof trainOn !== 'string' && trainOn.length === 1)
    problems.conditional = `The run trains on ${trainOn[0]} alone, so there is no class to tell: turn this off, or train on more classes.`;
  return problems;
}
