/** What warnings, suggestions and problems need to know of a data set. Pure; it refuses to look at pixels or files. */

import { AUGMENT_SIGNALS } from './augmentation.ts';
import type { Problems } from './checks/acrossFields.ts';
import type { DatasetSummary } from './dataset.ts';
import { planStages } from './plan.ts';
import type { TrainConfig } from './trainConfig.ts';

export interface DataFacts {
  /** Longer side, in pixels, of most of the source's slices. */
  readonly usualSide: number;
  readonly trainingSlices: number;
  readonly heldOutSlices: number;
  /** Names of the classes trained on, in the data set's order; [] where it has none. */
  readonly classes: readonly string[];
}

/** The facts of `summary` for a run that trains on `trainOn`. */
export function dataFactsOf(summary: DatasetSummary, { trainOn }: Pick<TrainConfig, 'trainOn'>): DataFacts {
  const [usual] = summary.sizes; // most frequent first
  const names = summary.classes.map(({ name }) => name).filter((name) => name !== '');
  return {
    usualSide: usual ? Math.max(usual.width, usual.height) : summary.options.resolution,
    trainingSlices: summary.trainingSlices,
    heldOutSlices: summary.heldOutSlices,
    classes: typeof trainOn === 'string' ? names : names.filter((name) => trainOn.includes(name)),
  };
}

/** What a run cannot start with on this data, though the config alone has no problem: sentences by field. */
export function problemsWithData(config: TrainConfig, facts: DataFacts): Problems {
  const problems: Problems = {};
  if (config.conditional && facts.classes.length < 2)
    problems.conditional =
      'The data set has no two classes to tell apart: turn this off, or add a zip with a folder for each class.';
  if (config.augment === 'ada' && AUGMENT_SIGNALS[config.loss] === 'heldOut' && facts.heldOutSlices === 0)
    problems.heldOut = `With ${config.loss}, ada sees overfitting on held-out slices, and of this data none is held out: raise Held out, or set Augmentation to fixed.`;
  return problems;
}

const REALS_PER_KIMG = 1000;

/** How long the run is set to be, in kimg; undefined where it is set in epochs and no data set tells how long those are. */
export function plannedKimg(config: TrainConfig, facts: DataFacts | undefined): number | undefined {
  const slices = facts?.trainingSlices ?? Number.NaN;
  const end = planStages(config, slices).at(-1)?.endNimg ?? Number.NaN;
  return Number.isFinite(end) ? end / REALS_PER_KIMG : undefined;
}
