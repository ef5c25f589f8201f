/**
 * The Losses region: generator and critic loss, and the critic's scores, over kimg. Its cursor stands where the shown
 * sheet was made, unless the pointer is elsewhere. It computes no statistics of its own beyond smoothing.
 */
import { useCallback, useMemo, useState } from 'react';
import type { LiveChange, SampleSheet } from '../../protocol/events.ts';
import type { HealthEvent } from '../../protocol/judging.ts';
import type { TickRecord } from '../../protocol/stats.ts';
import type { ReturnMark } from '../../state/appState.ts';
import { comparedSheet } from '../../state/onion.ts';
import { EMPTY_SERIES } from '../../state/series.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { countOf } from '../kit/format.ts';
import { Pane } from '../kit/Pane.tsx';
import { Segmented } from '../kit/Segmented.tsx';
import { nearestSheet } from '../samples/film.ts';
import { saveFile } from '../saveFile.ts';
import { reasonedText } from '../training/settings.ts';
import { ChartPanel } from './ChartPanel.tsx';
import { lossesCsv } from './csv.ts';
import { curvesOf } from './curves.ts';
import styles from './LossesPane.module.css';
import { LossTools } from './LossTools.tsx';
import { roundTicks } from './lossScale.ts';
import { FIRST_SETTINGS, type LossSettings } from './lossSettings.ts';
import { alarmMarks, backText, changeMarks, eventText, growthMarks, returnMarks } from './marks.ts';
import { TickCharts, tickChartsOf } from './TickCharts.tsx';
import { useAtMostEvery } from './useAtMostEvery.ts';

const LOSSES = ['Loss/G/loss', 'Loss/D/loss'] as const;
const SCORES = ['Loss/scores/real', 'Loss/scores/fake'] as const;
const MODES = [
  { value: 'batch', label: 'Per batch' },
  { value: 'epoch', label: 'Per epoch' },
] as const;
/** Roughly how many labels the kimg axis has. */
const KIMG_TICKS = 6;
/** The curves are the page's heaviest drawing, and a second moves them by a pixel at most. */
const REDRAW_MS = 1000;
const NO_CHANGES: readonly LiveChange[] = [];
const NO_EVENTS: readonly HealthEvent[] = [];
const NO_RETURNS: readonly ReturnMark[] = [];
const NO_SHEETS: readonly SampleSheet[] = [];
const NO_TICKS: readonly TickRecord[] = [];
const NO_STEPS = 'There are no steps yet.';

export function LossesPane() {
  const live = useAppState((state) => state.run?.series ?? EMPTY_SERIES);
  const slicesPerEpoch = useAppState((state) => state.run?.plan.slicesPerEpoch ?? 1);
  const changes = useAppState((state) => state.run?.changes ?? NO_CHANGES);
  const events = useAppState((state) => state.run?.healthEvents ?? NO_EVENTS);
  const returns = useAppState((state) => state.run?.returns ?? NO_RETURNS);
  const ticks = useAppState((state) => state.run?.ticks ?? NO_TICKS);
  const shownKimg = useAppState((state) =>
    state.shownSheet === 'live' ? undefined : state.run?.sheets[state.shownSheet]?.kimg,
  );
  const compared = useAppState((state) => comparedSheet(state)?.kimg);
  const sheets = useAppState((state) => state.run?.sheets ?? NO_SHEETS);
  const { showSheet } = useActions();
  const [settings, setSettings] = useState<LossSettings>(FIRST_SETTINGS);
  const [hovered, setHovered] = useState<number>();
  const series = useAtMostEvery(live, REDRAW_MS);
  const curves = useMemo(
    () => curvesOf(series, settings.mode, slicesPerEpoch),
    [series, settings.mode, slicesPerEpoch],
  );
  const marks = useMemo(
    () => [...growthMarks(series), ...changeMarks(changes), ...returnMarks(returns), ...alarmMarks(events)],
    [series, changes, returns, events],
  );
  const tickCharts = useMemo(() => tickChartsOf(ticks), [ticks]);
  const last = curves.kimg.at(-1) ?? 0;
  const kimgTicks = useMemo(() => (last > 0 ? roundTicks(0, last, KIMG_TICKS) : [0, 1]), [last]);
  const cursor = Math.min(hovered ?? shownKimg ?? last, last);
  const change = useCallback((partial: Partial<LossSettings>) => setSettings((now) => ({ ...now, ...partial })), []);
  const seek = (kimg: number) => {
    const place = nearestSheet(sheets, kimg);
    if (sheets.length > 0) showSheet(place === sheets.length - 1 ? 'live' : place);
  };
  const empty = series.length === 0;
  const marked = [...changes.map(reasonedText), ...returns.map(backText), ...events.map(eventText)];
  const changesText = marked.length > 0 ? ` Marked changes: ${marked.join('; ')}.` : '';
  const shared = {
    marks,
    changes,
    returns,
    events,
    kimgTicks,
    settings,
    cursor,
    compared,
    onHover: setHovered,
    onSeek: seek,
  };

  function saveCsv(): void {
    saveFile('losses.csv', new Blob([lossesCsv(live, slicesPerEpoch, changes)], { type: 'text/csv' }));
  }

  return (
    <Pane
      title="Losses"
      sub={empty ? undefined : countOf(series.length, 'step')}
      head={
        <>
          <Segmented
            label="Points of the curves"
            value={settings.mode}
            options={MODES}
            onChange={(mode) => change({ mode })}
          />
          <Button
            look="quiet"
            icon="table"
            aria-label="Show as table"
            aria-pressed={settings.table}
            onClick={() => change({ table: !settings.table })}
          />
          <Button
            look="quiet"
            icon="download"
            aria-label="Download CSV"
            title="Download CSV"
            obstacle={empty ? NO_STEPS : undefined}
            onClick={saveCsv}
          >
            CSV
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <LossTools settings={settings} onChange={change} />
        {empty ? (
          <p className={styles.empty}>Losses of generator and critic appear here with the first training steps.</p>
        ) : (
          <>
            <ChartPanel
              {...shared}
              curves={curves}
              unit={settings.mode}
              title="Loss"
              description={`Generator and critic loss over kimg.${changesText}`}
              pair={LOSSES}
              place="upper"
            />
            <ChartPanel
              {...shared}
              curves={curves}
              unit={settings.mode}
              title="Scores"
              description="Critic scores for real and generated slices over kimg."
              pair={SCORES}
              place={tickCharts.length > 0 ? 'middle' : 'lower'}
            />
            <TickCharts charts={tickCharts} ticks={ticks} {...shared} />
          </>
        )}
      </div>
    </Pane>
  );
}
