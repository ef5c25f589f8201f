/**
 * One chart of the Losses pane: legend with values at the cursor, the curves, the cursor over them, or the table in
 * their place. It measures its room; the curves' mathematics is chartData's.
 */
import { useMemo } from 'react';
import type { LiveChange } from '../../protocol/events.ts';
import type { HealthEvent } from '../../protocol/judging.ts';
import type { ReturnMark } from '../../state/appState.ts';
import { decimalText } from '../kit/format.ts';
import { useSize } from '../kit/useSize.ts';
import { ChartCursor } from './ChartCursor.tsx';
import { ChartLegend } from './ChartLegend.tsx';
import styles from './ChartPanel.module.css';
import { chartData } from './chartData.ts';
import { type Curves, type CurveUnit, indexAt } from './curves.ts';
import type { LossSettings } from './lossSettings.ts';
import type { Mark } from './marks.ts';
import { plotOf } from './plot.ts';
import { RawLines } from './RawLines.tsx';
import { SeriesChart } from './SeriesChart.tsx';
import { SeriesTable } from './SeriesTable.tsx';
import type { ChartStats } from './seriesStyle.ts';

interface ChartPanelProps {
  readonly title: string;
  /** What the picture shows, for those who do not see it. */
  readonly description: string;
  readonly pair: ChartStats;
  readonly curves: Curves;
  /** What a point is. */
  readonly unit: CurveUnit;
  readonly marks: readonly Mark[];
  /** The marked changes, for the table. */
  readonly changes: readonly LiveChange[];
  readonly returns: readonly ReturnMark[];
  readonly events: readonly HealthEvent[];
  readonly kimgTicks: readonly number[];
  readonly settings: LossSettings;
  /** The moment all charts point at. */
  readonly cursor: number;
  readonly onHover: (kimg: number | undefined) => void;
  /** The kimg that was pressed on: the whole page goes there. */
  readonly onSeek: (kimg: number) => void;
  /** The moment that the shown one is compared with. */
  readonly compared: number | undefined;
  /** The upper chart carries the marks' labels, the lower one the kimg axis. */
  readonly place: 'upper' | 'middle' | 'lower';
}

export function ChartPanel(props: ChartPanelProps) {
  const { title, pair, curves, settings, cursor, place } = props;
  const [ref, size] = useSize<HTMLDivElement>();
  const width = size?.width ?? 0;
  const { smoothing, log } = settings;
  const data = useMemo(() => chartData(curves, pair, { smoothing, log, width }), [curves, pair, smoothing, log, width]);
  const plot = useMemo(
    () => (size ? plotOf(size.width, size.height, { above: place === 'upper', below: place === 'lower' }) : undefined),
    [size, place],
  );
  const end = props.kimgTicks.at(-1) ?? 1;
  const index = indexAt(curves.kimg, cursor);
  const entries = pair.map((stat, column) => ({ stat, value: data.smoothed[column]?.[index] }));
  const dots = entries.flatMap(({ stat, value }) =>
    value !== undefined && Number.isFinite(value) ? [{ stat, place: data.scale.place(value) }] : [],
  );
  const moment = index < 0 ? undefined : `at ${decimalText(curves.kimg[index] ?? 0, 1)} kimg`;
  return (
    <div className={place === 'upper' ? styles.upper : styles.lower}>
      <ChartLegend title={title} entries={entries} moment={moment} />
      {settings.table ? (
        <SeriesTable
          title={title}
          curves={curves}
          pair={pair}
          unit={props.unit}
          changes={props.changes}
          returns={props.returns}
          events={props.events}
        />
      ) : (
        <div ref={ref} className={styles.plot}>
          {plot && (
            <>
              <RawLines pair={pair} raw={data.raw} scale={data.scale} end={end} plot={plot} />
              <div role="img" aria-label={`${props.description} The same values are in the table.`}>
                <SeriesChart
                  pair={pair}
                  data={data}
                  marks={props.marks}
                  kimgTicks={props.kimgTicks}
                  plot={plot}
                  markLabels={place === 'upper'}
                  kimgAxis={place === 'lower'}
                />
              </div>
              <ChartCursor
                plot={plot}
                kimg={cursor}
                end={end}
                low={data.scale.low}
                high={data.scale.high}
                dots={dots}
                compared={props.compared}
                onHover={props.onHover}
                onSeek={props.onSeek}
              />
            </>
          )}
        </div>
      )}
    </div>
  );
}
