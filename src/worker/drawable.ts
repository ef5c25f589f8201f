/** The generator that pictures are drawn with now, of a run or of opened weights, and what is said of it. */
import { layerCount } from '../model/networkShape.ts';
import type { DrawnFrom } from '../protocol/explore.ts';
import { FailureError } from '../protocol/failure.ts';
import type { Painter } from '../sampling/paintStyles.ts';
import { type LoadedWeights, samplingOfWeights } from './openedWeights.ts';
import type { TrainingRun } from './trainingRun.ts';

/** Its parameters stay their owner's: hold it for one job only. */
export interface Drawable {
  readonly painter: Painter;
  readonly from: DrawnFrom;
}

/**
 * Opened weights come first, for whoever opened them wants to see them; but a run that trains or is paused comes before
 * them. Throws FailureError 'bad-weights' where there is neither.
 */
export function drawableOf(run: TrainingRun | undefined, weights: LoadedWeights | undefined): Drawable {
  const status = run?.status();
  const isUnderWay = status === 'training' || status === 'paused' || status === 'loading';
  if (run && (isUnderWay || !weights)) {
    const painter = run.sampling([], 1);
    return { painter, from: { ...fromOf(painter, run.state.nimg, run.config.preset, run.classes), runId: run.runId } };
  }
  if (!weights)
    throw new FailureError('bad-weights', 'There is nothing to draw from: start a run or open weights first.');
  const { nimg, config, classes, name } = weights.summary;
  const painter = samplingOfWeights(weights, [], 1);
  return { painter, from: { ...fromOf(painter, nimg, config.preset, classes), file: name } };
}

function fromOf({ resolution }: Painter, nimg: number, preset: string, classes: readonly string[]): DrawnFrom {
  return { nimg, preset, resolution, layers: layerCount(resolution), classes };
}
