/** One metric's chart: legend with the numbers at the cursor, floor and values, frame and cursor. It chooses nothing. */
import { useMemo } from 'react';
import type { Between } from '../../protocol/judging.ts';
import { decimalText } from '../kit/format.ts';
import { useSize } from '../kit/useSize.ts';
import { ChartCursor } from '../losses/ChartCursor.tsx';
import { ChartFrame } from '../losses/ChartFrame.tsx';
import legend from '../losses/ChartLegend.module.css';
import type { Mark } from '../losses/marks.ts';
import { plotOf } from '../losses/plot.ts';
import styles from './MetricChart.module.css';
import { MetricLayer } from './MetricLayer.tsx';
import { type MetricCurve, type MetricPoint, scaleOf } from './metricCurve.ts';

interface MetricChartProps {
  readonly title: string;
  readonly curve: MetricCurve;
  /** The measurement nearest to the cursor. */
  readonly at: MetricPoint | undefined;
  /** A number of this metric for people. */
  readonly text: (value: number) => string;
  readonly log: boolean;
  readonly marks: readonly Mark[];
  readonly kimgTicks: readonly number[];
  /** In kimg. */
  readonly cursor: number;
  readonly compared: number | undefined;
  readonly onHover: (kimg: number | undefined) => void;
  readonly onSeek: (kimg: number) => void;
}

/** The key is a short piece of the line itself: width and height in CSS pixels. */
const KEY = { width: 22, height: 8 };
const GENERATED = { name: 'Generated', colour: 'var(--chart-fake)', dash: 'var(--dash-fake)' };
const FLOOR = { name: 'Floor', colour: 'var(--chart-real)', dash: 'var(--dash-real)' };

export function MetricChart(props: MetricChartProps) {
  const { title, curve, at, text, log, marks, kimgTicks, cursor } = props;
  const [ref, size] = useSize<HTMLDivElement>();
  const plot = useMemo(() => size && plotOf(size.width, size.height, { above: true, below: true }), [size]);
  const scale = useMemo(() => scaleOf(curve, log), [curve, log]);
  const end = kimgTicks.at(-1) ?? 1;
  const between = ({ low, high }: Between) => `${text(low)} to ${text(high)}`;
  return (
    <>
      <div className={legend.legend}>
        <h3>{title}</h3>
        {at && (
          <>
            <Entry {...GENERATED} value={text(at.value)} interval={between(at.interval)} />
            <Entry {...FLOOR} value={text(at.floor)} interval={between(at.floorInterval)} />
            <span className={legend.moment}>at {decimalText(at.kimg, 1)} kimg</span>
          </>
        )}
      </div>
      <div ref={ref} className={styles.plot}>
        {plot && (
          <>
            <MetricLayer curve={curve} scale={scale} plot={plot} end={end} />
            <div
              role="img"
              aria-label={`${title} of generated pictures over kimg, with intervals, beside its floor. The same values are in the table.`}
            >
              <ChartFrame
                rows={curve.points}
                scale={scale}
                marks={marks}
                kimgTicks={kimgTicks}
                plot={plot}
                markLabels
                kimgAxis
              />
            </div>
            <ChartCursor
              plot={plot}
              kimg={cursor}
              end={end}
              low={scale.low}
              high={scale.high}
              dots={[]}
              compared={props.compared}
              onHover={props.onHover}
              onSeek={props.onSeek}
            />
          </>
        )}
      </div>
    </>
  );
}

interface EntryProps {
  readonly name: string;
  readonly colour: string;
  readonly dash: string;
  readonly value: string;
  readonly interval: string;
}

function Entry({ name, colour, dash, value, interval }: EntryProps) {
  return (
    <span className={legend.entry}>
      <svg width={KEY.width} height={KEY.height} aria-hidden="true">
        <path d={`M0 ${KEY.height / 2}H${KEY.width}`} stroke={colour} strokeDasharray={dash} />
      </svg>
      {name} <b>{value}</b> {interval}
    </span>
  );
}
