/**
 * Two smoothed curves over kimg in their frame. It draws what chartData prepared. The raw lines and the cursor are layers of
 * their own: recharts takes far longer for a thousand points than the browser does.
 */
import { memo } from 'react';
import { Line } from 'recharts';
import { ChartFrame, type ChartFrameProps } from './ChartFrame.tsx';
import type { ChartData } from './chartData.ts';
import styles from './SeriesChart.module.css';
import { type ChartStat, type ChartStats, SERIES_STYLE } from './seriesStyle.ts';

interface SeriesChartProps extends Omit<ChartFrameProps, 'rows' | 'scale' | 'children'> {
  readonly pair: ChartStats;
  readonly data: ChartData;
}

export const SeriesChart = memo(function SeriesChart({ pair, data, ...frame }: SeriesChartProps) {
  // A line needs two points; a lone one is shown as a dot.
  const lone = data.trend.length === 1;
  return (
    <ChartFrame {...frame} rows={data.trend} scale={data.scale}>
      {curve('first', pair[0], lone)}
      {pair[1] && curve('second', pair[1], lone)}
    </ChartFrame>
  );
});

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
