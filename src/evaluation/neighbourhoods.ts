/**
 * Precision and recall, density and coverage: whether fakes lie where reals do, and whether they reach all of them, by
 * balls that hold each picture's k nearest of its own set. It refuses to weigh one against the other.
 * Kynkaanniemi et al. 2019 (precision, recall); Naeem et al. 2020 (density, coverage).
 */
import { eachDistances } from './distances.ts';
import { checkComparable, type Features } from './features.ts';
import { neighbourRadii } from './nearest.ts';

/** As Naeem et al. recommend; Kynkaanniemi et al. take 3, of fifty times as many pictures. */
const NEIGHBOURS = 5;

export interface Neighbourhoods {
  /** Share of fakes inside some real's ball: quality, 0 to 1. */
  readonly precision: number;
  /** Share of reals inside some fake's ball: variety, 0 to 1. */
  readonly recall: number;
  /** Reals' balls a fake lies in, over k: as precision, but lone reals count less; may exceed 1. */
  readonly density: number;
  /** Share of reals whose ball holds a fake: as recall, but lone fakes count less. */
  readonly coverage: number;
}

/** Throws RangeError for sets of k pictures or fewer, or that cannot be compared. */
export function neighbourhoods(reals: Features, fakes: Features, k = NEIGHBOURS): Neighbourhoods {
  checkComparable('Precision and recall', reals, fakes, k + 1);
  const ofReals = neighbourRadii(reals, k);
  const ofFakes = neighbourRadii(fakes, k);
  const inRealBalls = new Uint32Array(fakes.count);
  let recalled = 0;
  let covered = 0;
  eachDistances(reals, fakes, (i, squared) => {
    const radius = ofReals[i] as number;
    let nearest = Number.POSITIVE_INFINITY;
    let inFakeBall = false;
    for (let j = 0; j < squared.length; j++) {
      const distance = squared[j] as number;
      if (distance < radius) inRealBalls[j] = (inRealBalls[j] as number) + 1;
      if (distance < (ofFakes[j] as number)) inFakeBall = true;
      if (distance < nearest) nearest = distance;
    }
    if (inFakeBall) recalled++;
    if (nearest < radius) covered++;
  });
  let inside = 0;
  let balls = 0;
  for (const count of inRealBalls) {
    if (count > 0) inside++;
    balls += count;
  }
  return {
    precision: inside / fakes.count,
    recall: recalled / reals.count,
    density: balls / k / fakes.count,
    coverage: covered / reals.count,
  };
}
