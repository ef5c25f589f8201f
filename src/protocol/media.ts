/** Films and sheets that a person takes away: what may be asked for, and what comes. Types and limits only. */
import type { LayerRange, Look, WalkSpace } from './explore.ts';

export const FILM_FORMATS = ['gif', 'apng', 'webm', 'mp4'] as const;
export type FilmFormat = (typeof FILM_FORMATS)[number];

export type FilmOf =
  /** The run's sheets from one position to another, both counted; a frame each. */
  | { readonly kind: 'progress'; readonly fromNimg: number; readonly toNimg: number }
  /** A walk through seeds, one after the other and back to the first where `loop`. */
  | {
      readonly kind: 'walk';
      readonly seeds: readonly number[];
      readonly along: WalkSpace;
      readonly framesBetween: number;
      readonly loop: boolean;
      readonly look: Look;
      /** All layers where it is not said. */
      readonly layers?: LayerRange;
    };

export interface FilmWish {
  readonly of: FilmOf;
  readonly format: FilmFormat;
  /** Width in pixels of a frame; its height follows. */
  readonly width: number;
  readonly framesPerSecond: number;
}

export const FILM_WIDTHS = { least: 16, most: 2048 } as const;
export const FILM_RATES = { least: 1, most: 60 } as const;
export const MOST_FILM_FRAMES = 1000;
export const MOST_WALK_SEEDS = 16;

/** real: of the data set. generated: the newest, or at nimg. beside: both, "left is generated". stages: the last of each resolution. */
export type SheetOf =
  | { readonly kind: 'real' }
  | { readonly kind: 'generated'; readonly nimg?: number }
  | { readonly kind: 'beside'; readonly nimg?: number }
  | { readonly kind: 'before-after'; readonly beforeNimg: number; readonly afterNimg: number }
  | { readonly kind: 'stages' };

/** Of these the pictures are a run's own, whatever Explore would draw now. */
export const KINDS_OF_A_RUN: readonly (FilmOf | SheetOf)['kind'][] = ['progress', 'before-after', 'stages'];
