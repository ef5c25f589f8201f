/** Curves of a report as one SVG each, with axes, bands and marks. It draws what it is given and thins nothing. */
import type { Block, Curve } from './blocks.ts';
import { escapedHtml } from './escape.ts';
import { numberText } from './words.ts';

type CurvesBlock = Extract<Block, { kind: 'curves' }>;

const WIDTH = 640;
const HEIGHT = 220;
/** Room for the axes' numbers. */
const LEFT = 52;
const BOTTOM = 24;
const TOP = 8;
const RIGHT = 8;
/** Lines across. */
const GRID = 4;
/** A line of a constant would lie on the edge. */
const MARGIN = 0.05;
const DIGITS = 1;
const DASHES: Readonly<Record<Curve['as'], string>> = {
  generator: '',
  critic: '7 3',
  real: '2 3',
  generated: '7 3 2 3',
};

interface Range {
  readonly low: number;
  readonly high: number;
}

/** The picture; its words are in the figure around it. */
export function curvesSvg({ title, unit, curves, band, marks }: CurvesBlock): string {
  const across = rangeOf(curves.flatMap(({ x }) => x));
  const up = widened(rangeOf([...curves.flatMap(({ y }) => y), ...(band ? [band.low, band.high] : [])]));
  const x = (value: number) => LEFT + ((value - across.low) / (across.high - across.low)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => HEIGHT - BOTTOM - ((value - up.low) / (up.high - up.low)) * (HEIGHT - TOP - BOTTOM);
  const at = (value: number) => value.toFixed(DIGITS);
  const parts = [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapedHtml(`${title}, ${unit}, over kimg`)}">`,
    ...ticksOf(up).map(
      (value) =>
        `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at(y(value))}" y2="${at(y(value))}"/><text x="${LEFT - 4}" y="${at(y(value) + 4)}" text-anchor="end">${numberText(value)}</text>`,
    ),
    ...ticksOf(across).map(
      (value) => `<text x="${at(x(value))}" y="${HEIGHT - 6}" text-anchor="middle">${numberText(value)}</text>`,
    ),
  ];
  if (band)
    parts.push(
      `<rect class="band" x="${LEFT}" width="${WIDTH - LEFT - RIGHT}" y="${at(y(band.high))}" height="${at(Math.max(1, y(band.low) - y(band.high)))}"/>`,
    );
  for (const mark of marks)
    parts.push(
      `<line class="mark" x1="${at(x(mark.x))}" x2="${at(x(mark.x))}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"><title>${escapedHtml(mark.name)}</title></line>`,
    );
  for (const curve of curves)
    parts.push(
      `<polyline class="${curve.as}" stroke-dasharray="${DASHES[curve.as]}" points="${curve.x.map((value, i) => `${at(x(value))},${at(y(curve.y[i] as number))}`).join(' ')}"/>`,
    );
  return `${parts.join('')}</svg>`;
}

function rangeOf(values: readonly number[]): Range {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low < high ? { low, high } : { low: low - 1, high: low + 1 };
}

const widened = ({ low, high }: Range): Range => {
  const more = (high - low) * MARGIN;
  return { low: low - more, high: high + more };
};

const ticksOf = ({ low, high }: Range) => Array.from({ length: GRID + 1 }, (_, i) => low + ((high - low) * i) / GRID);
