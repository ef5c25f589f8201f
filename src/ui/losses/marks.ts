/** The moments that charts mark: where the resolution grew, and where a person changed a setting. Pure; it draws nothing. */
import type { LiveChange } from '../../protocol/events.ts';
import { fieldOf } from '../../protocol/fields.ts';
import type { StepSeries } from '../../state/series.ts';
import { changeText, settingText } from '../training/settings.ts';
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
      .map(({ field, to }) => `${fieldOf(field).label} ${settingText(fieldOf(field), to)}`)
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
