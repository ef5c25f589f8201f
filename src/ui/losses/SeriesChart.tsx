/**
 * Two curves over kimg: raw lines faint, smoothed ones on top, dotted marks where the resolution grew. It draws what
 * chartData prepared and nothing moves by itself; the cursor is another layer, so that moving it redraws no line.
 */
import { memo } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceLine, XAxis, YAxis } from 'recharts';
import type { StepStat } from '../../protocol/stats.ts';
import type { ChartData } from './chartData.ts';
import type { GrowthMark } from './curves.ts';
import type { Plot } from './plot.ts';
import { AXIS_WIDTH, KIMG_AXIS_HEIGHT } from './plot.ts';
import styles from './SeriesChart.module.css';
import { SERIES_STYLE, tickText } from './seriesStyle.ts';

export interface SeriesChartProps {
  readonly pair: readonly [StepStat, StepStat];
  readonly data: ChartData;
  readonly marks: readonly GrowthMark[];
  /** Round kimg values to label, the last one being the axis' end. */
  readonly kimgTicks: readonly number[];
  readonly plot: Plot;
  readonly growthLabels: boolean;
  readonly kimgAxis: boolean;
}

export const SeriesChart = memo(function SeriesChart(props: SeriesChartProps) {
  const { pair, data, marks, kimgTicks, plot } = props;
  const { scale, rows } = data;
  const end = kimgTicks.at(-1) ?? 1;
  const labels = new Map(scale.ticks.map((tick) => [scale.place(tick), tickText(tick)]));
  // A line needs two points; a lone one is shown as a dot.
  const lone = rows.length === 1;
  return (
    <LineChart
      className={styles.chart ?? ''}
      width={plot.width}
      height={plot.height}
      data={[...rows]}
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
          key={mark.kimg}
          x={mark.kimg}
          className={styles.mark ?? ''}
          {...(props.growthLabels ? { label: growthLabel(mark, plot) } : {})}
        />
      ))}
      {data.showRaw && curve('rawFirst', pair[0], 'raw', false)}
      {data.showRaw && curve('rawSecond', pair[1], 'raw', false)}
      {curve('first', pair[0], 'smooth', lone)}
      {curve('second', pair[1], 'smooth', lone)}
    </LineChart>
  );
});

/** The new resolution, above the plot and just right of its mark. */
function growthLabel(mark: GrowthMark, plot: Plot) {
  return {
    value: mark.resolution,
    position: 'insideTopLeft' as const,
    offset: 3,
    dy: -plot.top,
    className: styles.markLabel ?? '',
  };
}

function curve(dataKey: string, stat: StepStat, kind: 'raw' | 'smooth', dot: boolean) {
  const { colour, dash } = SERIES_STYLE[stat];
  return (
    <Line
      key={dataKey}
      dataKey={dataKey}
      type="linear"
      className={(kind === 'raw' ? styles.raw : styles.smooth) ?? ''}
      stroke={colour}
      strokeDasharray={kind === 'raw' ? 'none' : dash}
      dot={dot}
      activeDot={false}
      connectNulls
      isAnimationActive={false}
      legendType="none"
    />
  );
}
