/** The schedule as a pure function of nimg: which resolution, how far faded in, which batch and rates. */
import type { StagePlan } from '../protocol/events.ts';
import { atResolution, type TrainConfig } from '../protocol/trainConfig.ts';

const IMAGES_PER_KIMG = 1000;

export interface Moment {
  /** Index of the stage in the plan. */
  readonly stage: number;
  readonly resolution: number;
  /** 0 to 1; 1 when nothing fades. */
  readonly alpha: number;
  /** Slices in the step that starts at nimg. */
  readonly batch: number;
  readonly gLr: number;
  readonly dLr: number;
  /** 0 to 1: how much the class counts. */
  readonly labelStrength: number;
}

/**
 * The state of the schedule when `nimg` reals have been shown. Past the end it stays at the last stage.
 * @see Karras 2018, section 2 (alpha rises linearly from 0 to 1 while a resolution is faded in)
 */
export function scheduleAt(config: TrainConfig, stages: readonly StagePlan[], nimg: number): Moment {
  const found = stages.findIndex((candidate) => nimg < candidate.endNimg);
  const index = found < 0 ? stages.length - 1 : found;
  const stage = stages[index];
  if (!stage) throw new Error('The plan has no stages.');
  const { resolution, startNimg, fadeNimg } = stage;
  return {
    stage: index,
    resolution,
    alpha: fadeNimg > 0 ? Math.min(1, (nimg - startNimg) / fadeNimg) : 1,
    batch: atResolution(config.batch, resolution),
    gLr: atResolution(config.gLr, resolution),
    dLr: atResolution(config.dLr, resolution),
    labelStrength: labelStrengthAt(config, nimg),
  };
}

/** 0 up to labelFromKimg, 1 from labelFullKimg on, linear between. @see Shahbazi 2022, "Collapse by conditioning", eq. 4 */
function labelStrengthAt({ labelFromKimg, labelFullKimg }: TrainConfig, nimg: number): number {
  const kimg = nimg / IMAGES_PER_KIMG;
  if (kimg >= labelFullKimg) return 1;
  return Math.max(0, (kimg - labelFromKimg) / (labelFullKimg - labelFromKimg));
}

/**
 * The weight of the old average: 0.5^(batch / half-life), the half-life at most emaRamp of what was shown before the step.
 * 0 (copy) at the beginning of a ramped run, and when emaKimg is 0.
 */
export function emaBeta(config: Pick<TrainConfig, 'emaKimg' | 'emaRamp'>, batch: number, nimg: number): number {
  const wanted = config.emaKimg * IMAGES_PER_KIMG;
  const halfLife = config.emaRamp > 0 ? Math.min(wanted, nimg * config.emaRamp) : wanted;
  return halfLife > 0 ? 0.5 ** (batch / halfLife) : 0;
}
