/** The fixed geometry that the charts and the cursor over them share, in CSS pixels. It refuses to know any data. */

export interface Plot {
  /** Whole chart. */
  readonly width: number;
  readonly height: number;
  /** Space around the plot: axis labels left and below, growth labels above. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Room for labels such as "−0.05" in 11 px figures. */
export const AXIS_WIDTH = 40;
const MARGIN_RIGHT = 10;
/** A line of 11 px text. */
const LABEL_LINE = 16;
const MARGIN = 6;
/** Tick labels and the gap above them. */
export const KIMG_AXIS_HEIGHT = 20;

/** A plot of this size; growth labels stand above it, the kimg axis below it, where wanted. */
export function plotOf(width: number, height: number, labels: { above: boolean; below: boolean }): Plot {
  return {
    width,
    height,
    left: AXIS_WIDTH,
    right: MARGIN_RIGHT,
    top: labels.above ? LABEL_LINE : MARGIN,
    bottom: labels.below ? KIMG_AXIS_HEIGHT : MARGIN,
  };
}

/** Pixel column of `kimg` on an axis from 0 to `end`. */
export function columnOf(plot: Plot, kimg: number, end: number): number {
  return plot.left + (kimg / end) * (plot.width - plot.left - plot.right);
}

/** The kimg under a pixel column, held within 0 and `end`. */
export function kimgAt(plot: Plot, column: number, end: number): number {
  const share = (column - plot.left) / Math.max(1, plot.width - plot.left - plot.right);
  return Math.min(1, Math.max(0, share)) * end;
}

/** Pixel row of a position on a scale from `low` to `high`. */
export function rowOf(plot: Plot, place: number, low: number, high: number): number {
  return plot.top + (1 - (place - low) / (high - low)) * (plot.height - plot.top - plot.bottom);
}
