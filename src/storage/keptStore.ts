/** A PixelStore over the file of kept slices. It refuses to write: closing it closes the file, and leaves it. */
import type { PixelStore } from '../dataset/pixelStore.ts';
import type { FileReader } from './files.ts';

/** The `count` squares in `file`, one after the other. Takes over the file. */
export function keptStore(file: FileReader, squareBytes: number, count: number): PixelStore {
  const square = new Uint8Array(squareBytes);
  let isClosed = false;
  return {
    squareBytes,
    count,
    append() {
      throw new Error('Kept slices are never added to.');
    },
    copy(slot, target, at) {
      if (isClosed || slot < 0 || slot >= count)
        throw new RangeError(`No slice in slot ${slot}: ${isClosed ? 'they are closed' : `${count} are kept`}.`);
      const got = file.read(square, { at: slot * squareBytes });
      if (got !== squareBytes)
        throw new Error(`The kept slices gave ${got} of ${squareBytes} bytes of slot ${slot}: their file was changed.`);
      target.set(square, at);
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      file.close();
    },
  };
}
