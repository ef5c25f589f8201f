/**
 * Whether fakes copy training pictures: each fake's distance to its nearest training picture over that to its nearest
 * held-out one, against the same ratio of held-out reals, which cannot be copies. The comparison cancels how many pictures
 * each set has and how smooth fakes are. It sees nothing but the features given, and cannot prove that nothing was copied.
 * In the spirit of Meehan et al. 2020, "A non-parametric test to detect data-copying".
 */
import { checkComparable, type Features } from './features.ts';
import { type Interval, meanOf, quantile, shareInterval } from './interval.ts';
import { nearestOf } from './nearest.ts';
import { rankAuc } from './rankAuc.ts';

/** copies: a gate should close. closer: fakes lean towards the training pictures, but do not copy them. */
export type MemorisationVerdict = 'copies' | 'closer' | 'none';

export interface NearestPair {
  /** Indices into the sets. */
  readonly fake: number;
  readonly train: number;
  readonly heldOut: number;
  readonly distanceToTrain: number;
  readonly distanceToHeldOut: number;
  readonly ratio: number;
}

export interface Memorisation {
  /** Distance to the nearest training picture over that to the nearest held-out one; below 1: closer to training. */
  readonly fakeRatios: Float64Array;
  /** The same of held-out reals, whose held-out neighbours are those of other subjects. */
  readonly heldOutRatios: Float64Array;
  /** TAIL of the held-out reals lie below. */
  readonly threshold: number;
  /** Share of fakes below the threshold, with its 95 % interval: fakes with one nearest training picture count as one. */
  readonly share: number;
  readonly shareInterval: Interval;
  /** The share that unseen subjects may have by chance: TAIL, and the spread between the held-out subjects. */
  readonly tolerated: number;
  /** Fakes whose ratio is under half the smallest of any held-out real. */
  readonly nearCopies: number;
  /** Chance that a fake's ratio is below a held-out real's: 0.5 where fakes are like them. */
  readonly closerChance: number;
  readonly verdict: MemorisationVerdict;
  /** The verdict in one sentence, with its reason. */
  readonly sentence: string;
  /** The fakes of smallest ratio, smallest first. */
  readonly worst: readonly NearestPair[];
  readonly extractor: string;
}

export interface MemorisationInputs {
  readonly fakes: Features;
  readonly train: Features;
  readonly heldOut: Features;
  /** The subject of each held-out picture; without them each is a subject of its own. */
  readonly heldOutSubjects?: ArrayLike<number> | undefined;
  /** How many worst pairs to name. */
  readonly worst?: number | undefined;
}

/** Share of held-out reals that lie below the threshold: so many of honest fakes are expected there, too. */
const TAIL = 0.05;
/** Copying is said from three times what chance allows; less is a lean, which an honest run may have. */
const MANY = 3;
/** One or two such near pictures may be slices that are almost empty; three are copies. */
const FEWEST_COPIES = 3;
/** Under the smallest ratio of the held-out reals by this factor, a fake is nearer to training than any real has reason to be. */
const FAR_BELOW = 0.5;
/** Fewer give no tail worth its name. */
const FEWEST_HELD_OUT = 20;
const WORST = 12;
const PERCENT = 100;

