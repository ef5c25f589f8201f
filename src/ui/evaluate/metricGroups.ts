/** The metrics of one evaluation as the table shows them: in groups, each with what holds for all of it. Pure; no markup. */
import type { Between, Evaluation, MeasuredNumber } from '../../protocol/judging.ts';
import { metricNumberText, metricText } from '../../protocol/metricTexts.ts';
import { countText, decimalText } from '../kit/format.ts';

export interface MetricGroup {
  readonly name: string;
  /** "lower is better, 64 pictures of each". */
  readonly note: string;
  /** Made with features: the extractor is named once for these groups. */
  readonly ofFeatures: boolean;
  readonly rows: readonly MetricRow[];
}

export interface MetricRow {
  readonly number: MeasuredNumber;
  readonly name: string;
  /** "× 10³", where that is so. */
  readonly unit: string;
  readonly value: string;
  /** "9.8 to 11.2". */
  readonly interval: string;
  readonly floor: string;
  readonly floorInterval: string;
  /** "2.3 ×", or a word where a ratio says nothing. */
  readonly ratio: string;
  /** Where the value lies, for those who do not see the bar. */
  readonly place: string;
  /** Ends of its bar's scale. */
  readonly low: number;
  readonly high: number;
  readonly asMark: boolean;
}

const IS_BETTER = { lower: 'lower is better', higher: 'higher is better', band: 'inside the band is better' } as const;

const GROUPS: readonly { readonly name: string; readonly holds: (number: MeasuredNumber) => boolean }[] = [
  { name: 'Sliced Wasserstein', holds: ({ id }) => id.startsWith('swd') },
  { name: 'Distances of features', holds: ({ id }) => id === 'kid' || id === 'frechet' },
  { name: 'Neighbours of features', holds: ({ id }) => metricText(id).ofFeatures },
  { name: 'Variety', holds: () => true },
];

/** Groups that have rows, each number in the first group that holds it. */
export function metricGroups(evaluation: Evaluation): readonly MetricGroup[] {
  const left = [...evaluation.numbers];
  return GROUPS.flatMap(({ name, holds }) => {
    const here = left.filter(holds);
    for (const number of here) left.splice(left.indexOf(number), 1);
    const [first] = here;
    if (!first) return [];
    const { better, ofFeatures } = metricText(first.id);
    const pictures = first.pictures ?? evaluation.pictures;
    const scales =
      first.id === 'msSsim' ? `, ${evaluation.scales} ${evaluation.scales === 1 ? 'scale' : 'scales'}` : '';
    const note = `${IS_BETTER[better]}${scales}, ${countText(pictures)} pictures of each`;
    // The levels of one distance are drawn on one scale, the rest each on its own.
    const shared = first.id.startsWith('swd') ? here : undefined;
    return [{ name, note, ofFeatures, rows: here.map((number) => rowOf(number, shared ?? [number])) }];
  });
}

function rowOf(number: MeasuredNumber, onOneScale: readonly MeasuredNumber[]): MetricRow {
  const { id, value, interval, floor, floorInterval } = number;
  const { name, unit, better } = metricText(id);
  const ends = onOneScale.flatMap((one) => [one.value, one.interval.high, one.floorInterval.high]);
  const lows = onOneScale.flatMap((one) => [one.value, one.interval.low, one.floorInterval.low]);
  const between = ({ low, high }: Between) => `${metricNumberText(id, low)} to ${metricNumberText(id, high)}`;
  return {
    ...{ number, name: name.replace(/^Sliced Wasserstein, /, '').replace(/ of levels$/, ''), unit: unit ?? '' },
    ...{ value: metricNumberText(id, value), interval: between(interval) },
    ...{ floor: metricNumberText(id, floor), floorInterval: between(floorInterval) },
    ...{ ratio: ratioText(number), place: placeText(number) },
    ...{ low: Math.min(0, ...lows), high: Math.max(0, ...ends), asMark: better === 'band' },
  };
}

/** Above this a ratio needs no decimal. */
const LARGE_RATIO = 100;

/** "2.3 ×" of the floor; of a band, or of a floor that is about zero, where the value lies instead. */
function ratioText({ id, value, floor, floorInterval }: MeasuredNumber): string {
  const isBand = metricText(id).better === 'band';
  if (isBand || floorInterval.low <= 0) return sideOf(value, floorInterval, isBand ? 'inside' : 'at the floor');
  const ratio = value / floor;
  return `${decimalText(ratio, ratio < LARGE_RATIO ? (metricText(id).better === 'higher' ? 2 : 1) : 0)} ×`;
}

function sideOf(value: number, { low, high }: Between, within: string): string {
  return value > high ? 'above' : value < low ? 'below' : within;
}

function placeText({ value, floorInterval }: MeasuredNumber): string {
  return `${sideOf(value, floorInterval, 'within')} the floor’s interval`;
}
