/**
 * The frame of a JPEG: size, depth, and that it is all there. Browsers draw half a picture without complaint, so the
 * end mark is looked for here. It refuses to decode the scan: the platform does. ITU-T T.81, annex B.
 */

import { countWords } from '../words.ts';
import { PictureError, type StatedFacts } from './picture.ts';

const MARK = 0xff;
const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
/** Start-of-frame marks are C0 to CF, except these: Huffman tables, reserved, arithmetic coding. */
const FIRST_FRAME = 0xc0;
const LAST_FRAME = 0xcf;
const NOT_FRAMES: readonly number[] = [0xc4, 0xc8, 0xcc];
/** Baseline, extended and progressive, all Huffman-coded: what browsers read. */
const READ_FRAMES: readonly number[] = [0xc0, 0xc1, 0xc2];
/** After a frame's mark: two bytes of length, precision, height, width, number of components, three bytes for each. */
const FRAME = { precision: 2, height: 3, width: 5, components: 7, bytes: 8, componentBytes: 3 } as const;
/** Grey, YCbCr, CMYK. */
const COMPONENTS: readonly number[] = [1, 3, 4];
const READ_BITS = 8;
/** A segment's length counts its own two bytes. */
const LENGTH_BYTES = 2;
/** A block of 8 x 8 pixels takes at least one bit, half of that where two components share the sampling unevenly. */
const PIXELS_A_BYTE = 1024;
/** Some writers pad the file behind the end mark; no further than this is looked. */
const PADDING_BYTES = 4096;

/** undefined if the bytes are no JPEG. Throws PictureError if they are and it is cut off or has no readable frame. */
export function jpegFacts(bytes: Uint8Array): StatedFacts | undefined {
  if (bytes[0] !== MARK || bytes[1] !== START_OF_IMAGE || bytes[2] !== MARK) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frameAt = findFrame(view);
  if (!hasEnd(bytes)) throw endsEarly(bytes.length);
  checkFrame(view, frameAt);
  const width = view.getUint16(frameAt + FRAME.width);
  const height = view.getUint16(frameAt + FRAME.height);
  const bitDepth = view.getUint8(frameAt + FRAME.precision);
  return { format: 'jpeg', width, height, bitDepth, fewestBytes: (width * height) / PIXELS_A_BYTE };
}

/** Where the length field of the only frame before the first scan lies. */
function findFrame(view: DataView): number {
  let found: number | undefined;
  let at = 2;
  while (at + 2 + LENGTH_BYTES <= view.byteLength) {
    if (view.getUint8(at) !== MARK) throw noHeader();
    const mark = view.getUint8(at + 1);
    if (mark === MARK) {
      at++; // fill bytes before a mark
      continue;
    }
    if (mark === START_OF_SCAN && found !== undefined) return found;
    const length = view.getUint16(at + 2);
    if (mark === START_OF_SCAN || mark === END_OF_IMAGE || length < LENGTH_BYTES) throw noHeader();
    if (mark >= FIRST_FRAME && mark <= LAST_FRAME && !NOT_FRAMES.includes(mark)) {
      if (found !== undefined) throw new PictureError('broken: a JPEG with two headers');
      if (length < FRAME.bytes) throw noHeader();
      if (at + 2 + length > view.byteLength) break;
      found = at + 2;
    }
    at += 2 + length;
  }
  throw endsEarly(view.byteLength);
}

function noHeader(): PictureError {
  return new PictureError('broken: a JPEG without its header');
}

function endsEarly(bytes: number): PictureError {
  return new PictureError(`broken: ends after ${countWords(bytes, 'byte')}`);
}

/** Kinds of JPEG that browsers do not read, and frames that contradict themselves. */
function checkFrame(view: DataView, frameAt: number): void {
  const bits = view.getUint8(frameAt + FRAME.precision);
  if (!READ_FRAMES.includes(view.getUint8(frameAt - 1)))
    throw new PictureError('a lossless or arithmetic-coded JPEG, which browsers do not read: save it as a usual one');
  if (bits !== READ_BITS)
    throw new PictureError(`a JPEG of ${bits} bits, and browsers read those of ${READ_BITS}: save it as PNG`);
  const components = view.getUint8(frameAt + FRAME.components);
  const length = view.getUint16(frameAt);
  if (!COMPONENTS.includes(components) || length !== FRAME.bytes + components * FRAME.componentBytes)
    throw new PictureError(`broken: a JPEG with ${countWords(components, 'component')}`);
}

function hasEnd(bytes: Uint8Array): boolean {
  const first = Math.max(2, bytes.length - PADDING_BYTES);
  for (let at = bytes.length - 2; at >= first; at--)
    if (bytes[at] === MARK && bytes[at + 1] === END_OF_IMAGE) return true;
  return false;
}
