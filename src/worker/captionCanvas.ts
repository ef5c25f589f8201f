/** A caption as grey pixels by the browser's own letters, which know every class name. It refuses to run where there is no canvas (Node). */
import type { Strip } from './sheetLayout.ts';

/** Draws lines of text in a strip of a width, the first one bold. Injected, so that Node can use its own. */
export type CaptionPainter = (lines: readonly string[], width: number) => Strip;

/** A line's letters: a share of the page's width, so that they are as legible on a large sheet. */
const LETTER_SHARE = 1 / 56;
const SMALLEST_LETTERS = 13;
/** In letters. */
const LINE = 1.4;
const EDGE = 0.8;
const PAPER = '#ffffff';
const INK = '#16191c';
const CHANNELS = 4;

export const paintCaption: CaptionPainter = (lines, width) => {
  const size = Math.max(SMALLEST_LETTERS, Math.round(width * LETTER_SHARE));
  const edge = Math.round(EDGE * size);
  const fontOf = (line: number) => `${line === 0 ? 600 : 400} ${size}px system-ui, "Liberation Sans", sans-serif`;
  const ruler = contextOf(1, 1);
  const rows = lines.flatMap((text, line) => {
    ruler.font = fontOf(line);
    return wrapped(text, width - 2 * edge, (words) => ruler.measureText(words).width).map((words) => ({ words, line }));
  });
  const height = Math.ceil(rows.length * LINE * size) + 2 * edge;
  const context = contextOf(width, height);
  context.fillStyle = PAPER;
  context.fillRect(0, 0, width, height);
  context.fillStyle = INK;
  context.textBaseline = 'middle';
  rows.forEach(({ words, line }, row) => {
    context.font = fontOf(line);
    context.fillText(words, edge, edge + (row + 1 / 2) * LINE * size);
  });
  const { data } = context.getImageData(0, 0, width, height);
  return { pixels: Uint8Array.from({ length: width * height }, (_, i) => data[i * CHANNELS] as number), height };
};

function contextOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser gives the worker no 2D canvas, so the caption cannot be drawn.');
  return context;
}

/** Lines no wider than `width`, broken between words; a word that is wider alone stays whole. */
export function wrapped(text: string, width: number, widthOf: (words: string) => number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last === undefined || widthOf(longer) > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
