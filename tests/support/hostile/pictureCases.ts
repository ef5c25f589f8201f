/** Pictures that are bad, or only look it, and what the list of skipped files says of them. */
import { deflateSync } from 'node:zlib';
import { encode as encodeJpeg } from 'jpeg-js';
import { changed, joined, textBytes } from './bytes.ts';
import { chunk, greyRows, headerData, IEND, pngOf, pngOfChunks, SIDE } from './pngWriter.ts';

export interface HostilePicture {
  readonly what: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The reason it is skipped, or 'read'. */
  readonly outcome: RegExp | 'read';
  /** Who finds out; without it, the picture is refused before any decoder sees it. */
  readonly by?: 'decoder';
}

const IMAGE_DATA = chunk('IDAT', deflateSync(greyRows(SIDE, SIDE, 90)));
const HEADER = chunk('IHDR', headerData({}));
const jpeg = new Uint8Array(encodeJpeg({ width: 16, height: 16, data: new Uint8Array(16 * 16 * 4).fill(90) }, 90).data);
/** Where the start-of-frame mark lies: FF C0 and its length of 17 bytes. */
const frameAt = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xc0);
const FRAME_BYTES = 19;
const frame = jpeg.slice(frameAt, frameAt + FRAME_BYTES);
const scanAt = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xda);

/** The JPEG with other bytes for its frame. */
const withFrame = (...parts: readonly Uint8Array[]) =>
  joined(jpeg.subarray(0, frameAt), ...parts, jpeg.subarray(frameAt + FRAME_BYTES));
/** Its frame with one 16-bit number or byte changed; places count from the mark. */
const frameWith = (change: (view: DataView) => void) => withFrame(changed(frame, change));

function segment(mark: number, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = data.length + 2;
  return joined(Uint8Array.of(0xff, mark, length >> 8, length & 255), data);
}

/** Interlaced and 16-bit pictures need rows of their own. */
const deepRows = greyRows(2 * SIDE, SIDE, 90);

const PNGS: readonly HostilePicture[] = [
  {
    what: 'a PNG of 60,000 x 60,000 in a few bytes',
    bytes: pngOf({ width: 60_000, height: 60_000 }),
    outcome: /^60000 × 60000 pixels are more than a slice can have: at most 4096 × 4096 are read$/,
  },
  {
    what: 'a PNG of 2^31 - 1 pixels a side',
    bytes: pngOf({ width: 2 ** 31 - 1, height: 2 ** 31 - 1 }),
    outcome: /more than a slice can have/,
  },
  { what: 'a PNG of 4097 x 1', bytes: pngOf({ width: 4097, height: 1 }), outcome: /^4097 × 1 pixels are more/ },
  {
    what: 'a PNG of 4096 x 4096 in a few bytes',
    bytes: pngOf({ width: 4096, height: 4096 }),
    outcome: /^broken: \d+ bytes cannot hold 4096 × 4096 pixels$/,
  },
  { what: 'a PNG without width', bytes: pngOf({ width: 0 }), outcome: /^broken: it has no pixels$/ },
  { what: 'a PNG without height', bytes: pngOf({ height: 0 }), outcome: /^broken: it has no pixels$/ },
  {
    what: 'a PNG without a header',
    bytes: pngOfChunks(chunk('gAMA', new Uint8Array(13)), IMAGE_DATA, IEND),
    outcome: /without its header/,
  },
  {
    what: 'a PNG with a short header',
    bytes: pngOfChunks(chunk('IHDR', new Uint8Array(4)), IMAGE_DATA, IEND),
    outcome: /without its header/,
  },
  {
    what: 'a PNG with two headers',
    bytes: pngOf({ before: [chunk('IHDR', headerData({ width: 9999 }))] }),
    outcome: /with two headers/,
  },
  {
    what: 'a PNG whose header has a false checksum',
    bytes: pngOfChunks(chunk('IHDR', headerData({}), 7), IMAGE_DATA, IEND),
    outcome: /checksum of its header/,
  },
  {
    what: 'a PNG of colour type 5',
    bytes: pngOf({ colour: 5 }),
    outcome: /^broken: a PNG of colour type 5 with 8 bits$/,
  },
  { what: 'a PNG of 3 bits', bytes: pngOf({ depth: 3 }), outcome: /^broken: a PNG of colour type 0 with 3 bits$/ },
  {
    what: 'a PNG of a palette and without it',
    bytes: pngOf({ colour: 3 }),
    outcome: /^broken: a PNG without its palette$/,
  },
  { what: 'a PNG without pixels', bytes: pngOfChunks(HEADER, IEND), outcome: /^broken: a PNG without pixels$/ },
  { what: 'a PNG cut off in its pixels', bytes: pngOf().slice(0, 50), outcome: /^broken: ends after 50 bytes$/ },
  { what: 'a PNG that is its signature', bytes: pngOfChunks(), outcome: /^broken: ends after 8 bytes$/ },
  { what: 'a PNG without its end', bytes: pngOfChunks(HEADER, IMAGE_DATA), outcome: /^broken: ends after/ },
  {
    what: 'a PNG with a chunk of 2^32 - 1 bytes',
    bytes: changed(pngOf(), (view) => view.setUint32(33, 0xffff_ffff)),
    outcome: /^broken: ends after/,
  },
  {
    what: 'a PNG whose pixels have a false checksum',
    bytes: pngOfChunks(HEADER, chunk('IDAT', deflateSync(greyRows(SIDE, SIDE, 90)), 7), IEND),
    outcome: /^broken: it cannot be decoded$/,
    by: 'decoder',
  },
  {
    what: 'a PNG whose pixels were never compressed',
    bytes: pngOfChunks(HEADER, chunk('IDAT', greyRows(SIDE, SIDE, 90)), IEND),
    outcome: /^broken: it cannot be decoded$/,
    by: 'decoder',
  },
  {
    what: 'a PNG with junk behind its end',
    bytes: joined(pngOf({ level: 90 }), new Uint8Array(5000).fill(7)),
    outcome: 'read',
  },
  { what: 'a PNG that moves', bytes: pngOf({ before: [chunk('acTL', new Uint8Array(8))] }), outcome: 'read' },
  { what: 'a PNG of 16 bits', bytes: pngOf({ depth: 16, rows: deepRows }), outcome: 'read' },
  {
    what: 'a PNG with a text of 2 MB that is packed in 2 kB',
    bytes: pngOf({ before: [chunk('zTXt', joined(textBytes('a\0\0'), deflateSync(new Uint8Array(2e6))))] }),
    outcome: 'read',
  },
];

