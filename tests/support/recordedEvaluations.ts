/**
 * Recorded measurements: made-up numbers that fall as a healthy run's do, with floors and intervals, for pages and tests. Nothing
 * was measured.
 */
import type { Evaluation, MeasuredNumber, MetricId } from '../../src/protocol/judging.ts';

const PICTURES = 256;
const DISTANCE_PICTURES = 64;
const EXTRACTOR = 'random conv v1, seed 0, 32 px grey (recorded)';

interface MadeUp {
  readonly id: MetricId;
  /** Where it begins, and where it ends. */
  readonly from: number;
  readonly to: number;
  readonly floor: number;
  /** Half an interval, as a share. */
  readonly half: number;
  readonly pictures?: number;
}

/** A measurement at `nimg`, `share` of the way through the run. */
export function recordedEvaluation(nimg: number, resolution: number, share: number): Evaluation {
  const levels: MadeUp[] = [resolution, resolution / 2]
    .filter((side) => side >= 16)
    .map((side, level) => ({
      ...({ id: `swd/${side}`, from: 90 - 20 * level, to: 19 - 4 * level, floor: 7 + level, half: 0.12 } as const),
      pictures: DISTANCE_PICTURES,
    }));
  const madeUp: MadeUp[] = [
    { id: 'swd', from: 80, to: 17, floor: 7.5, half: 0.1, pictures: DISTANCE_PICTURES },
    ...levels,
    { id: 'kid', from: 0.31, to: 0.0214, floor: 0.0021, half: 0.08 },
    { id: 'frechet', from: 42, to: 4.1, floor: 1.6, half: 0.06 },
    { id: 'precision', from: 0.22, to: 0.71, floor: 0.83, half: 0.05 },
    { id: 'recall', from: 0.04, to: 0.42, floor: 0.8, half: 0.08 },
    { id: 'density', from: 0.1, to: 0.68, floor: 0.97, half: 0.06 },
    { id: 'coverage', from: 0.06, to: 0.61, floor: 0.94, half: 0.05 },
    { id: 'msSsim', from: 0.58, to: 0.34, floor: 0.31, half: 0.1 },
  ];
  return {
    ...{ nimg, resolution, pictures: PICTURES, floorOf: 'held-out subjects', extractor: EXTRACTOR, scales: 2 },
    numbers: madeUp.map((metric) => numberOf(metric, share, nimg)),
    rank: { fakes: 3 + 6 * share, reals: 11.4 },
    seconds: 9.2,
  };
}

function numberOf({ id, from, to, floor, half, pictures }: MadeUp, share: number, nimg: number): MeasuredNumber {
  const ripple = 1 + 0.04 * Math.sin(nimg / 700);
  const value = (to + (from - to) * Math.exp(-4 * share)) * ripple;
  return {
    ...{ id, value, interval: { low: value * (1 - half), high: value * (1 + half) }, floor },
    floorInterval: { low: floor * (1 - 1.3 * half), high: floor * (1 + 1.3 * half) },
    ...(pictures === undefined ? {} : { pictures }),
  };
}
