/** The curve of a search's losses as a path, and its table's rows. Pure. */

export interface LossPoint {
  /** From 1. */
  readonly step: number;
  readonly loss: number;
}

export interface CurvePath {
  readonly path: string;
  /** The losses at the lower and the upper edge. */
  readonly low: number;
  readonly high: number;
}

/** So that a loss of zero has a place. */
const LEAST = 1e-9;
const MOST_ROWS = 100;
const DIGITS = 3;

/** points: one or more; the axis ends at step `of`. Losses are placed by their logarithms. */
export function curvePath(points: readonly LossPoint[], of: number, width: number, height: number): CurvePath {
  const logs = points.map(({ loss }) => Math.log(Math.max(LEAST, loss)));
  const [low, high] = [Math.min(...logs), Math.max(...logs)];
  const range = Math.max(high - low, LEAST);
  const places = points.map(({ step }, i) => {
    const x = (step / of) * width;
    const y = (1 - ((logs[i] as number) - low) / range) * height;
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return { path: `M${places.join('L')}`, low: Math.exp(low), high: Math.exp(high) };
}

/** At most 100 of them, evenly spread, with the first and the last. */
export function tableRows(points: readonly LossPoint[]): readonly LossPoint[] {
  const every = Math.max(1, Math.ceil((points.length - 1) / (MOST_ROWS - 1)));
  return points.filter((_, i) => i % every === 0 || i === points.length - 1);
}

/** Three digits that count. */
export function lossText(loss: number): string {
  return loss >= 1 ? loss.toFixed(2) : loss.toPrecision(DIGITS);
}
