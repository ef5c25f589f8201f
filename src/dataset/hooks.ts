/** What reading a data set needs from outside: a decoder, a place for pixels, ears for progress, a way to stop. Types only. */
import type { PictureDecoder } from './decoders/picture.ts';
import type { PixelStoreFactory } from './pixelStore.ts';

export interface DatasetHooks {
  /** platformDecoder() in the browser; Node passes its own. */
  readonly decode: PictureDecoder;
  /** Memory or OPFS: storage/ chooses by size. */
  readonly makeStore: PixelStoreFactory;
  /** Called at most four times a second and once at the end; what: "Reading" or "Drawing phantoms". */
  readonly onProgress: (what: string, done: number, total: number) => void;
  /** Aborting rejects with the signal's reason, frees what was read and leaves the earlier data set as it was. */
  readonly signal: AbortSignal;
}
