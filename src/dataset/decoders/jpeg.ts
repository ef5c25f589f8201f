/**
 * The frame of a JPEG: size, depth, and that it is all there. Browsers draw half a picture without complaint, so the
 * end mark is looked for here. It refuses to decode the scan: the platform does. ITU-T T.81, annex B.
 */

import { countWords } from '../words.ts';
import { PictureError, type PictureFacts } from './picture.ts';

const MARK = 0xff;
const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
/** Start-of-frame marks are C0 to CF, except these: Huffman tables, reserved, arithmetic coding. */
const FIRST_FRAME = 0xc0;
const LAST_FRAME = 0xcf;
const NOT_FRAMES: readonly number[] = [0xc4, 0xc8, 0xcc];
/** After a frame's mark: two bytes of length, precision, height, width. */
const FRAME = { precision: 2, height: 3, width: 5, bytes: 7 } as const;
/** Some writers pad the file behind the end mark; no further than this is looked. */
const PADDING_BYTES = 4096;

/** undefined if the bytes are no JPEG. Throws PictureError if they are and it is cut off or has no frame. */
export function jpegFacts(bytes: Uint8Array): PictureFacts | undefined {
  if (bytes[0] !== MARK || bytes[1] !== START_OF_IMAGE || bytes[2] !== MARK) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frameAt = findFrame(view);
  if (frameAt === undefined) throw new PictureError('broken: a JPEG without its header');
  if (!hasEnd(bytes)) throw new PictureError(`broken: ends after ${countWords(bytes.length, 'byte')}`);
  return {
    format: 'jpeg',
    width: view.getUint16(frameAt + FRAME.width),
    height: view.getUint16(frameAt + FRAME.height),
    bitDepth: view.getUint8(frameAt + FRAME.precision),
  };
}

/** Where the frame's length field lies. */
function findFrame(view: DataView): number | undefined {
  let at = 2;
  while (at + 2 + FRAME.bytes <= view.byteLength) {
    if (view.getUint8(at) !== MARK) return undefined;
    const mark = view.getUint8(at + 1);
    if (mark === MARK) {
      at++; // fill bytes before a mark
      continue;
    }
    if (mark === START_OF_SCAN) return undefined;
    if (mark >= FIRST_FRAME && mark <= LAST_FRAME && !NOT_FRAMES.includes(mark)) return at + 2;
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function hasEnd(bytes: Uint8Array): boolean {
  const first = Math.max(2, bytes.length - PADDING_BYTES);
  for (let at = bytes.length - 2; at >= first; at--)
    if (bytes[at] === MARK && bytes[at + 1] === END_OF_IMAGE) return true;
  return false;
}
