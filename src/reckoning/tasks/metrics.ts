/** Every metric of generated pictures beside its floor, from pictures and features alone. It judges nothing. */
import { besideFloor, type FloorReport } from '../../evaluation/besideFloor.ts';
import { chosenFeatures, type Features } from '../../evaluation/features.ts';
import { frechetDistance } from '../../evaluation/frechet.ts';
import { meanDiscrepancy } from '../../evaluation/kid.ts';
import { neighbourhoods } from '../../evaluation/neighbourhoods.ts';
import type { MeasuredNumber, MetricId } from '../../protocol/judging.ts';

export interface MetricsInput {
  readonly reals: Features;
  readonly fakes: Features;
  /** Of held-out subjects; without them the floor is between halves of the reals. */
  readonly heldOut?: Features;
  /** The subject of each real. */
  readonly groups?: Uint32Array;
  readonly seed: number;
}

export interface MetricsOutput {
  readonly numbers: readonly MeasuredNumber[];
  /** Pictures of each set. */
  readonly pictures: number;
}

/** Kernel and Frechet distance, precision, recall, density and coverage. */
export async function metrics({ reals, fakes, heldOut, groups, seed }: MetricsInput): Promise<MetricsOutput> {
  const report = besideFloor({
    ...{ reals, fakes, heldOut, groups, seed },
    choose: chosenFeatures,
    measure: (first: Features, second: Features) => ({
      kid: meanDiscrepancy(first, second),
      frechet: frechetDistance(first, second),
      ...neighbourhoods(first, second),
    }),
  });
  return { numbers: measuredNumbers(report), pictures: report.count };
}

function measuredNumbers<Name extends MetricId>({ numbers }: FloorReport<Name>): MeasuredNumber[] {
  return (Object.keys(numbers) as Name[]).flatMap((id) => {
    const { value, interval, floor, floorInterval } = numbers[id];
    return value === undefined || interval === undefined ? [] : [{ id, value, interval, floor, floorInterval }];
  });
}
