// @ts-check
/** PNG and JPEG in Node, which has no canvas. It refuses PNGs with a palette, which the page would read. */
import { decode as decodePng } from 'fast-png';
import { decode as decodeJpeg } from 'jpeg-js';

/** @typedef {import('../../src/dataset/decoders/picture.ts').PictureDecoder} PictureDecoder */
/** @typedef {typeof import('../../src/dataset/decoders/fromRgba.ts').pictureOfRgba} PictureOfRgba */

const RGBA = 4;
const COLOURS = 3;
/** PNG channels: grey, grey and alpha, RGB, RGBA. */
const FIRST_COLOUR = 3;
const DEEP = 16;
const BYTE_BITS = 8;

/**
 * @param {PictureOfRgba} pictureOfRgba the page's own rule from a platform's colours to a picture
 * @returns {PictureDecoder}
 */
export function nodeDecoder(pictureOfRgba) {
  return async (bytes, { format }, wanted) => {
    if (format === 'jpeg') {
      const { width, height, data } = decodeJpeg(bytes, { useTArray: true, formatAsRGBA: true });
      return pictureOfRgba(data, width, height, wanted);
    }
    const { width, height, data, channels, depth, palette } = decodePng(bytes);
    if (palette) throw new Error('a PNG with a palette, which this command does not read');
    const shift = depth === DEEP ? BYTE_BITS : 0;
    const rgba = new Uint8Array(width * height * RGBA);
    for (let i = 0; i < width * height; i++)
      for (let c = 0; c < COLOURS; c++)
        rgba[RGBA * i + c] = (data[i * channels + (channels < FIRST_COLOUR ? 0 : c)] ?? 0) >> shift;
    return pictureOfRgba(rgba, width, height, wanted);
  };
}
