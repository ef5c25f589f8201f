// @ts-check
/**
 * The numbers of `npm run evaluate` that are made of features: kernel and Frechet distance, precision and recall, density
 * and coverage, and MS-SSIM, each beside its floor between reals. It refuses to judge them.
 */
import { startCpuBackend } from './engine.mjs';

/** @typedef {import('../../src/evaluation/greyImages.ts').GreyImages} GreyImages */
/** @typedef {import('../../src/evaluation/features.ts').Features} Features */
/** @typedef {import('../../src/evaluation/besideFloor.ts').BesideFloor} BesideFloor */

/** Digits that count: intervals are wider. */
const PRECISION = 4;
const EXTRACTOR_SEED = 0;
/** Rounds of MS-SSIM, whose pairs take longer than features do, and pairs in each. */
const VARIETY_ROUNDS = 9;
const VARIETY_PAIRS = 100;

/**
 * @param {import('./pictures.mjs').Load} load
 * @param {{ images: GreyImages, groups: Uint32Array }} reals groups: the subject of each, as a number
 * @param {GreyImages | undefined} fakes
 * @param {number} [rounds] splits of the reals; the floor's own number unless said
 */
export async function featureNumbers(load, reals, fakes, rounds) {
  const { randomConvExtractor } = await load('/src/evaluation/randomConv.ts');
  const { extractFeatures, NOT_INCEPTION } = await load('/src/evaluation/extractor.ts');
  const { besideFloor } = await load('/src/evaluation/besideFloor.ts');
  const { chosenFeatures } = await load('/src/evaluation/features.ts');
  const { kernelDistance, meanDiscrepancy } = await load('/src/evaluation/kid.ts');
  const { frechetDistance } = await load('/src/evaluation/frechet.ts');
  const { neighbourhoods } = await load('/src/evaluation/neighbourhoods.ts');
  await startCpuBackend(load);
  const extractor = randomConvExtractor(reals.images.side, 1, EXTRACTOR_SEED);
  const ofReals = await extractFeatures(extractor, reals.images.pixels);
  const ofFakes = fakes && (await extractFeatures(extractor, fakes.pixels));
  extractor.dispose();
  /** @type {import('../../src/evaluation/besideFloor.ts').FloorReport<string>} */
  const report = besideFloor({
    reals: ofReals,
    fakes: ofFakes,
    groups: reals.groups,
    choose: chosenFeatures,
    measure: (/** @type {Features} */ first, /** @type {Features} */ second) => ({
      kid: meanDiscrepancy(first, second),
      frechet: frechetDistance(first, second),
      ...neighbourhoods(first, second),
    }),
    rounds,
  });
  const blocks = ofFakes && kernelDistance(ofReals, ofFakes);
  return {
    extractor: extractor.name,
    note: NOT_INCEPTION,
    compared: report.count,
    rounds: report.rounds,
    ...roundedNumbers(report.numbers),
    kidOfBlocks: blocks && {
      value: rounded(blocks.mean),
      interval: roundedInterval(blocks.interval),
      blocks: blocks.blocks,
      blockSize: blocks.blockSize,
    },
  };
}

/**
 * MS-SSIM of pairs of the fakes, its floor being that of as many reals.
 * @param {import('./pictures.mjs').Load} load
 * @param {{ images: GreyImages, groups: Uint32Array }} reals
 * @param {GreyImages | undefined} fakes
 */
export async function varietyNumbers(load, reals, fakes) {
  const { pairMultiscaleSimilarity, scalesAt } = await load('/src/evaluation/msSsim.ts');
  const { besideFloor } = await load('/src/evaluation/besideFloor.ts');
  const { chosenImages } = await load('/src/evaluation/greyImages.ts');
  let round = 0;
  /** @type {import('../../src/evaluation/besideFloor.ts').FloorReport<string>} */
  const report = besideFloor({
    reals: reals.images,
    fakes,
    groups: reals.groups,
    choose: chosenImages,
    measure: (/** @type {GreyImages} */ _, /** @type {GreyImages} */ others) => ({
      msSsim: pairMultiscaleSimilarity(others, round++, VARIETY_PAIRS).mean,
    }),
    rounds: VARIETY_ROUNDS,
  });
  return {
    scales: scalesAt(reals.images.side),
    pairs: VARIETY_PAIRS,
    compared: report.count,
    rounds: report.rounds,
    ...roundedNumbers(report.numbers),
  };
}

/**
 * Subjects as numbers, in the order in which they first come.
 * @param {readonly string[]} subjects
 */
export function groupsOf(subjects) {
  const names = [...new Set(subjects)];
  const numbers = new Map(names.map((name, i) => [name, i]));
  return Uint32Array.from(subjects, (name) => numbers.get(name) ?? 0);
}

/** @param {Readonly<Record<string, BesideFloor>>} numbers */
function roundedNumbers(numbers) {
  return Object.fromEntries(
    Object.entries(numbers).map(([name, { value, interval, floor, floorInterval }]) => [
      name,
      {
        value: value === undefined ? undefined : rounded(value),
        interval: interval && roundedInterval(interval),
        floor: rounded(floor),
        floorInterval: roundedInterval(floorInterval),
      },
    ]),
  );
}

/** @param {import('../../src/evaluation/interval.ts').Interval} interval */
function roundedInterval({ low, high }) {
  return [rounded(low), rounded(high)];
}

/** @param {number} value */
function rounded(value) {
  return Number(value.toPrecision(PRECISION));
}
