/** What a decoder is given, what it gives and how it fails, whatever the format. It refuses to know formats. */

/** A grey picture, 8 bits a pixel, row by row from the top left. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** What the file's own header says. */
export interface PictureFacts {
  readonly format: 'png' | 'jpeg';
  readonly width: number;
  readonly height: number;
  /** Bits a channel; 16 is cut to the upper 8 by the browser. */
  readonly bitDepth: number;
}

/**
 * Decodes one whole PNG or JPEG to grey. Injected, so that Node can use its own: the browser's is platform.ts. Throws
 * any error where the picture is broken.
 */
export type PictureDecoder = (bytes: Uint8Array<ArrayBuffer>, facts: PictureFacts) => Promise<GreyPicture>;

/** A picture that cannot be used; the message is the reason shown in the list of skipped files. */
export class PictureError extends Error {
  override readonly name = 'PictureError';
}
