/**
 * training_options.json: the TrainConfig of a run and how far it came, as text. It refuses what the recipe checks refuse,
 * with the same sentences; a field that an older version did not write yet takes its preset's value.
 */
import * as v from 'valibot';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import { configOf, parseRecipe, problemsOf } from '../protocol/validate.ts';
import { zipJson, zipJsonRefused } from './zipJson.ts';

const FILE = 'training_options.json';
/** Changes when the meaning of a field does, so that an old file is never misread. */
const OPTIONS_FORMAT = 'gyrus-training-options/1';

/** More than a zip's folders can bring. */
const MOST_CLASSES = 1000;

const header = v.looseObject({
  format: v.literal(OPTIONS_FORMAT),
  nimg: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  workingResolution: v.pipe(v.number(), v.safeInteger(), v.minValue(4)),
  workingAlpha: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  classes: v.optional(v.pipe(v.array(v.string()), v.maxLength(MOST_CLASSES)), []),
});

export interface TrainingOptions {
  readonly config: TrainConfig;
  /** Reals shown to D. */
  readonly nimg: number;
  /** The resolution that was being trained, at most the config's own: a run may be taken home while it grows. */
  readonly workingResolution: number;
  /** How far that resolution was faded in, 0 to 1. */
  readonly workingAlpha: number;
  /** Names of the classes that the networks know, in label order; [] where they know none, as in older files. */
  readonly classes: readonly string[];
}

export function trainingOptionsText({ config, ...reached }: TrainingOptions): string {
  return `${JSON.stringify({ format: OPTIONS_FORMAT, ...reached, ...config }, null, 2)}\n`;
}

/** Throws FailureError 'bad-weights' with what is wrong in which field. */
export function parseTrainingOptions(text: string): TrainingOptions {
  const parsed = v.safeParse(header, zipJson(FILE, text));
  if (!parsed.success)
    throw refused(
      `it lacks the format "${OPTIONS_FORMAT}", nimg, workingResolution or workingAlpha, or its classes are no names`,
    );
  const { format: _, nimg, workingResolution, workingAlpha, classes, ...fields } = parsed.output;
  const result = parseRecipe(JSON.stringify(fields));
  if ('failure' in result) throw refused(result.failure.message);
  const config = configOf(result.recipe);
  const [problem] = Object.values(problemsOf(config));
  if (problem !== undefined) throw refused(problem);
  if (workingResolution > config.resolution)
    throw refused(`it says ${workingResolution} px were trained of ${config.resolution}`);
  return { config, nimg, workingResolution, workingAlpha, classes };
}

const refused = (reason: string) => zipJsonRefused(FILE, reason);
