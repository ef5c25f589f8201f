import { encode as encodePng } from 'fast-png';
import { encode as encodeJpeg } from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { pictureFacts } from '../../../src/dataset/decoders/facts.ts';
import { PictureError } from '../../../src/dataset/decoders/picture.ts';
import { crc32 } from '../../../src/dataset/zip/crc32.ts';
import { bits } from '../../../src/random/draws.ts';

const STREAM = 96;
const PNG = encodePng({ width: 6, height: 4, data: new Uint8Array(24), depth: 8, channels: 1 }).slice();
const JPEG = new Uint8Array(encodeJpeg({ width: 18, height: 7, data: new Uint8Array(18 * 7 * 4) }, 90).data);

/** The PNG with another size in its header, and the header's checksum made to fit. */
function claiming(width: number, height: number): Uint8Array {
  const copy = PNG.slice();
  const view = new DataView(copy.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  view.setUint32(29, crc32(copy.subarray(12, 29)));
  return copy;
}

describe('the header of a picture', () => {
  it('gives size, depth and format by content', () => {
    expect(pictureFacts(PNG)).toEqual({ format: 'png', width: 6, height: 4, bitDepth: 8 });
    expect(pictureFacts(JPEG)).toEqual({ format: 'jpeg', width: 18, height: 7, bitDepth: 8 });
  });

  it('refuses more pixels than a slice can have before anything decodes them', () => {
    expect(() => pictureFacts(claiming(30_000, 4))).toThrow('30000 × 4 pixels are more than a slice can have');
    expect(() => pictureFacts(claiming(6, 0))).toThrow('broken: it has no pixels');
    expect(() => pictureFacts(claiming(4096, 4096))).toThrow('bytes cannot hold 4096 × 4096 pixels');
  });

  it('allows what some writers put behind a JPEG', () => {
    const padded = new Uint8Array(JPEG.length + 100);
    padded.set(JPEG);
    expect(pictureFacts(padded).width).toBe(18);
  });

  it('never fails with anything but a reason, whatever is cut off or changed', () => {
    const seen = { facts: 0, refused: 0 };
    for (let round = 0; round < 2000; round++) {
      const [where = 0, what = 0, length = 0] = bits(1, STREAM, round, 3);
      const whole = round % 2 ? PNG : JPEG;
      const hurt = whole.slice(0, round % 4 < 2 ? length % whole.length : whole.length);
      if (hurt.length > 0) hurt[where % hurt.length] = what & 255;
      try {
        pictureFacts(hurt);
        seen.facts++;
      } catch (error) {
        if (!(error instanceof PictureError)) throw error;
        seen.refused++;
      }
    }
    expect(seen.refused).toBeGreaterThan(900);
    expect(seen.facts).toBeGreaterThan(100);
  });
});
