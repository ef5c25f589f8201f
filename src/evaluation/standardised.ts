/**
 * Sets of features brought to one scale: each feature less its mean, divided by its deviation, both over all sets together, so
 * that distances in one set compare with distances in another. It refuses to choose features.
 */
import { type Features, featuresOf } from './features.ts';

/** The sets with every feature at mean 0 and deviation 1 over all of them; a constant one becomes 0. All of one extractor. */
export function standardised(sets: readonly Features[]): Features[] {
  const [first] = sets;
  if (!first) return [];
  const { width } = first;
  if (sets.some((set) => set.width !== width || set.extractor !== first.extractor))
    throw new RangeError('Features of different extractors have no common scale: make them with one.');
  const count = sets.reduce((sum, set) => sum + set.count, 0);
  const mean = new Float64Array(width);
  for (const { values } of sets) for (let at = 0; at < values.length; at++) add(mean, at % width, values[at] as number);
  for (let k = 0; k < width; k++) mean[k] = (mean[k] as number) / count;
  const squares = new Float64Array(width);
  for (const { values } of sets)
    for (let at = 0; at < values.length; at++)
      add(squares, at % width, ((values[at] as number) - (mean[at % width] as number)) ** 2);
  const deviation = squares.map((sum) => Math.sqrt(sum / count) || 1);
  return sets.map(({ values, extractor }) =>
    featuresOf(
      values.map((value, at) => (value - (mean[at % width] as number)) / (deviation[at % width] as number)),
      width,
      `${extractor}, standardised`,
    ),
  );
}

function add(sums: Float64Array, place: number, value: number): void {
  sums[place] = (sums[place] as number) + value;
}
