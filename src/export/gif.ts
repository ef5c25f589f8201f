/// <reference path="./gifenc.d.ts" />
/**
 * Films as GIF, by gifenc: grey exactly, with one palette of 256 levels; colour with 256 colours a frame, not dithered. It
 * refuses rates that GIF cannot say. GIF89a specification (CompuServe 1990), section 24: comment extension.
 */
import { applyPalette, GIFEncoder, quantize } from 'gifenc';
import { mostRate } from '../protocol/filmPlan.ts';
import { type FilmFacts, type FilmFile, filmNote } from './filmFile.ts';
import type { Pixels } from './readPng.ts';

const LEVELS = 256;
const GREYS = Array.from({ length: LEVELS }, (_, level) => [level, level, level]);
const COMMENT = [0x21, 0xfe] as const;
/** The specification's limit for a block of a comment. */
const LONGEST_BLOCK = 255;
/** GIF counts time in hundredths of a second. */
const TICKS_PER_SECOND = 100;
const MS_PER_TICK = 10;
const RGBA = 4;

/** Plays for ever. Throws a RangeError for more frames a second than GIF has. */
export function gifFile({ width, height, framesPerSecond, ...words }: FilmFacts): FilmFile {
  if (framesPerSecond > mostRate('gif'))
    throw new RangeError(`A GIF shows at most ${mostRate('gif')} frames a second, not ${framesPerSecond}.`);
  const encoder = GIFEncoder();
  let frames = 0;
  return {
    async add({ data, channels }) {
      const { index, palette } = channels === 1 ? { index: data, palette: GREYS } : indexed(data);
      const hasOwnPalette = frames === 0 || channels !== 1;
      const delay = MS_PER_TICK * ticksOf(frames, framesPerSecond);
      encoder.writeFrame(index, width, height, { delay, repeat: 0, ...(hasOwnPalette ? { palette } : {}) });
      frames += 1;
    },
    async finish() {
      encoder.stream.writeBytes([...COMMENT, ...blocksOf(filmNote(words)), 0]);
      encoder.finish();
      return new Blob([encoder.bytes()], { type: 'image/gif' });
    },
  };
}

/** Each block has its length in front. */
function blocksOf(text: string): number[] {
  const bytes = [...new TextEncoder().encode(text)];
  const blocks = Array.from({ length: Math.ceil(bytes.length / LONGEST_BLOCK) }, (_, i) =>
    bytes.slice(i * LONGEST_BLOCK, (i + 1) * LONGEST_BLOCK),
  );
  return blocks.flatMap((block) => [block.length, ...block]);
}

/** Ticks of a frame, such that the whole film is not more than half a tick off. */
function ticksOf(frame: number, framesPerSecond: number): number {
  const endOf = (frames: number) => Math.round((frames * TICKS_PER_SECOND) / framesPerSecond);
  return endOf(frame + 1) - endOf(frame);
}

function indexed(rgb: Pixels['data']) {
  const rgba = new Uint8Array((rgb.length / 3) * RGBA).fill(LEVELS - 1);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += RGBA) rgba.set(rgb.subarray(from, from + 3), to);
  const palette = quantize(rgba, LEVELS);
  return { index: applyPalette(rgba, palette), palette };
}
