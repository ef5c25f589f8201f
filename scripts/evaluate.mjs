// @ts-check
/**
 * npm run evaluate -- --reals DATA.zip [--fakes DIR|ZIP] --resolution N: prints as JSON the sliced Wasserstein distance
 * of generated pictures to real ones, its floor between halves of the reals, and the similarity of pairs, all as the
 * PyTorch reference run defines them (src/evaluation); then distances of features and MS-SSIM beside their floors.
 * Without --fakes it measures the reals alone. It refuses to judge.
 */
import { writeFile } from 'node:fs/promises';
import { withEngine } from './evaluate/engine.mjs';
import { featureNumbers, groupsOf, varietyNumbers } from './evaluate/features.mjs';
import { numpyPermutation } from './evaluate/numpyPermutation.mjs';
import { generatedPictures, zipPictures } from './evaluate/pictures.mjs';
import { main, PlainError, readOptions } from './lib/command.mjs';

const USAGE = `Usage: npm run evaluate -- --reals DATA.zip [--fakes DIR|ZIP] --resolution N [--count 1000]
  --resolution N         side of the generated pictures in pixels, a power of two
  --count N              pictures of each kind to compare at most (1000, as the reference)
  --bright V, --min-bright-share S   keep reals with more than the share S of pixels above V (IXI: 20 and 0.25)
  --no-floor             skip the distance between halves of the reals
  --no-features          skip the numbers made of features and MS-SSIM (they need 16 px)
  --out FILE             write the JSON to a file, too`;
const OPTIONS = /** @type {const} */ ({
  reals: { type: 'string' },
  fakes: { type: 'string' },
  resolution: { type: 'string' },
  count: { type: 'string', default: '1000' },
  bright: { type: 'string', default: '20' },
  'min-bright-share': { type: 'string' },
  'no-floor': { type: 'boolean', default: false },
  'no-features': { type: 'boolean', default: false },
  out: { type: 'string' },
});
/** The random extractor's limits, in pixels a side. */
const FEATURE_SIDES = { from: 16, to: 512 };
/** The kernel distance's blocks, and neighbours within a half of the reals, need as many of each. */
const FEWEST_FAKES = 10;
const FEWEST_REALS = 24;
/** The seed of numpy's permutation by which the reference chose its reals. */
const ORDER_SEED = 7;
/** Digits after the point: the metric's own noise is larger. */
const DIGITS = 4;

await main(async () => {
  const { values } = readOptions({ options: OPTIONS }, USAGE);
  if (values.reals === undefined || values.resolution === undefined)
    throw new PlainError(`--reals and --resolution are needed.\n${USAGE}`);
  const side = wholeNumber('resolution', values.resolution);
  const most = wholeNumber('count', values.count);
  const share = values['min-bright-share'];
  const bright = share === undefined ? undefined : { above: Number(values.bright), share: Number(share) };
  const { reals: realsPath, fakes: fakesPath, 'no-floor': noFloor } = values;
  const report = await withEngine(async (load) => {
    const reals = await zipPictures(load, realsPath, side, bright);
    const fakes = fakesPath === undefined ? undefined : await generatedPictures(load, fakesPath, side);
    const numbers = await measured(load, reals, fakes, most, noFloor);
    return values['no-features'] ? numbers : { ...numbers, ...(await beside(load, reals, fakes, most)) };
  });
  const text = JSON.stringify({ resolution: side, ...report }, null, 1);
  console.log(text);
  if (values.out !== undefined) await written(values.out, `${text}\n`);
});

/**
 * @param {import('./evaluate/pictures.mjs').Load} load
 * @param {import('./evaluate/pictures.mjs').Pictures} reals
 * @param {import('./evaluate/pictures.mjs').Pictures | undefined} fakes
 * @param {number} most
 * @param {boolean} noFloor
 */
