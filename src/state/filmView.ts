/** What the page knows of films. Types only. */
import type { TrainerEvent } from '../protocol/events.ts';
import type { WalkSpace } from '../protocol/explore.ts';
import type { Failure } from '../protocol/failure.ts';
import type { FilmFormat, FilmOf } from '../protocol/media.ts';

export type FilmEvent = Extract<TrainerEvent, { type: 'media/film' }>;

export interface MadeFilm extends Pick<FilmEvent, 'fileName' | 'frames' | 'width' | 'height' | 'framesPerSecond'> {
  readonly film: Blob;
}

/** What is chosen, in whatever way it will be asked for. */
export interface FilmChoice {
  readonly kind: FilmOf['kind'];
  /** Of the run's history; without them, from the first sheet and up to the newest. */
  readonly fromNimg?: number | undefined;
  readonly toNimg?: number | undefined;
  /** Of a walk, which is drawn as Explore is set. */
  readonly seeds: readonly number[];
  readonly along: WalkSpace;
  readonly framesBetween: number;
  readonly loop: boolean;
  readonly format: FilmFormat;
  /** Without it, as wide as the pictures or a whole multiple of that. */
  readonly width?: number | undefined;
  readonly framesPerSecond: number;
}

export interface FilmView extends FilmChoice {
  readonly made?: MadeFilm;
  /** Why the last one was not made. */
  readonly failure?: Failure;
}
