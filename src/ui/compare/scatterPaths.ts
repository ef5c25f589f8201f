/** Points of a plane as SVG paths, one a side: circles for the first, squares for the second. Pure; it knows no colours. */
import type { Embedded } from '../../protocol/comparison.ts';

export interface ScatterFrame {
  readonly width: number;
  readonly height: number;
  /** Half the width of a mark. */
  readonly radius: number;
}

/** Both paths, within the frame and its proportions kept: distances on a plane compare in every direction. */
export function scatterPaths({ points, first }: Embedded, { width, height, radius }: ScatterFrame): [string, string] {
  const place = placement(points, width, height, 2 * radius);
  const marks: [string[], string[]] = [[], []];
  for (let at = 0; at < points.length; at += 2) {
    const [x, y] = place(points[at] as number, points[at + 1] as number);
    const isFirst = at < 2 * first;
    marks[isFirst ? 0 : 1].push(isFirst ? circle(x, y, radius) : square(x, y, radius));
  }
  return [marks[0].join(''), marks[1].join('')];
}

/** From the plane to the frame, upside up. */
function placement(points: ArrayLike<number>, width: number, height: number, margin: number) {
  const [x, y] = [endsOf(points, 0), endsOf(points, 1)];
  const scale = Math.min((width - 2 * margin) / (x.high - x.low || 1), (height - 2 * margin) / (y.high - y.low || 1));
  return (px: number, py: number) =>
    [width / 2 + (px - (x.low + x.high) / 2) * scale, height / 2 - (py - (y.low + y.high) / 2) * scale] as const;
}

function endsOf(points: ArrayLike<number>, axis: 0 | 1): { readonly low: number; readonly high: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = axis; at < points.length; at += 2) {
    low = Math.min(low, points[at] as number);
    high = Math.max(high, points[at] as number);
  }
  return { low, high };
}

function circle(x: number, y: number, radius: number): string {
  const around = `a${radius} ${radius} 0 1 0`;
  return `M${short(x - radius)} ${short(y)}${around} ${2 * radius} 0${around} ${-2 * radius} 0z`;
}

function square(x: number, y: number, radius: number): string {
  return `M${short(x - radius)} ${short(y - radius)}h${2 * radius}v${2 * radius}h${-2 * radius}z`;
}

/** A tenth of a pixel is finer than is seen. */
const short = (value: number) => value.toFixed(1);
