/** The moments that charts mark: where the resolution grew, and where a person changed a setting. Pure; it draws nothing. */
import type { LiveChange } from '../../protocol/events.ts';
import { fieldOf } from '../../protocol/fields.ts';
import type { StepSeries } from '../../state/series.ts';
import { changeText, nameAlone, settingText } from '../training/settings.ts';
import { toKimg } from './curves.ts';

export interface Mark {
  readonly kind: 'growth' | 'change';
  readonly kimg: number;
  /** Short, for its place above the chart. */
  readonly text: string;
}

/** Where the resolution grows: the kimg at which the larger one began. The resolution a run starts with is no growth. */
export function growthMarks(series: Pick<StepSeries, 'length' | 'nimg' | 'resolution'>): Mark[] {
  const marks: Mark[] = [];
  for (let step = 1; step < series.length; step++) {
    const resolution = series.resolution[step] ?? 0;
    if (resolution !== series.resolution[step - 1])
      marks.push({ kind: 'growth', kimg: toKimg(series.nimg[step - 1] ?? 0), text: String(resolution) });
  }
  return marks;
}

/** One mark for all changes at one moment. */
export function changeMarks(changes: readonly LiveChange[]): Mark[] {
  const moments = [...new Set(changes.map(({ nimg }) => nimg))];
  return moments.map((moment) => ({
    kind: 'change',
    kimg: toKimg(moment),
    text: changes
      .filter(({ nimg }) => nimg === moment)
      .map(({ field, to }) => `${nameAlone(fieldOf(field))} ${settingText(fieldOf(field), to)}`)
      .join(', '),
  }));
}

/** "R1 gamma 0.3 to 1; Generator 0.002 to 0.001": the changes after `from` kimg, up to and with `to`. */
export function changesBetween(changes: readonly LiveChange[], from: number, to: number): string {
  return changes
    .filter(({ nimg }) => toKimg(nimg) > from && toKimg(nimg) <= to)
    .map(changeText)
    .join('; ');
}

/** Widest a character of a label gets, on average, and the gap that labels keep, in CSS pixels. */
const CHARACTER = 6;
const GAP = 8;

/** Labels that have room, each to the right or left of its mark. */
export type PlacedLabels = ReadonlyMap<Mark, 'right' | 'left'>;

/**
 * Which marks get their label written above a plot from 0 to `width`, where `columnOf` places a kimg: every growth, then
 * changes from the newest on, on the right of their line or else on its left. What has no room is in the table and the
 * list of changes.
 */
export function placeLabels(marks: readonly Mark[], columnOf: (kimg: number) => number, width: number): PlacedLabels {
  const placed = new Map<Mark, 'right' | 'left'>();
  const taken: (readonly [number, number])[] = [];
  const isFree = (from: number, to: number) =>
    from >= 0 && to <= width && taken.every(([start, end]) => to <= start || from >= end);
  const place = (mark: Mark, from: number, length: number, side: 'right' | 'left') => {
    placed.set(mark, side);
    taken.push([from, from + length]);
  };
  const growths = marks.filter(({ kind }) => kind === 'growth');
  const changes = marks.filter(({ kind }) => kind === 'change').toReversed();
  for (const mark of [...growths, ...changes]) {
    const column = columnOf(mark.kimg);
    const length = mark.text.length * CHARACTER + GAP;
    if (mark.kind === 'growth' || isFree(column, column + length)) place(mark, column, length, 'right');
    else if (isFree(column - length, column)) place(mark, column - length, length, 'left');
  }
  return placed;
}
