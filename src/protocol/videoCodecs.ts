/**
 * Video codecs that films may be packed with, best first, in the words of WebCodecs: page and worker ask the same browser the
 * same question. Names only.
 */
import type { FilmFormat } from './media.ts';

export type VideoFormat = Extract<FilmFormat, 'webm' | 'mp4'>;

export interface VideoCodecChoice {
  /** As muxers call it. */
  readonly name: 'vp9' | 'vp8' | 'avc' | 'av1';
  /** With a profile that every player has, and a level that fits the largest film. */
  readonly codec: string;
}

export const VIDEO_CODECS: Readonly<Record<VideoFormat, readonly VideoCodecChoice[]>> = {
  webm: [
    { name: 'vp9', codec: 'vp09.00.50.08' },
    { name: 'vp8', codec: 'vp8' },
  ],
  mp4: [
    { name: 'avc', codec: 'avc1.640033' },
    { name: 'avc', codec: 'avc1.42e033' },
    { name: 'av1', codec: 'av01.0.12M.08' },
  ],
};
