/** A session, on the CPU unless said, whose run is measured, and what its tests ask of it. */
import type { EvaluationKimg } from '../../src/protocol/judging.ts';
import type { Recipe } from '../../src/protocol/trainConfig.ts';
import type { Engine } from '../../src/worker/engine.ts';
import type { Storage } from '../../src/worker/storage.ts';
import { memoryStorage } from './memoryStorage.ts';
import { is, startSession } from './sessionOnCpu.ts';
import { tinyConfig } from './tinyRun.ts';

/** A little more than a kimg, of sixty steps, most of it on pictures of 8 px. */
export const MEASURED: Recipe = {
  ...{ resolution: 8, kimgPerResolution: { 4: 0.1, 8: 1 }, tickKimg: 0.1, heldOut: 0 },
  ...{ batch: 16, mbstdGroup: 4 },
};

/** The session, with made-up slices; the run begins, measured every `everyKimg`. */
export async function measuredRun(
  everyKimg: EvaluationKimg,
  {
    recipe = MEASURED,
    storage = memoryStorage(),
    engine = {},
  }: { recipe?: Recipe; storage?: Storage; engine?: Partial<Engine> } = {},
) {
  const world = startSession(storage, undefined, engine);
  const config = tinyConfig(recipe);
  const { resolution, seed, heldOut, trainOn } = config;
  world.session.handle({ type: 'evaluation/schedule', everyKimg });
  const options = { resolution, channels: 1, seed, heldOut, trainOn } as const;
  world.session.handle({ type: 'dataset/phantom', count: 20, phantomSeed: 1, options });
  await world.until(is('dataset/ready'));
  world.session.handle({ type: 'run/start', runId: 'r', config });
  return world;
}