/** Throws RangeError below 20 held-out pictures, for one held-out subject, or for features of different extractors. */
export function memorisation({
  fakes,
  train,
  heldOut,
  heldOutSubjects,
  worst = WORST,
}: MemorisationInputs): Memorisation {
  checkComparable('The look for copies', fakes, train, 1);
  checkComparable('The look for copies', heldOut, heldOut, FEWEST_HELD_OUT);
  checkComparable('The look for copies', fakes, heldOut, 1);
  const different = (i: number, j: number) => (heldOutSubjects ? heldOutSubjects[i] !== heldOutSubjects[j] : i !== j);
  const toTrain = nearestOf(fakes, train);
  const toHeldOut = nearestOf(fakes, heldOut);
  const others = nearestOf(heldOut, heldOut, different);
  if (others.indices.includes(-1))
    throw new RangeError('The look for copies needs held-out pictures of at least 2 subjects: hold out more.');
  const fakeRatios = ratiosOf(toTrain.distances, toHeldOut.distances);
  const heldOutRatios = ratiosOf(nearestOf(heldOut, train).distances, others.distances);
  const sorted = heldOutRatios.toSorted();
  const threshold = quantile(sorted, TAIL);
  const below = fakeRatios.filter((ratio) => ratio < threshold).length;
  // A collapsed generator shows one picture a thousand times, which is one piece of evidence.
  const distinct = new Set(toTrain.indices).size;
  const tolerated = toleratedShare(heldOutRatios, threshold, heldOutSubjects);
  const counts = {
    tolerated,
    below,
    of: fakes.count,
    nearCopies: fakeRatios.filter((ratio) => ratio < FAR_BELOW * (sorted[0] as number)).length,
    distinct,
    interval: shareInterval((below / fakes.count) * distinct, distinct),
  };
  const verdict = verdictOf(counts);
  const order = Array.from(fakeRatios.keys()).sort((i, j) => (fakeRatios[i] as number) - (fakeRatios[j] as number));
  return {
    fakeRatios,
    heldOutRatios,
    threshold,
    share: below / fakes.count,
    shareInterval: counts.interval,
    tolerated,
    nearCopies: counts.nearCopies,
    closerChance: rankAuc(heldOutRatios, fakeRatios),
    verdict,
    sentence: sentenceOf(verdict, counts),
    worst: order.slice(0, worst).map((fake) => ({
      fake,
      train: toTrain.indices[fake] as number,
      heldOut: toHeldOut.indices[fake] as number,
      distanceToTrain: toTrain.distances[fake] as number,
      distanceToHeldOut: toHeldOut.distances[fake] as number,
      ratio: fakeRatios[fake] as number,
    })),
    extractor: fakes.extractor,
  };
}

/** Where both distances are 0, the picture is in both sets, which says nothing: 1. */
function ratiosOf(toTrain: Float64Array, toHeldOut: Float64Array): Float64Array {
  return toTrain.map((distance, i) => {
    const other = toHeldOut[i] as number;
    return distance === 0 && other === 0 ? 1 : distance / other;
  });
}

/**
 * Slices of one subject lie near to training together or not at all, so that pictures are no independent draws: the upper
 * end of an interval for the mean share of a subject, from the shares of those held out.
 */
function toleratedShare(ratios: Float64Array, threshold: number, subjects: ArrayLike<number> | undefined): number {
  const ofSubject = new Map<number, { below: number; of: number }>();
  ratios.forEach((ratio, i) => {
    const subject = subjects?.[i] ?? i;
    const own = ofSubject.get(subject) ?? { below: 0, of: 0 };
    ofSubject.set(subject, { below: own.below + (ratio < threshold ? 1 : 0), of: own.of + 1 });
  });
  const { interval } = meanOf([...ofSubject.values()].map(({ below, of }) => below / of));
  return Math.max(TAIL, interval.high);
}

interface Counts {
  readonly tolerated: number;
  readonly below: number;
  readonly of: number;
  readonly nearCopies: number;
  /** Different training pictures among the nearest. */
  readonly distinct: number;
  readonly interval: Interval;
}

function verdictOf({ nearCopies, distinct, interval, tolerated }: Counts): MemorisationVerdict {
  const areMany = distinct >= FEWEST_COPIES && interval.low > MANY * tolerated;
  if (nearCopies >= FEWEST_COPIES || areMany) return 'copies';
  return nearCopies > 0 || interval.low > tolerated ? 'closer' : 'none';
}

function sentenceOf(verdict: MemorisationVerdict, { below, of, nearCopies }: Counts): string {
  const found = `${below} of ${of} generated pictures lie as near to a training picture as ${TAIL * PERCENT} % of held-out reals do, ${nearCopies} of them far nearer than any`;
  if (verdict === 'copies') return `The generator copies training pictures: ${found}.`;
  if (verdict === 'closer')
    return `The generator leans towards its training pictures: ${found}. Look at the worst pairs.`;
  return `No sign of copied training pictures: ${found}. That is no proof.`;
}