const JPEGS: readonly HostilePicture[] = [
  {
    what: 'a JPEG of 65,535 x 65,535',
    bytes: frameWith((view) => view.setUint32(5, 0xffff_ffff)),
    outcome: /^65535 × 65535 pixels are more than a slice can have: at most 4096 × 4096 are read$/,
  },
  {
    what: 'a JPEG of 4096 x 4096 in a few bytes',
    bytes: frameWith((view) => view.setUint32(5, 0x1000_1000)),
    outcome: /^broken: \d+ bytes cannot hold 4096 × 4096 pixels$/,
  },
  {
    what: 'a JPEG without height',
    bytes: frameWith((view) => view.setUint16(5, 0)),
    outcome: /^broken: it has no pixels$/,
  },
  { what: 'a JPEG without a frame', bytes: withFrame(), outcome: /^broken: a JPEG without its header$/ },
  {
    what: 'a JPEG with two frames, the second one giant',
    bytes: withFrame(
      frame,
      changed(frame, (view) => view.setUint32(5, 0xffff_ffff)),
    ),
    outcome: /^broken: a JPEG with two headers$/,
  },
  { what: 'a JPEG cut off before its frame', bytes: jpeg.slice(0, frameAt), outcome: /^broken: ends after/ },
  { what: 'a JPEG cut off in its frame', bytes: jpeg.slice(0, frameAt + 9), outcome: /^broken: ends after/ },
  { what: 'a JPEG cut off in its scan', bytes: jpeg.slice(0, scanAt + 20), outcome: /^broken: ends after/ },
  {
    what: 'a JPEG without a scan',
    bytes: joined(jpeg.subarray(0, scanAt), Uint8Array.of(0xff, 0xd9)),
    outcome: /^broken: ends after/,
  },
  {
    what: 'a JPEG of 12 bits',
    bytes: frameWith((view) => view.setUint8(4, 12)),
    outcome: /^a JPEG of 12 bits, and browsers read those of 8/,
  },
  {
    what: 'an arithmetic-coded JPEG',
    bytes: frameWith((view) => view.setUint8(1, 0xc9)),
    outcome: /arithmetic-coded JPEG/,
  },
  { what: 'a lossless JPEG', bytes: frameWith((view) => view.setUint8(1, 0xc3)), outcome: /^a lossless or/ },
  {
    what: 'a JPEG of 200 components',
    bytes: frameWith((view) => view.setUint8(9, 200)),
    outcome: /^broken: a JPEG with 200 components$/,
  },
  {
    what: 'a JPEG of CMYK whose frame is too short for it',
    bytes: frameWith((view) => view.setUint8(9, 4)),
    outcome: /with 4 components/,
  },
  {
    what: 'a JPEG that is only marks',
    bytes: joined(Uint8Array.of(0xff, 0xd8), new Uint8Array(3000).fill(0xff), Uint8Array.of(0xff, 0xd9)),
    outcome: /^broken: ends after 3,004 bytes$/,
  },
  {
    what: 'a JPEG with segments of no length',
    bytes: joined(jpeg.subarray(0, 2), Uint8Array.of(0xff, 0xe1, 0, 0), jpeg.subarray(2)),
    outcome: /without its header/,
  },
  {
    what: 'a JPEG behind 60 segments of EXIF, each with a frame of its own inside',
    bytes: joined(
      jpeg.subarray(0, 2),
      ...Array.from({ length: 60 }, () => segment(0xe1, joined(textBytes('Exif\0\0'), frame, new Uint8Array(20_000)))),
      jpeg.subarray(2),
    ),
    outcome: 'read',
  },
  { what: 'a JPEG with padding behind its end', bytes: joined(jpeg, new Uint8Array(2000)), outcome: 'read' },
];

const OTHERS: readonly HostilePicture[] = (
  [
    ['a GIF', textBytes('GIF89a\u0008\0\u0008\0')],
    ['a BMP', joined(textBytes('BM'), new Uint8Array(60))],
    ['a web page', textBytes('<!doctype html><script>alert(1)</script>')],
    ['an SVG', textBytes('<svg xmlns="http://www.w3.org/2000/svg"><image href="http://example.org"/></svg>')],
    ['a TIFF', Uint8Array.of(0x49, 0x49, 42, 0, 8, 0, 0, 0)],
    ['a WebP', textBytes('RIFF\u0010\0\0\0WEBPVP8 ')],
  ] as const
).map(([what, bytes]) => ({
  what: `${what} that calls itself PNG`,
  bytes,
  outcome: /^broken: neither PNG nor JPEG inside$/,
}));

export const HOSTILE_PICTURES: readonly HostilePicture[] = [...PNGS, ...JPEGS, ...OTHERS];
