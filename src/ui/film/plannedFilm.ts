/** What the film that is chosen will be: its wish, its length and size, and why it cannot be made. Pure. */

import type { SampleSheet } from '../../protocol/events.ts';
import type { Look } from '../../protocol/explore.ts';
import {
  type FrameSize,
  frameSize,
  lengthProblem,
  rateProblem,
  walkFrames,
  walkProblem,
  widthProblem,
} from '../../protocol/filmPlan.ts';
import type { FilmOf, FilmWish } from '../../protocol/media.ts';
import type { FilmChoice } from '../../state/filmView.ts';

export interface PlannedFilm {
  readonly wish: FilmWish;
  readonly frames: number;
  readonly size: FrameSize;
  readonly problem: string | undefined;
}

/** Films of small pictures are at least so wide, in whole multiples of the pictures. */
const COMFORTABLE_WIDTH = 256;
const NO_RUN = 'There is no run to film: start or resume one first.';
const NO_NETWORKS = 'There is nothing to draw from: start a run or open weights first.';

export interface FilmSources {
  /** Of the run, oldest first. */
  readonly sheets: readonly SampleSheet[];
  /** Of what would be drawn now; undefined where there is nothing to draw from. */
  readonly drawn: number | undefined;
  /** How Explore draws. */
  readonly look: Look;
}

/** What would be asked for now. */
export function plannedFilm(film: FilmChoice, { sheets, drawn, look }: FilmSources): PlannedFilm {
  const newest = sheets.at(-1);
  const isProgress = film.kind === 'progress';
  const own = isProgress ? (newest?.columns ?? 1) * (newest?.tile ?? 1) : (drawn ?? 1);
  const width = film.width ?? own * Math.ceil(COMFORTABLE_WIDTH / own);
  const { format, framesPerSecond } = film;
  const size = frameSize(width, isProgress && newest ? newest.rows / newest.columns : 1, format);
  const wish: FilmWish = { of: filmOf(film, look), format, width, framesPerSecond };
  const frames = framesOf(wish.of, sheets);
  const missing = isProgress ? (newest ? undefined : NO_RUN) : drawn === undefined ? NO_NETWORKS : undefined;
  const problem =
    missing ??
    widthProblem(width) ??
    rateProblem(framesPerSecond, format) ??
    (wish.of.kind === 'walk' ? walkProblem(wish.of) : undefined) ??
    lengthProblem(frames, size);
  return { wish, frames, size, problem };
}

function filmOf(film: FilmChoice, look: Look): FilmOf {
  const { seeds, along, framesBetween, loop, fromNimg = 0, toNimg = Number.MAX_SAFE_INTEGER } = film;
  return film.kind === 'progress'
    ? { kind: 'progress', fromNimg, toNimg }
    : { kind: 'walk', seeds, along, framesBetween, loop, look };
}

function framesOf(of: FilmOf, sheets: readonly SampleSheet[]): number {
  if (of.kind === 'walk') return walkFrames(of);
  return sheets.filter(({ nimg }) => nimg >= of.fromNimg && nimg <= of.toNimg).length;
}

/** "40 frames of 384 × 399, 5.0 s". */
export function lengthText(frames: number, { width, height }: { width: number; height: number }, rate: number): string {
  return `${frames === 1 ? '1 frame' : `${frames.toLocaleString('en-US')} frames`} of ${width} × ${height}, ${(frames / rate).toFixed(1)} s`;
}

/** The seeds in a person's list: "1003, 1008, 1010 to 1012"; undefined where it is none. */
export function seedsIn(text: string): number[] | undefined {
  const parts = text
    .replaceAll(/\s*(?:to|-|–)\s*/g, '-')
    .split(/[\s,;]+/)
    .filter((part) => part !== '');
  const seeds: number[] = [];
  for (const part of parts) {
    const range = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (!range) return undefined;
    const [from, to] = [Number(range[1]), Number(range[2] ?? range[1])];
    if (to < from || to - from >= LONGEST_RANGE) return undefined;
    for (let seed = from; seed <= to; seed++) seeds.push(seed);
  }
  return seeds.length === 0 ? undefined : seeds;
}

/** A longer one is a slip of the keys. */
const LONGEST_RANGE = 1000;
