/** Made-up histories for the tests of health: steps by functions of kimg, ticks, measurements. Numbers, no pictures. */
import type { Evaluation, MetricId } from '../../../src/protocol/judging.ts';
import type { StepBlock, TickRecord } from '../../../src/protocol/stats.ts';

const BATCH = 16;
const RESOLUTION = 16;
const TICK = 250;
const THOUSAND = 1000;

export interface Course {
  readonly lossG?: (kimg: number, step: number) => number;
  readonly lossD?: (kimg: number, step: number) => number;
  readonly real?: (kimg: number, step: number) => number;
  readonly fake?: (kimg: number, step: number) => number;
}

/** Alternates, so that a loss that ought to move does. */
const wobble = (step: number) => (step % 2 === 0 ? 0.2 : -0.2);

/** Steps of 16 reals up to `kimg`; healthy values where nothing else is said. */
export function stepsUntil(kimg: number, course: Course = {}): StepBlock {
  const count = Math.floor((kimg * THOUSAND) / BATCH);
  const at = (fallback: (kimg: number, step: number) => number, value = fallback) =>
    Float32Array.from({ length: count }, (_, i) => value(((i + 1) * BATCH) / THOUSAND, i));
  return {
    nimg: Float64Array.from({ length: count }, (_, i) => (i + 1) * BATCH),
    resolution: new Uint16Array(count).fill(RESOLUTION),
    alpha: new Float32Array(count).fill(1),
    values: {
      'Loss/G/loss': at((_, step) => 1 + wobble(step), course.lossG),
      'Loss/D/loss': at((_, step) => 1 + wobble(step), course.lossD),
      'Loss/scores/real': at(() => 0.5, course.real),
      'Loss/scores/fake': at(() => -0.5, course.fake),
    },
  };
}

/** A tick each quarter of a kimg up to `kimg`. */
/** Of the data set. */
const SLICES = 200;

export function ticksUntil(kimg: number, statsAt: (kimg: number) => TickRecord['stats'] = () => ({})): TickRecord[] {
  return Array.from({ length: Math.floor((kimg * THOUSAND) / TICK) }, (_, tick) => {
    const nimg = (tick + 1) * TICK;
    const stats = statsAt(nimg / THOUSAND);
    const epoch = Math.floor(nimg / SLICES);
    return { tick, nimg, kimg: nimg / THOUSAND, epoch, resolution: RESOLUTION, alpha: 1, batch: BATCH, stats };
  });
}

/** A measurement, with floors of 0 but for those given. */
export function measured(
  kimg: number,
  values: Partial<Record<MetricId, number>>,
  { floors = {}, rank }: { floors?: Partial<Record<MetricId, number>>; rank?: Evaluation['rank'] } = {},
): Evaluation {
  return {
    nimg: kimg * THOUSAND,
    resolution: RESOLUTION,
    pictures: 100,
    floorOf: 'held-out subjects',
    extractor: 'made up',
    scales: 1,
    numbers: (Object.entries(values) as [MetricId, number][]).map(([id, value]) => {
      const floor = floors[id] ?? 0;
      return {
        id,
        value,
        interval: { low: value, high: value },
        floor,
        floorInterval: { low: floor, high: floor },
      };
    }),
    ...(rank ? { rank } : {}),
    seconds: 0,
  };
}
