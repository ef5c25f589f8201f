/**
 * Checks TrainConfigs and recipe texts at the border and names what is wrong, field by field. It never clamps a value.
 */
import * as v from 'valibot';
import { type Problems, problemsAcrossFields } from './checks/acrossFields.ts';
import { hasForm, problemOfField, wantedForm } from './checks/fieldForm.ts';
import { parseStrictJson, quoted } from './checks/strictJson.ts';
import type { Failure } from './failure.ts';
import { FIELDS } from './fields.ts';
import { DEFAULT_PRESET, PRESETS, presetById } from './presets.ts';
import type { Recipe, TrainConfig } from './trainConfig.ts';

/** Longer recipe texts are not read: no honest recipe comes near. */
const LONGEST_RECIPE = 20_000;

/** One sentence for each field that a run cannot start with; empty when all is well, as far as the config alone tells. */
export function problemsOf(config: TrainConfig): Problems {
  const problems: Problems = {};
  for (const field of FIELDS) {
    const problem = problemOfField(field, config[field.name]);
    if (problem) problems[field.name] = problem;
  }
  if (Object.keys(problems).length > 0) return problems;
  return problemsAcrossFields(config);
}

/** The recipe in `text` (JSON), checked for known fields of the right form; ranges are problemsOf's. */
export function parseRecipe(text: string): { readonly recipe: Recipe } | { readonly failure: Failure } {
  const bad = (message: string) => ({ failure: { code: 'bad-config', message } as const });
  if (text.length > LONGEST_RECIPE)
    return bad(`The recipe has ${text.length} characters; at most ${LONGEST_RECIPE} are read.`);
  const json = parseStrictJson(text);
  if ('problem' in json) return bad(`The recipe ${json.problem}: copy the link again, whole.`);
  const record = v.safeParse(v.record(v.string(), v.unknown()), json.value);
  if (!record.success || Array.isArray(json.value)) return bad('The recipe must be one JSON object of settings.');
  for (const [name, value] of Object.entries(record.output)) {
    const field = FIELDS.find((candidate) => candidate.name === name);
    if (!field)
      return bad(`The recipe has a setting ${quoted(name)} that this version of Gyrus does not know: take it out.`);
    if (!hasForm(field, value))
      return bad(`The recipe's "${name}" has the wrong form: it must be ${wantedForm(field)}.`);
    if (name === 'preset' && !presetById(value as string))
      return bad(
        `The recipe names the preset ${quoted(value as string)}, but there are only ${PRESETS.map((p) => p.id).join(', ')}.`,
      );
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
