/**
 * The moments that charts mark: where the resolution grew, a setting was changed, or the run went back to a save. Pure; it
 * draws nothing.
 */
import type { LiveChange } from '../../protocol/events.ts';
import { fieldOf } from '../../protocol/fields.ts';
import type { HealthEvent } from '../../protocol/judging.ts';
import type { ReturnMark } from '../../state/appState.ts';
import type { StepSeries } from '../../state/series.ts';
import { countOf } from '../kit/format.ts';
import { positionText } from '../status/statusText.ts';
import { nameAlone, reasonedText, settingText } from '../training/settings.ts';
import { toKimg } from './curves.ts';

export interface Mark {
  readonly kind: 'growth' | 'change' | 'return' | 'alarm';
  readonly kimg: number;
  /** Short, for its place above the chart. */
  readonly text: string;
  /** With the reason, where there is one and room for it. */
  readonly full?: string;
  /** Shorter still, where that has no room: a change's number in the list of changes. */
  readonly short: string;
}

/** Where the resolution grows: the kimg at which the larger one began. The resolution a run starts with is no growth. */
export function growthMarks(series: Pick<StepSeries, 'length' | 'nimg' | 'resolution'>): Mark[] {
  const marks: Mark[] = [];
  for (let step = 1; step < series.length; step++) {
    const resolution = series.resolution[step] ?? 0;
    if (resolution !== series.resolution[step - 1])
      marks.push({
        kind: 'growth',
        kimg: toKimg(series.nimg[step - 1] ?? 0),
        text: String(resolution),
        short: String(resolution),
      });
  }
  return marks;
}

/** Where an alarm began or ended, one mark a moment; remedies are marked as changes, and returns as returns. */
export function alarmMarks(events: readonly HealthEvent[]): Mark[] {
  const shown = events.filter(({ what }) => what === 'alarm' || what === 'over');
  const moments = [...new Set(shown.map(({ nimg }) => nimg))];
  return moments.map((moment) => {
    const text = shown
      .filter(({ nimg }) => nimg === moment)
      .map(({ what }) => (what === 'alarm' ? 'alarm' : 'alarm over'))
      .join(', ');
    return { kind: 'alarm', kimg: toKimg(moment), text, short: text };
  });
}

/** "alarm: Pairs are alike; remedy: Double R1 gamma": the events after `from` kimg, up to and with `to`. */
export function eventsBetween(events: readonly HealthEvent[], from: number, to: number): string {
  return events
    .filter(({ nimg }) => toKimg(nimg) > from && toKimg(nimg) <= to)
    .map(eventText)
    .join('; ');
}

const EVENT_WORDS: Readonly<Record<HealthEvent['what'], string>> = {
  alarm: 'alarm',
  over: 'alarm over',
  remedy: 'remedy',
  undone: 'remedy taken back',
  back: 'back',
};

/** "alarm: Pairs of generated pictures are alike". */
export function eventText({ what, sentence }: HealthEvent): string {
  return `${EVENT_WORDS[what]}: ${sentence.replace(/\.$/, '')}`;
}

/** One mark for all changes at one moment. */
export function changeMarks(changes: readonly LiveChange[]): Mark[] {
  const moments = [...new Set(changes.map(({ nimg }) => nimg))];
  return moments.map((moment, index) => {
    const here = changes.filter(({ nimg }) => nimg === moment);
    const text = here
      .map(({ field, to }) => `${nameAlone(fieldOf(field))} ${settingText(fieldOf(field), to)}`)
      .join(', ');
    const reasons = [...new Set(here.flatMap(({ because }) => because ?? []))];
    const full = reasons.length > 0 ? { full: `${text}: ${reasons.join(' ')}` } : {};
    return { kind: 'change', kimg: toKimg(moment), text, ...full, short: `#${index + 1}` };
  });
}

/** Where the run went back to a save, at that save, once: what is before it was trained once, what is after it anew. */
export function returnMarks(returns: readonly ReturnMark[]): Mark[] {
  const last = new Map(returns.map((mark) => [mark.toNimg, mark]));
  return [...last.values()].map((mark) => ({
    kind: 'return',
    kimg: toKimg(mark.toNimg),
    text: backText(mark),
    short: 'back',
  }));
}

/** "went back to 3.2 kimg". */
export function backText({ toNimg }: ReturnMark): string {
  return `went back to ${positionText(toNimg)} kimg`;
}

/** "went back to 3.2 kimg, 41 steps repeated: the GPU was lost"; the returns after `from` kimg, up to and with `to`. */
export function returnsBetween(returns: readonly ReturnMark[], from: number, to: number): string {
  return returns
    .filter(({ toNimg }) => toKimg(toNimg) > from && toKimg(toNimg) <= to)
    .map((mark) => {
      const why = mark.cause === undefined ? '' : `: ${mark.cause.replace(/\.$/, '')}`;
      return `${backText(mark)}, ${countOf(mark.repeatedSteps, 'step')} repeated${why}`;
    })
    .join('; ');
}

/** "R1 gamma 0.3 to 1; Generator 0.002 to 0.001": the changes after `from` kimg, up to and with `to`. */
export function changesBetween(changes: readonly LiveChange[], from: number, to: number): string {
  return changes
    .filter(({ nimg }) => toKimg(nimg) > from && toKimg(nimg) <= to)
    .map(reasonedText)
    .join('; ');
}

/** Widest a character of a label gets, on average, and the gap that labels keep, in CSS pixels. */
const CHARACTER = 6;
const GAP = 8;

export interface PlacedLabel {
  readonly side: 'right' | 'left';
  readonly text: string;
}

/**
 * Which marks get their label written above a plot from 0 to `width`, where `columnOf` places a kimg: every growth, then
 * changes and returns from the newest on, on the right of their line or else on its left, in full or else by number. What has no room
 * even then is in the table and the list of changes.
 */
export function placeLabels(
  marks: readonly Mark[],
  columnOf: (kimg: number) => number,
  width: number,
): ReadonlyMap<Mark, PlacedLabel> {
  const placed = new Map<Mark, PlacedLabel>();
  const taken: (readonly [number, number])[] = [];
  const isFree = (from: number, to: number) =>
    from >= 0 && to <= width && taken.every(([start, end]) => to <= start || from >= end);
  /** Whether it had room. */
  const place = (mark: Mark, text: string): boolean => {
    const column = columnOf(mark.kimg);
    const length = text.length * CHARACTER + GAP;
    const isRight = mark.kind === 'growth' || isFree(column, column + length);
    if (!isRight && !isFree(column - length, column)) return false;
    placed.set(mark, { side: isRight ? 'right' : 'left', text });
    taken.push(isRight ? [column, column + length] : [column - length, column]);
    return true;
  };
  const growths = marks.filter(({ kind }) => kind === 'growth');
  const others = marks.filter(({ kind }) => kind !== 'growth').toSorted((a, b) => b.kimg - a.kimg);
  for (const mark of [...growths, ...others])
    [mark.full, mark.text, mark.short].some((text) => text !== undefined && place(mark, text));
  return placed;
}
