/** Charts of what is known once a tick: augmentation with its overfitting signal, and path length. Only where they occur. */
import { type ComponentProps, useMemo } from 'react';
import type { TickRecord } from '../../protocol/stats.ts';
import { ChartPanel } from './ChartPanel.tsx';
import { tickCurves } from './curves.ts';
import { type ChartStats, TICK_STATS } from './seriesStyle.ts';

interface TickChart {
  readonly title: string;
  readonly description: string;
  readonly pair: ChartStats;
}

const AUGMENTATION: TickChart = {
  title: 'Augment',
  description: 'Probability of augmentation and the overfitting signal that drives it, tick by tick over kimg.',
  pair: ['Progress/augment', 'Progress/overfitting'],
};
const PATH_LENGTH: TickChart = {
  title: 'Path',
  description: 'Path length penalty, tick by tick over kimg.',
  pair: ['Loss/pl_penalty'],
};

/** The charts whose statistics occur in `ticks`. */
export function tickChartsOf(ticks: readonly TickRecord[]): readonly TickChart[] {
  return [AUGMENTATION, PATH_LENGTH].filter(({ pair }) =>
    ticks.some(({ stats }) => pair.some((stat) => stat in stats)),
  );
}

type TickChartsProps = Omit<
  ComponentProps<typeof ChartPanel>,
  'title' | 'description' | 'pair' | 'curves' | 'unit' | 'place'
> & { readonly charts: readonly TickChart[]; readonly ticks: readonly TickRecord[] };

/** Ticks are means already: they are drawn as they are. */
export function TickCharts({ charts, ticks, settings, ...shared }: TickChartsProps) {
  const asTheyAre = useMemo(() => ({ ...settings, smoothing: 0 }), [settings]);
  const curves = useMemo(() => tickCurves(ticks, TICK_STATS), [ticks]);
  return charts.map((chart, index) => (
    <ChartPanel
      key={chart.title}
      {...shared}
      {...chart}
      settings={asTheyAre}
      curves={curves}
      unit="tick"
      place={index === charts.length - 1 ? 'lower' : 'middle'}
    />
  ));
}
