/**
 * How long and how large a film becomes, and why one cannot be made: the same arithmetic for the page, which says it beforehand,
 * and for the worker, which draws. Pure.
 */
import { FILM_RATES, FILM_WIDTHS, type FilmFormat, type FilmOf, MOST_FILM_FRAMES, MOST_WALK_SEEDS } from './media.ts';

/** A frame: the picture, and below it a band for the caption. */
export interface FrameSize {
  readonly width: number;
  readonly height: number;
  /** Of the picture alone. */
  readonly pictureHeight: number;
  /** Pixels of the frame a pixel of the caption's font; 0 where a caption has no room. */
  readonly captionScale: number;
}

/** Above and below a caption, and beside it. */
export const CAPTION_MARGIN_ROWS = 4;
/** The font is 7 high. */
const CAPTION_ROWS = 7 + 2 * CAPTION_MARGIN_ROWS;
/** Narrower frames have no room for "1000.0 kimg" in the font's own size. */
const LEAST_CAPTION_WIDTH = 74;
/** A frame of this width has letters of twice the size, and so on. */
const WIDTH_A_SCALE = 320;

/** Video codecs keep colour at half the resolution, and so want even sides. */
const evenIf = (isEven: boolean, side: number) => (isEven ? 2 * Math.round(side / 2) : Math.max(1, Math.round(side)));

/** The frame for pictures whose height is `aspect` times their width. */
export function frameSize(width: number, aspect: number, format: FilmFormat): FrameSize {
  const isVideo = format === 'webm' || format === 'mp4';
  const wide = evenIf(isVideo, width);
  const pictureHeight = Math.max(isVideo ? 2 : 1, evenIf(isVideo, wide * aspect));
  const captionScale = wide < LEAST_CAPTION_WIDTH ? 0 : Math.max(1, Math.floor(wide / WIDTH_A_SCALE));
  const band = evenIf(isVideo, CAPTION_ROWS * captionScale);
  return { width: wide, height: pictureHeight + (captionScale === 0 ? 0 : band), pictureHeight, captionScale };
}

/** Frames of a walk: framesBetween from each seed to the next, that seed's own first among them, and the last seed's. */
export function walkFrames({ seeds, framesBetween, loop }: Extract<FilmOf, { kind: 'walk' }>): number {
  return loop ? seeds.length * framesBetween : (seeds.length - 1) * framesBetween + 1;
}

const LARGEST_SEED = 2 ** 32 - 1;
/** GIF counts hundredths of a second, and viewers slow down what takes less than two. */
const MOST_GIF_RATE = 50;
/** Of all frames together. As much as a worker packs in minutes, in memory that a browser still gives. */
const MOST_FILM_PIXELS = 2 ** 28;

export function mostRate(format: FilmFormat): number {
  return format === 'gif' ? MOST_GIF_RATE : FILM_RATES.most;
}

export function widthProblem(width: number): string | undefined {
  return wholeProblem(width, FILM_WIDTHS.least, FILM_WIDTHS.most, 'pixels');
}

export function rateProblem(rate: number, format: FilmFormat): string | undefined {
  return wholeProblem(
    rate,
    FILM_RATES.least,
    mostRate(format),
    `frames a second${format === 'gif' ? ' in a GIF' : ''}`,
  );
}

export function walkProblem({ seeds, framesBetween }: Extract<FilmOf, { kind: 'walk' }>): string | undefined {
  if (seeds.length < 2 || seeds.length > MOST_WALK_SEEDS) return `A walk has 2 to ${MOST_WALK_SEEDS} seeds.`;
  const wrong = seeds.find((seed) => !Number.isInteger(seed) || seed < 0 || seed > LARGEST_SEED);
  if (wrong !== undefined) return `${wrong} is no seed: take whole numbers from 0 to ${LARGEST_SEED}.`;
  return wholeProblem(framesBetween, 1, MOST_FILM_FRAMES, 'frames from seed to seed');
}

/** Why a film of so many frames of that size cannot be made. */
export function lengthProblem(frames: number, { width, height }: FrameSize): string | undefined {
  if (frames < 1) return 'There is no sheet between these two moments: choose others.';
  if (frames > MOST_FILM_FRAMES)
    return `A film has at most ${MOST_FILM_FRAMES} frames, and this one would have ${frames}: make it shorter.`;
  if (frames * width * height > MOST_FILM_PIXELS)
    return `${frames} frames of ${width} × ${height} are more than one film may hold: make it narrower or shorter.`;
  return undefined;
}

function wholeProblem(value: number, least: number, most: number, unit: string): string | undefined {
  if (Number.isInteger(value) && value >= least && value <= most) return undefined;
  return `Take a whole number from ${least} to ${most.toLocaleString('en-US')} ${unit}.`;
}
