/** From a TrainConfig and the number of training slices to the stages of a run. Pure; the schedule and the page both read it. */
import type { StagePlan } from './events.ts';
import { atResolution, type TrainConfig } from './trainConfig.ts';

const IMAGES_PER_KIMG = 1000;

/** Resolutions that a run passes through, smallest first; an architecture that does not grow has one. */
export function resolutionsOf(config: Pick<TrainConfig, 'arch' | 'startResolution' | 'resolution'>): number[] {
  if (config.arch !== 'stylegan') return [config.resolution];
  const resolutions: number[] = [];
  for (let r = config.startResolution; r <= config.resolution; r *= 2) resolutions.push(r);
  return resolutions;
}

/**
 * The stages of a run: each resolution with its length in reals shown (rounded up to whole batches) and the part of it
 * that fades in. The first stage has nothing to fade from. kimgPerResolution wins over epochsPerResolution unless it is 0.
 * @see Karras 2018, section 2 (progressive growing)
 */
export function planStages(config: TrainConfig, slicesPerEpoch: number): StagePlan[] {
  let startNimg = 0;
  return resolutionsOf(config).map((resolution, index) => {
    const kimg = atResolution(config.kimgPerResolution, resolution);
    const wanted =
      kimg > 0 ? kimg * IMAGES_PER_KIMG : atResolution(config.epochsPerResolution, resolution) * slicesPerEpoch;
    const batch = atResolution(config.batch, resolution);
    const length = Math.max(1, Math.ceil(wanted / batch)) * batch;
    const stage = {
      resolution,
      startNimg,
      endNimg: startNimg + length,
      fadeNimg: index === 0 ? 0 : Math.round(length * config.fadeShare),
    };
    startNimg = stage.endNimg;
    return stage;
  });
}
