/**
 * Two smoothed curves over kimg with their axes, dotted marks where the resolution grew and solid ones where a setting changed. It draws what chartData
 * prepared and nothing moves by itself. The raw lines and the cursor are layers of their own: recharts takes far longer
 * for a thousand points than the browser does.
 */
import { memo } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceLine, XAxis, YAxis } from 'recharts';
import type { ChartData } from './chartData.ts';
import { type Mark, type PlacedLabel, placeLabels } from './marks.ts';
import type { Plot } from './plot.ts';
import { AXIS_WIDTH, columnOf, KIMG_AXIS_HEIGHT } from './plot.ts';
import styles from './SeriesChart.module.css';
import { type ChartStat, type ChartStats, SERIES_STYLE, tickText } from './seriesStyle.ts';

export interface SeriesChartProps {
  readonly pair: ChartStats;
  readonly data: ChartData;
  readonly marks: readonly Mark[];
  /** Round kimg values to label, the last one being the axis' end. */
  readonly kimgTicks: readonly number[];
  readonly plot: Plot;
  readonly markLabels: boolean;
  readonly kimgAxis: boolean;
}

export const SeriesChart = memo(function SeriesChart(props: SeriesChartProps) {
  const { pair, data, marks, kimgTicks, plot } = props;
  const { scale, trend } = data;
  const end = kimgTicks.at(-1) ?? 1;
  const labels = new Map(scale.ticks.map((tick) => [scale.place(tick), tickText(tick)]));
  const placed = placeLabels(marks, (kimg) => columnOf(plot, kimg, end), plot.width);
  // A line needs two points; a lone one is shown as a dot.
  const lone = trend.length === 1;
  return (
    <LineChart
      className={styles.chart ?? ''}
      width={plot.width}
      height={plot.height}
      data={[...trend]}
      margin={{
        top: plot.top,
        right: plot.right,
        bottom: props.kimgAxis ? 0 : plot.bottom,
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
        hide={!props.kimgAxis}
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
          {...(props.markLabels ? markLabel(placed.get(mark), plot) : {})}
        />
      ))}
      {curve('first', pair[0], lone)}
      {pair[1] && curve('second', pair[1], lone)}
    </LineChart>
  );
});

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

function curve(dataKey: string, stat: ChartStat, dot: boolean) {
  const { colour, dash } = SERIES_STYLE[stat];
  return (
    <Line
      key={dataKey}
      dataKey={dataKey}
      type="linear"
      className={styles.smooth ?? ''}
      stroke={colour}
      strokeDasharray={dash}
      dot={dot}
      activeDot={false}
      connectNulls
      isAnimationActive={false}
      legendType="none"
    />
  );
}
