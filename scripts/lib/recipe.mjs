// @ts-check
/**
 * From the command line's options to the recipe that the page is opened with. The page judges the settings; this refuses
 * only what cannot be a recipe at all.
 */
import { PlainError } from './command.mjs';

/** @typedef {import('../../src/protocol/trainConfig.ts').Recipe} Recipe */
/** @typedef {import('../../src/protocol/trainConfig.ts').TrainConfig} TrainConfig */
/** @typedef {import('../../src/protocol/trainConfig.ts').PerResolution} PerResolution */

/**
 * @param {{ preset?: string | undefined, json?: string | undefined }} options json: TrainConfig fields, as in a recipe link
 * @returns {Recipe}
 */
export function recipeFrom({ preset, json = '{}' }) {
  let recipe;
  try {
    recipe = JSON.parse(json);
  } catch (error) {
    throw new PlainError(
      `--recipe is not valid JSON (${error instanceof Error ? error.message : error}). Quote it for the shell, like --recipe '{"seed":7}'.`,
    );
  }
  if (recipe === null || typeof recipe !== 'object' || Array.isArray(recipe))
    throw new PlainError('--recipe must be one JSON object of settings, like {"seed":7,"batch":8}.');
  return preset === undefined ? recipe : { ...recipe, preset };
}

/**
 * The recipe with the whole run's length set to `kimg`: shared equally among the resolutions, or in the proportions of the
 * recipe's own kimgPerResolution map.
 * @param {Recipe} recipe
 * @param {Pick<TrainConfig, 'startResolution' | 'resolution'>} config what the recipe comes to
 * @param {number} kimg above 0
 * @returns {Recipe}
 */
export function withKimg(recipe, config, kimg) {
  const resolutions = resolutionsOf(config);
  const given = recipe.kimgPerResolution;
  if (typeof given !== 'object') return { ...recipe, kimgPerResolution: kimg / resolutions.length };
  const lengths = resolutions.map((resolution) => lengthAt(given, resolution));
  const sum = lengths.reduce((total, length) => total + length, 0);
  if (!(sum > 0)) throw new PlainError("The recipe's kimgPerResolution adds up to nothing: give lengths above 0.");
  const scaled = resolutions.map((resolution) => [resolution, (lengthAt(given, resolution) * kimg) / sum]);
  return { ...recipe, kimgPerResolution: Object.fromEntries(scaled) };
}

/** @param {Pick<TrainConfig, 'startResolution' | 'resolution'>} config */
function resolutionsOf({ startResolution, resolution }) {
  const resolutions = [];
  for (let side = startResolution; side <= resolution; side *= 2) resolutions.push(side);
  return resolutions;
}

/**
 * A map's entry, else that of the nearest smaller resolution, else the smallest one: the rule of every PerResolution.
 * @param {Readonly<Record<string, number>>} map
 * @param {number} resolution
 */
function lengthAt(map, resolution) {
  const given = Object.keys(map)
    .map(Number)
    .sort((a, b) => a - b);
  const nearest = given.filter((side) => side <= resolution).at(-1) ?? given[0];
  return nearest === undefined ? 0 : /** @type {number} */ (map[String(nearest)]);
}

/** @param {Recipe} recipe */
export function recipeHash(recipe) {
  return `#recipe=${encodeURIComponent(JSON.stringify(recipe))}`;
}
