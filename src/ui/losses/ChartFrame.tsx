/**
 * A chart's grid, axes and marks over kimg: dotted where the resolution grew, solid where a setting changed or the run went
 * back. Lines are its children, or layers of their own over it. Nothing moves by itself.
 */
import type { ReactNode } from 'react';
import { CartesianGrid, LineChart, ReferenceLine, XAxis, YAxis } from 'recharts';
import styles from './ChartFrame.module.css';
import type { Scale } from './lossScale.ts';
import { type Mark, type PlacedLabel, placeLabels } from './marks.ts';
import { AXIS_WIDTH, columnOf, KIMG_AXIS_HEIGHT, type Plot } from './plot.ts';
import { tickText } from './seriesStyle.ts';

export interface ChartFrameProps {
  /** What its children draw: rows with a `kimg`. */
  readonly rows: readonly { readonly kimg: number }[];
  readonly scale: Scale;
  readonly marks: readonly Mark[];
  /** Round kimg values to label, the last one being the axis' end. */
  readonly kimgTicks: readonly number[];
  readonly plot: Plot;
  readonly markLabels: boolean;
  readonly kimgAxis: boolean;
  readonly children?: ReactNode;
}

export function ChartFrame({ rows, scale, marks, kimgTicks, plot, markLabels, kimgAxis, children }: ChartFrameProps) {
  const end = kimgTicks.at(-1) ?? 1;
  const labels = new Map(scale.ticks.map((tick) => [scale.place(tick), tickText(tick)]));
  const placed = placeLabels(marks, (kimg) => columnOf(plot, kimg, end), plot.width);
  return (
    <LineChart
      className={styles.chart ?? ''}
      width={plot.width}
      height={plot.height}
      data={[...rows]}
      margin={{
        top: plot.top,
        right: plot.right,
        bottom: kimgAxis ? 0 : plot.bottom,
        left: 0,
      }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} className={styles.grid ?? ''} />
      <XAxis
        dataKey="kimg"
        type="number"
        domain={[0, end]}
        ticks={[...kimgTicks]}
        height={KIMG_AXIS_HEIGHT}
        hide={!kimgAxis}
        axisLine={false}
        tickLine={false}
        tickFormatter={(kimg: number) => (kimg === end ? `${tickText(kimg)} kimg` : tickText(kimg))}
        interval="preserveStartEnd"
        allowDataOverflow
      />
      <YAxis
        type="number"
        width={AXIS_WIDTH}
        domain={[scale.low, scale.high]}
        ticks={[...labels.keys()]}
        tickFormatter={(place: number) => labels.get(place) ?? ''}
        axisLine={false}
        tickLine={false}
        interval={0}
        allowDataOverflow
      />
      {marks.map((mark) => (
        <ReferenceLine
          key={`${mark.kind} ${mark.kimg}`}
          x={mark.kimg}
          className={styles[mark.kind] ?? ''}
          {...(markLabels ? markLabel(placed.get(mark), plot) : {})}
        />
      ))}
      {children}
    </LineChart>
  );
}

/** What the mark says, above the plot and beside its line. */
function markLabel(placed: PlacedLabel | undefined, plot: Plot) {
  if (!placed) return {};
  const label = {
    value: placed.text,
    position: placed.side === 'left' ? ('insideTopRight' as const) : ('insideTopLeft' as const),
    offset: 3,
    dy: -plot.top,
    className: styles.markLabel ?? '',
  };
  return { label };
}
