/** How far two sets of features are apart, in numbers with intervals. It draws no map and finds no words. */
import type { Features } from '../../evaluation/features.ts';
import { separationOf } from '../../evaluation/separation.ts';
import type { Groups } from '../../evaluation/twoSample.ts';
import type { SeparationNumber } from '../../protocol/comparison.ts';

export interface SeparationInput {
  /** Of one extractor. */
  readonly first: Features;
  readonly second: Features;
  /** The subject of each picture; without them each is its own. */
  readonly groups?: Groups;
  readonly seed: number;
}

export async function separation({ first, second, groups, seed }: SeparationInput): Promise<SeparationNumber[]> {
  return separationOf(first, second, groups, seed);
}
