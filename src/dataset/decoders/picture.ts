/** What a decoder is given, what it gives and how it fails, whatever the format. It refuses to know formats. */
import type { Channels } from '../../protocol/dataset.ts';

/** A picture of bytes: row by row from the top left, pixel by pixel, channel by channel. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: Channels;
  /** width * height * channels values. */
  readonly pixels: Uint8Array;
  /** Whether the file shows colour: some pixel whose red, green and blue differ, whatever `channels` was asked for. */
  readonly coloured: boolean;
}

/** What the file's own header says. */
export interface PictureFacts {
  readonly format: 'png' | 'jpeg';
  readonly width: number;
  readonly height: number;
  /** Bits a channel; 16 is cut to the upper 8 by the browser. */
  readonly bitDepth: number;
}

/** The same before it is believed. */
export interface StatedFacts extends PictureFacts {
  /** No file of fewer bytes can hold so many pixels, however well they are compressed. */
  readonly fewestBytes: number;
}

/**
 * Decodes one whole PNG or JPEG to grey or RGB. Injected, so that Node can use its own: the browser's is platform.ts.
 * Throws any error where the picture is broken.
 */
export type PictureDecoder = (
  bytes: Uint8Array<ArrayBuffer>,
  facts: PictureFacts,
  channels: Channels,
) => Promise<Picture>;

/** A picture that cannot be used; the message is the reason shown in the list of skipped files. */
export class PictureError extends Error {
  override readonly name = 'PictureError';
}
