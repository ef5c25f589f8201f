/** Every metric of generated pictures beside its floor, from pictures and features alone. It judges nothing. */
import { besideFloor, type FloorInputs, type FloorReport } from '../../evaluation/besideFloor.ts';
import { effectiveRank } from '../../evaluation/effectiveRank.ts';
import { chosenFeatures, type Features } from '../../evaluation/features.ts';
import { frechetDistance } from '../../evaluation/frechet.ts';
import { chosenImages, type GreyImages } from '../../evaluation/greyImages.ts';
import { meanDiscrepancy } from '../../evaluation/kid.ts';
import { pairMultiscaleSimilarity, scalesAt } from '../../evaluation/msSsim.ts';
import { neighbourhoods } from '../../evaluation/neighbourhoods.ts';
import { slicedWasserstein } from '../../evaluation/swd.ts';
import type { Evaluation, MeasuredNumber, MetricId } from '../../protocol/judging.ts';
import type { TaskHooks } from '../taskHooks.ts';

/** What is compared: fakes with reals, and reals with held-out reals, or, without those, halves of the reals. */
export interface MetricSets<Set> {
  readonly reals: Set;
  readonly fakes: Set;
  readonly heldOut?: Set;
  /** The subject of each real; without it the halves are split picture by picture. */
  readonly groups?: Uint32Array;
}

export interface MetricsInput {
  /** Missing where there is no extractor for pictures of that size. */
  readonly features?: MetricSets<Features>;
  readonly pictures: MetricSets<GreyImages>;
  /** The critic's features of as many pictures of each; missing where there is no critic. */
  readonly critic?: { readonly fakes: Features; readonly reals: Features };
  /** What was measured before of the same reals: its floors are taken as they are, where as many pictures are compared. */
  readonly before?: readonly MeasuredNumber[];
  readonly seed: number;
}

export interface MetricsOutput extends Pick<Evaluation, 'rank' | 'scales'> {
  /** None of a metric that is not defined for pictures so small. */
  readonly numbers: readonly MeasuredNumber[];
}

/**
 * Splits of the reals. Of 41 the middle 95 % is within them; of so few it is nearly their whole reach, which is a little
 * less than that of many. More would take minutes of a processor that training needs as well.
 */
const FEATURE_ROUNDS = 9;
const VARIETY_ROUNDS = 9;
const VARIETY_PAIRS = 100;
/**
 * A sliced Wasserstein distance of 64 pictures takes about a second a level: its interval is the reach of five subsets of
 * so many, and its value their mean. Fewer pictures give larger distances, which the floor, of as many, has as well.
 */
const DISTANCE_ROUNDS = 5;
const DISTANCE_PICTURES = 64;
/** As swd.ts has them. */
const SMALLEST_DISTANCE_SIDE = 8;

/** Kernel and Frechet distance, precision, recall, density, coverage, sliced Wasserstein distance, MS-SSIM and ranks. */
export async function metrics(input: MetricsInput, { progress }: TaskHooks): Promise<MetricsOutput> {
  const { features, pictures, critic, before = [], seed } = input;
  const { side } = pictures.reals;
  const scales = scalesAt(side);
  const plans = [
    ...(features ? [{ rounds: FEATURE_ROUNDS, of: (hear: Hear) => featureNumbers(features, hear) }] : []),
    ...(scales > 0 ? [{ rounds: VARIETY_ROUNDS, of: (hear: Hear) => varietyNumbers(pictures, hear) }] : []),
    ...(side >= SMALLEST_DISTANCE_SIDE
      ? [{ rounds: DISTANCE_ROUNDS, of: (hear: Hear) => distanceNumbers(pictures, hear) }]
      : []),
  ];
  const all = plans.reduce((sum, { rounds }) => sum + rounds, 0);
  let done = 0;
  const numbers = plans.flatMap(({ rounds, of }) => {
    const found = of({ before, seed, progress: (round) => progress(done + round, all) });
    done += rounds;
    return found;
  });
  const rank = critic && { fakes: effectiveRank(critic.fakes), reals: effectiveRank(critic.reals) };
  return { numbers, scales, ...(rank ? { rank } : {}) };
}

interface Hear {
  readonly before: readonly MeasuredNumber[];
  readonly seed: number;
  readonly progress: (round: number) => void;
}

function featureNumbers(sets: MetricSets<Features>, hear: Hear): MeasuredNumber[] {
  return compared(hear, FEATURE_ROUNDS, {
    ...sets,
    choose: chosenFeatures,
    measure: (first: Features, second: Features) => ({
      kid: meanDiscrepancy(first, second),
      frechet: frechetDistance(first, second),
      ...neighbourhoods(first, second),
    }),
  });
}

/** Of the pairs of one set: that of the reals is not the value's other side, but the floor. */
function varietyNumbers(sets: MetricSets<GreyImages>, hear: Hear): MeasuredNumber[] {
  return compared(hear, VARIETY_ROUNDS, {
    ...sets,
    choose: chosenImages,
    measure: (_: GreyImages, others: GreyImages) => ({
      msSsim: pairMultiscaleSimilarity(others, hear.seed, VARIETY_PAIRS).mean,
    }),
  });
}

function distanceNumbers(sets: MetricSets<GreyImages>, hear: Hear): MeasuredNumber[] {
  return compared(hear, DISTANCE_ROUNDS, {
    ...sets,
    most: DISTANCE_PICTURES,
    choose: chosenImages,
    measure: (first: GreyImages, second: GreyImages) => {
      const { levels, mean } = slicedWasserstein(first, second);
      const named = levels.map(({ side, distance }) => [`swd/${side}`, distance] as const);
      return { swd: mean, ...(Object.fromEntries(named) as Record<`swd/${number}`, number>) };
    },
  });
}

function compared<Set extends { readonly count: number }, Name extends MetricId>(
  { before, seed, progress }: Hear,
  rounds: number,
  inputs: Omit<FloorInputs<Set, Name>, 'seed' | 'rounds' | 'knownFloor' | 'progress'>,
): MeasuredNumber[] {
  const floors = new Map(before.map((number) => [`${number.id} of ${number.pictures}`, number]));
  const knownFloor = (id: Name, pictures: number) => floors.get(`${id} of ${pictures}`);
  return measuredNumbers(besideFloor({ ...inputs, seed, rounds, knownFloor, progress }));
}

function measuredNumbers<Name extends MetricId>({ numbers, count }: FloorReport<Name>): MeasuredNumber[] {
  return (Object.keys(numbers) as Name[]).flatMap((id) => {
    const { value, interval, floor, floorInterval } = numbers[id];
    if (value === undefined || interval === undefined) return [];
    return [{ id, value, interval, floor, floorInterval, pictures: count }];
  });
}
