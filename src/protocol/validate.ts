/**
 * Checks TrainConfigs and recipe texts at the border and names what is wrong, field by field. It never clamps a value.
 */
import * as v from 'valibot';
import type { Failure } from './failure.ts';
import { FIELDS, type Field } from './fields.ts';
import { resolutionsOf } from './plan.ts';
import { DEFAULT_PRESET, PRESETS, presetById } from './presets.ts';
import { atResolution, type PerResolution, type Recipe, type TrainConfig } from './trainConfig.ts';

/** Longer recipe texts are not read: no honest recipe comes near. */
const LONGEST_RECIPE = 20_000;
const MOST_CLASSES = 1000;
const MOST_OPERATIONS = 100;

const number = v.pipe(v.number(), v.finite());
const perResolution = v.union([number, v.record(v.string(), number)]);

const SCHEMA_OF_KIND = {
  text: v.string(),
  switch: v.boolean(),
  augmentOps: v.union([v.string(), v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(MOST_OPERATIONS))]),
  choice: v.union([v.string(), number]),
  integer: number,
  number,
  integerPerResolution: perResolution,
  numberPerResolution: perResolution,
  trainOn: v.union([v.literal('all'), v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(MOST_CLASSES))]),
} as const;

export type Problems = Partial<Record<keyof TrainConfig, string>>;

/** One sentence for each field that a run cannot start with; empty when all is well. */
export function problemsOf(config: TrainConfig): Problems {
  const problems: Problems = {};
  for (const field of FIELDS) {
    const problem = problemOfField(field, config[field.name]);
    if (problem) problems[field.name] = problem;
  }
  if (Object.keys(problems).length > 0) return problems;
  return problemsAcrossFields(config);
}

function problemOfField(field: Field, value: unknown): string | undefined {
  if (!v.safeParse(SCHEMA_OF_KIND[field.kind], value).success)
    return `${field.label} has the wrong form: ${wantedForm(field)}.`;
  switch (field.kind) {
    case 'choice':
      return field.options?.includes(value as string | number)
        ? undefined
        : `${field.label} is ${JSON.stringify(value)}, but may only be ${field.options?.join(', ')}.`;
    case 'integer':
    case 'number':
      return problemOfNumber(field, value as number);
    case 'integerPerResolution':
    case 'numberPerResolution':
      return problemOfMap(field, value as PerResolution);
    default:
      return undefined;
  }
}

function problemOfMap(field: Field, value: PerResolution): string | undefined {
  if (typeof value === 'number') return problemOfNumber(field, value);
  const entries = Object.entries(value);
  if (entries.length === 0) return `${field.label} is an empty map: give at least one entry, like 8: 16.`;
  for (const [resolution, entry] of entries) {
    if (!isPowerOfTwo(Number(resolution)))
      return `${field.label} names the resolution "${resolution}", which is not a power of two.`;
    const problem = problemOfNumber(field, entry);
    if (problem) return problem;
  }
  return undefined;
}

function problemOfNumber(field: Field, value: number): string | undefined {
  const whole = field.kind === 'integer' || field.kind === 'integerPerResolution';
  const { minimum = -Infinity, maximum = Infinity } = field;
  if (Number.isFinite(value) && value >= minimum && value <= maximum && (!whole || Number.isInteger(value)))
    return undefined;
  return `${field.label} is ${value}, but must be ${wantedForm(field)}.`;
}

function wantedForm(field: Field): string {
  const { minimum, maximum } = field;
  switch (field.kind) {
    case 'integer':
    case 'integerPerResolution':
      return `a whole number from ${minimum} to ${maximum}${field.kind === 'integer' ? '' : ', or such a number for each resolution'}`;
    case 'number':
    case 'numberPerResolution':
      return `a number from ${minimum} to ${maximum}${field.kind === 'number' ? '' : ', or such a number for each resolution'}`;
    case 'choice':
      return `one of ${field.options?.join(', ')}`;
    case 'switch':
      return 'true or false';
    case 'augmentOps':
      return 'the name of a set, or a list of operations';
    case 'trainOn':
      return '"all" or a list of class names';
    default:
      return 'a text';
  }
}

function problemsAcrossFields(config: TrainConfig): Problems {
  const problems: Problems = {};
  if (config.startResolution > config.resolution)
    problems.startResolution = `The run would start at ${config.startResolution} px, above its end at ${config.resolution} px.`;
  for (const resolution of resolutionsOf(config)) {
    const batch = atResolution(config.batch, resolution);
    if (batch % Math.min(config.mbstdGroup, batch) !== 0)
      problems.batch = `Batch ${batch} at ${resolution} px cannot be divided into minibatch groups of ${config.mbstdGroup}: change Batch or mbstd group.`;
    const kimg = atResolution(config.kimgPerResolution, resolution);
    const epochs = atResolution(config.epochsPerResolution, resolution);
    if (kimg === 0 && epochs === 0)
      problems.kimgPerResolution = `Nothing says how long to train at ${resolution} px: give kimg or epochs.`;
  }
  return problems;
}