async function measured(load, reals, fakes, most, noFloor) {
  const { chosenImages } = await load('/src/evaluation/greyImages.ts');
  const { slicedWasserstein } = await load('/src/evaluation/swd.ts');
  const { pairSimilarity } = await load('/src/evaluation/ssim.ts');
  const total = reals.images.count;
  const order = numpyPermutation(ORDER_SEED, total);
  const count = Math.min(most, total, fakes?.images.count ?? total);
  const chosen = chosenImages(reals.images, order.slice(0, count));
  const half = Math.floor(total / 2);
  const halves = [order.slice(0, half), order.slice(half, 2 * half)].map((part) => chosenImages(reals.images, part));
  /** @param {{ levels: { side: number, distance: number }[], mean: number }} result */
  const distances = ({ levels, mean }) => ({
    ...Object.fromEntries(levels.map(({ side, distance }) => [`swd${side}`, rounded(distance)])),
    mean: rounded(mean),
  });
  /** @param {{ mean: number, standardError: number }} result */
  const similarity = ({ mean, standardError }) => ({ mean: rounded(mean), standardError: rounded(standardError) });
  const generated =
    fakes &&
    chosenImages(
      fakes.images,
      Array.from({ length: count }, (_, i) => i),
    );
  return {
    reals: total,
    skippedReals: reals.skipped.map(({ reason, count: files }) => ({ reason, files })),
    fakes: fakes?.images.count,
    compared: count,
    swd: generated && distances(slicedWasserstein(chosen, generated)),
    floor: noFloor ? undefined : distances(slicedWasserstein(halves[0], halves[1])),
    floorOf: noFloor ? undefined : half,
    ssimReals: similarity(pairSimilarity(chosen)),
    ssimFakes: generated && similarity(pairSimilarity(generated)),
  };
}

/**
 * The numbers that stand beside a floor between reals of different subjects; those that this size allows.
 * @param {import('./evaluate/pictures.mjs').Load} load
 * @param {import('./evaluate/pictures.mjs').Pictures} reals
 * @param {import('./evaluate/pictures.mjs').Pictures | undefined} fakes
 * @param {number} most
 */
async function beside(load, reals, fakes, most) {
  const { chosenImages } = await load('/src/evaluation/greyImages.ts');
  const order = numpyPermutation(ORDER_SEED, reals.images.count);
  // Twice as many reals as fakes: a half meets them, and the other half is the floor.
  const taken = order.slice(0, 2 * most);
  const groups = groupsOf(reals.subjects);
  const chosen = { images: chosenImages(reals.images, taken), groups: taken.map((i) => groups[i] ?? 0) };
  const some = Math.min(most, fakes?.images.count ?? 0);
  const generated =
    fakes &&
    chosenImages(
      fakes.images,
      Uint32Array.from({ length: some }, (_, i) => i),
    );
  const { side } = reals.images;
  if (side < FEATURE_SIDES.from || side > FEATURE_SIDES.to)
    return { features: `none: they take ${FEATURE_SIDES.from} to ${FEATURE_SIDES.to} px, not ${side}` };
  if (taken.length < FEWEST_REALS || (fakes && some < FEWEST_FAKES))
    return { features: `none: they take ${FEWEST_REALS} reals and ${FEWEST_FAKES} fakes at least` };
  return {
    msSsim: await varietyNumbers(load, chosen, generated),
    features: await featureNumbers(load, chosen, generated),
  };
}

/**
 * @param {string} path
 * @param {string} text
 */
async function written(path, text) {
  try {
    await writeFile(path, text);
  } catch (cause) {
    throw new PlainError(`${path} cannot be written (${cause instanceof Error ? cause.message : cause}).`);
  }
}

/** @param {number} value */
function rounded(value) {
  return Number(value.toFixed(DIGITS));
}

/**
 * @param {string} name
 * @param {string} text
 */
function wholeNumber(name, text) {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new PlainError(`--${name} ${text} is not a whole number above 0.`);
}
