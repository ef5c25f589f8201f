/** One frame of a film: a picture scaled to the film's width, and below it a band with its caption. Pure. */
import type { Channels } from '../protocol/dataset.ts';
import { CAPTION_MARGIN_ROWS, type FrameSize } from '../protocol/filmPlan.ts';
import { eachTextPixel, GLYPH_ADVANCE, textWidth } from './captionFont.ts';
import type { Pixels } from './readPng.ts';
import { rescale } from './rescale.ts';

/** Of letters: white on black, as on the page's pictures. */
const WHITE = 255;
/** Stands at the right end of every caption that has room for it. */
const MARK = 'SYNTHETIC';

/** The frame. caption: in the letters of captionFont.ts; what has no room is left out, from the right. */
export function filmFrame(picture: Pixels, size: FrameSize, caption: string): Pixels {
  const { width, height, pictureHeight, captionScale } = size;
  const { channels } = picture;
  const scaled = rescale(picture, width, pictureHeight);
  if (captionScale === 0) return scaled;
  const data = new Uint8Array(width * height * channels);
  data.set(scaled.data);
  const put = (text: string, left: number) =>
    drawText(
      data,
      { width, channels, left, top: pictureHeight + CAPTION_MARGIN_ROWS * captionScale },
      text,
      captionScale,
    );
  const room = Math.floor(width / captionScale) - 2 * CAPTION_MARGIN_ROWS;
  const letters = caption.slice(0, Math.floor((room + 1) / GLYPH_ADVANCE));
  put(letters, CAPTION_MARGIN_ROWS * captionScale);
  if (textWidth(letters) + 2 * GLYPH_ADVANCE + textWidth(MARK) <= room)
    put(MARK, width - (CAPTION_MARGIN_ROWS + textWidth(MARK)) * captionScale);
  return { data, width, height, channels };
}

interface Place {
  readonly width: number;
  readonly channels: Channels;
  readonly left: number;
  readonly top: number;
}

function drawText(data: Uint8Array, { width, channels, left, top }: Place, text: string, scale: number): void {
  eachTextPixel(text, (x, y) => {
    for (let row = 0; row < scale; row++) {
      const at = (top + y * scale + row) * width + left + x * scale;
      data.fill(WHITE, at * channels, (at + scale) * channels);
    }
  });
}