const isPowerOfTwo = (n: number) => Number.isInteger(n) && n > 0 && (n & (n - 1)) === 0;

/** The recipe in `text` (JSON), checked for known fields of the right form; ranges are problemsOf's. */
export function parseRecipe(text: string): { readonly recipe: Recipe } | { readonly failure: Failure } {
  const bad = (message: string) => ({ failure: { code: 'bad-config', message } as const });
  if (text.length > LONGEST_RECIPE)
    return bad(`The recipe has ${text.length} characters; at most ${LONGEST_RECIPE} are read.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return bad('The recipe is not valid JSON: copy the link again, whole.');
  }
  const record = v.safeParse(v.record(v.string(), v.unknown()), json);
  if (!record.success || Array.isArray(json)) return bad('The recipe must be one JSON object of settings.');
  for (const [name, value] of Object.entries(record.output)) {
    const field = FIELDS.find((candidate) => candidate.name === name);
    if (!field) return bad(`The recipe has a setting "${name}" that this version of Gyrus does not know: take it out.`);
    if (!v.safeParse(SCHEMA_OF_KIND[field.kind], value).success)
      return bad(`The recipe's "${name}" has the wrong form: it must be ${wantedForm(field)}.`);
    if (name === 'preset' && !presetById(value as string))
      return bad(`The recipe names the preset "${value}", but there are only ${PRESETS.map((p) => p.id).join(', ')}.`);
  }
  return { recipe: record.output as Recipe };
}

/** A whole config: the recipe's fields over those of its preset (or of the default preset). */
export function configOf(recipe: Recipe): TrainConfig {
  const preset = presetById(recipe.preset ?? DEFAULT_PRESET);
  if (!preset) throw new Error(`There is no preset "${recipe.preset}".`);
  return withLossPenalty({ ...preset.config, ...recipe }, recipe);
}

/** Where a preset of another loss had none: the reference's R1 weight for small grey pictures, and WGAN-GP's own two. */
const DEFAULT_R1_GAMMA = 1;
const LAZY_INTERVAL = 16;
const WGAN_PENALTY = { gpWeight: 10, wganDrift: 0.001, dRegInterval: 1 } as const;

/**
 * A recipe that names a loss and no penalty gets that loss's own: logistic, minimax and hinge R1; wgan-gp its penalty and
 * drift; relativistic R1 and R2.
 */
function withLossPenalty(config: TrainConfig, recipe: Recipe): TrainConfig {
  if (recipe.loss === undefined) return config;
  if (recipe.loss === 'wgan-gp') {
    const base = config.gpWeight > 0 ? {} : WGAN_PENALTY;
    return { ...config, ...base, r1Gamma: 0, r2Gamma: 0, ...recipe };
  }
  const hadR1 = config.r1Gamma > 0 || recipe.r1Gamma !== undefined;
  const r1Gamma = hadR1 ? config.r1Gamma : DEFAULT_R1_GAMMA;
  const r2Gamma = recipe.loss === 'relativistic' ? r1Gamma : 0;
  const dRegInterval = hadR1 ? config.dRegInterval : LAZY_INTERVAL;
  return { ...config, r1Gamma, r2Gamma, gpWeight: 0, wganDrift: 0, dRegInterval, ...recipe };
}

/** Named whenever the loss is, since a recipe with a loss alone would bring that loss's own penalties. */
const FIELDS_WITH_LOSS: readonly (keyof TrainConfig)[] = [
  'r1Gamma',
  'r2Gamma',
  'gpWeight',
  'wganDrift',
  'dRegInterval',
];

/** The fields of `config` that differ from its preset, and the preset's name: the shortest recipe that restores it. */
export function recipeOf(config: TrainConfig): Recipe {
  const base = presetById(config.preset)?.config ?? presetById(DEFAULT_PRESET)?.config;
  const lossDiffers = config.loss !== base?.loss;
  const changed = FIELDS.filter(
    ({ name }) =>
      name !== 'preset' &&
      (JSON.stringify(config[name]) !== JSON.stringify(base?.[name]) ||
        (lossDiffers && FIELDS_WITH_LOSS.includes(name))),
  ).map(({ name }) => [name, config[name]] as const);
  return { preset: config.preset, ...Object.fromEntries(changed) };
}

/** The part of a link after the address: `#recipe=` and URL-encoded JSON. */
export function recipeHash(config: TrainConfig): string {
  return `#recipe=${encodeURIComponent(JSON.stringify(recipeOf(config)))}`;
}
