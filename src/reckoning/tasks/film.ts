/**
 * Packs pictures into a film file, one after the other: of all of them only their PNGs are held, and the file as it grows. It
 * draws nothing but captions.
 */
import type { FilmFacts, FilmFile } from '../../export/filmFile.ts';
import { filmFrame } from '../../export/filmFrame.ts';
import { readPng } from '../../export/readPng.ts';
import { FailureError } from '../../protocol/failure.ts';
import { frameSize, lengthProblem } from '../../protocol/filmPlan.ts';
import type { FilmFormat } from '../../protocol/media.ts';

export interface FilmPicture {
  readonly png: Uint8Array<ArrayBuffer>;
  readonly caption: string;
}

export interface FilmInput {
  /** Of one shape, but of whatever sizes. */
  readonly pictures: readonly FilmPicture[];
  /** Height of a picture by its width. */
  readonly aspect: number;
  readonly format: FilmFormat;
  readonly width: number;
  readonly framesPerSecond: number;
  /** What it shows. */
  readonly title: string;
  /** What is known of copies among its pictures, in one line. */
  readonly copies: string;
}

interface FilmHooks {
  readonly progress: (done: number, of: number) => void;
}

/** The film. Rejects with a FailureError where a picture is damaged, or the format is not to be had here. */
export async function film(input: FilmInput, { progress }: FilmHooks): Promise<Blob> {
  const { pictures, aspect, format, width, framesPerSecond, title, copies } = input;
  const size = frameSize(width, aspect, format);
  const problem = lengthProblem(pictures.length, size);
  if (problem !== undefined) throw new FailureError('bad-config', problem);
  const file = await fileOf(format, { width: size.width, height: size.height, framesPerSecond, title, copies });
  for (const [index, { png, caption }] of pictures.entries()) {
    progress(index, pictures.length);
    await file.add(filmFrame(await readPng(png), size, caption));
  }
  return file.finish();
}

/** Each format's code is fetched when it is wanted. */
async function fileOf(format: FilmFormat, facts: FilmFacts): Promise<FilmFile> {
  switch (format) {
    case 'gif':
      return (await import('../../export/gif.ts')).gifFile(facts);
    case 'apng':
      return (await import('../../export/apng.ts')).apngFile(facts);
    case 'webm':
    case 'mp4':
      return (await import('../../export/video.ts')).videoFile(format, facts);
  }
}
