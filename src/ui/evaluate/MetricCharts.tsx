/**
 * The region "Metrics over kimg": one metric's measurements with their intervals beside its floor, marked where the resolution
 * grew, a setting changed or the run went back. Its cursor stands where the shown sheet was made.
 */
import { useMemo, useState } from 'react';
import type { LiveChange, SampleSheet } from '../../protocol/events.ts';
import type { Evaluation, HealthEvent, MetricId } from '../../protocol/judging.ts';
import { metricNumberText, metricText } from '../../protocol/metricTexts.ts';
import type { ReturnMark } from '../../state/appState.ts';
import { comparedSheet } from '../../state/onion.ts';
import { EMPTY_SERIES } from '../../state/series.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { countOf } from '../kit/format.ts';
import { Pane } from '../kit/Pane.tsx';
import { Select } from '../kit/Select.tsx';
import { Switch } from '../kit/Toggle.tsx';
import { indexAt, toKimg } from '../losses/curves.ts';
import { LOG_RULE, roundTicks } from '../losses/lossScale.ts';
import { alarmMarks, changeMarks, growthMarks, returnMarks } from '../losses/marks.ts';
import { nearestSheet } from '../samples/film.ts';
import { MetricChart } from './MetricChart.tsx';
import styles from './MetricCharts.module.css';
import { MetricCurveTable } from './MetricCurveTable.tsx';
import { metricCurve, metricsIn } from './metricCurve.ts';

const NO_EVALUATIONS: readonly Evaluation[] = [];
const NO_CHANGES: readonly LiveChange[] = [];
const NO_EVENTS: readonly HealthEvent[] = [];
const NO_SHEETS: readonly SampleSheet[] = [];
const NO_RETURNS: readonly ReturnMark[] = [];
/** Roughly how many labels the kimg axis has. */
const KIMG_TICKS = 6;

export function MetricCharts() {
  const evaluations = useAppState((state) => state.run?.evaluations ?? NO_EVALUATIONS);
  const series = useAppState((state) => state.run?.series ?? EMPTY_SERIES);
  const changes = useAppState((state) => state.run?.changes ?? NO_CHANGES);
  const returns = useAppState((state) => state.run?.returns ?? NO_RETURNS);
  const events = useAppState((state) => state.run?.healthEvents ?? NO_EVENTS);
  const sheets = useAppState((state) => state.run?.sheets ?? NO_SHEETS);
  const compared = useAppState((state) => comparedSheet(state)?.kimg);
  const { showSheet } = useActions();
  const nowKimg = useAppState((state) => toKimg(state.run?.now?.nimg ?? 0));
  const shownKimg = useAppState((state) =>
    state.shownSheet === 'live' ? undefined : state.run?.sheets[state.shownSheet]?.kimg,
  );
  const [chosen, setChosen] = useState<MetricId>('swd');
  const [log, setLog] = useState(false);
  const [asTable, setAsTable] = useState(false);
  const [hovered, setHovered] = useState<number>();
  const ids = useMemo(() => metricsIn(evaluations), [evaluations]);
  const id = ids.includes(chosen) ? chosen : ids[0];
  const curve = useMemo(() => id && metricCurve(evaluations, id), [evaluations, id]);
  // Steps come a few times a second; the resolution grows a few times a run.
  const growths = growthMarks(series);
  const growthKey = growths.map(({ kimg }) => kimg).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all of them
  const marks = useMemo(
    () => [...growths, ...changeMarks(changes), ...returnMarks(returns), ...alarmMarks(events)],
    [growthKey, changes, returns, events],
  );
  const last = Math.max(curve?.points.at(-1)?.kimg ?? 0, Math.ceil(nowKimg));
  const kimgTicks = useMemo(() => (last > 0 ? roundTicks(0, last, KIMG_TICKS) : [0, 1]), [last]);
  if (!id || !curve)
    return (
      <Pane title="Metrics over kimg">
        <p className={styles.empty}>
          Each measurement of the run becomes a point here, with its interval, beside what real slices reach.
        </p>
      </Pane>
    );
  const { name, unit, times } = metricText(id);
  const title = unit ? `${name} ${unit}` : name;
  const text = (value: number) => metricNumberText(id, value / times);
  const cursor = Math.min(hovered ?? shownKimg ?? last, last);
  const seek = (kimg: number) => {
    const place = nearestSheet(sheets, kimg);
    if (sheets.length > 0) showSheet(place === sheets.length - 1 ? 'live' : place);
  };
  const at =
    curve.points[
      indexAt(
        curve.points.map(({ kimg }) => kimg),
        cursor,
      )
    ];
  return (
    <Pane
      title="Metrics over kimg"
      sub={countOf(curve.points.length, 'measurement')}
      head={
        <Button
          look="quiet"
          icon="table"
          aria-label="Show metrics as table"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        />
      }
    >
      <div className={styles.body}>
        <div className={styles.tools}>
          <Select
            label="Metric"
            hideLabel
            value={id}
            options={ids.map((value) => ({ value, label: metricText(value).name }))}
            onChange={setChosen}
          />
          <Switch label="Log scale" checked={log} onChange={setLog} />
          {log && <span className={styles.rule}>{LOG_RULE}</span>}
        </div>
        {asTable ? (
          <MetricCurveTable title={title} curve={curve} text={text} changes={changes} returns={returns} />
        ) : (
          <MetricChart
            {...{ title, curve, at, text, log, marks, kimgTicks, cursor, compared }}
            onHover={setHovered}
            onSeek={seek}
          />
        )}
      </div>
    </Pane>
  );
}
