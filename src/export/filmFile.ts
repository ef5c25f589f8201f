/** What every kind of film file is to whoever makes one, and the words inside it. Types and words only. */
import { SYNTHETIC_NOTE } from '../protocol/explore.ts';
import type { FrameSize } from '../protocol/filmPlan.ts';
import type { Pixels } from './readPng.ts';

export interface FilmFile {
  /** Frames come in order, all of one size. They stay the caller's. */
  add(frame: Pixels): Promise<void>;
  /** The whole file; nothing is added after it. */
  finish(): Promise<Blob>;
}

export interface FilmFacts extends Pick<FrameSize, 'width' | 'height'> {
  readonly framesPerSecond: number;
  /** What it shows, e.g. "oasis64, 0.0 to 281.0 kimg". */
  readonly title: string;
  /** What is known of copies among its pictures, in one line. */
  readonly copies: string;
}

type FilmWords = Pick<FilmFacts, 'title' | 'copies'>;

export const filmTitle = ({ title }: FilmWords) => `${SYNTHETIC_NOTE}. ${title}.`;

/** Stands in every film, wherever its format keeps words. */
export const filmNote = (words: FilmWords) => `${filmTitle(words)} ${words.copies}`;
