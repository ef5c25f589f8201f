/** The table behind a chart: the same points as numbers, newest first. It refuses to smooth what it lists silently. */
import type { LiveChange } from '../../protocol/events.ts';
import type { HealthEvent } from '../../protocol/judging.ts';
import type { ReturnMark } from '../../state/appState.ts';
import { countText } from '../kit/format.ts';
import type { Curves, CurveUnit } from './curves.ts';
import { changesBetween, eventsBetween, returnsBetween } from './marks.ts';
import styles from './SeriesTable.module.css';
import { type ChartStats, lossText, SERIES_STYLE } from './seriesStyle.ts';
import { tableRows } from './tableRows.ts';

interface SeriesTableProps {
  readonly title: string;
  readonly curves: Curves;
  readonly pair: ChartStats;
  readonly unit: CurveUnit;
  readonly changes: readonly LiveChange[];
  readonly returns: readonly ReturnMark[];
  readonly events: readonly HealthEvent[];
}

const KIMG_DECIMALS = 3;
const HEADS = { batch: 'Step', epoch: 'Epoch', tick: 'Tick' } as const;
const UNITS = { batch: 'step', epoch: 'epoch', tick: 'tick' } as const;

export function SeriesTable({ title, curves, pair, unit: kind, changes, returns, events }: SeriesTableProps) {
  const { indices, every } = tableRows(curves.length);
  const unit = UNITS[kind];
  const changedAt = (place: number) => {
    const before = indices[place + 1];
    const from = before === undefined ? -1 : (curves.kimg[before] ?? 0);
    const to = curves.kimg[indices[place] ?? 0] ?? 0;
    return [changesBetween(changes, from, to), returnsBetween(returns, from, to), eventsBetween(events, from, to)]
      .filter(Boolean)
      .join('; ');
  };
  const marked = changes.length > 0 || returns.length > 0 || events.length > 0;
  const how = every === 1 ? `every ${unit}` : `every ${countText(every)}th ${unit}; the CSV has all`;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={`${title}, table`}>
      <table className={styles.table}>
        <caption>
          {kind === 'batch' ? 'Values as they were' : `Means of each ${unit}`}, not smoothed, newest first, {how}.
        </caption>
        <thead>
          <tr>
            <th scope="col">{HEADS[kind]}</th>
            <th scope="col">kimg</th>
            <th scope="col">Resolution</th>
            {pair.map((stat) => (
              <th key={stat} scope="col">
                {SERIES_STYLE[stat].label}
              </th>
            ))}
            {marked && <th scope="col">Changed then</th>}
          </tr>
        </thead>
        <tbody>
          {indices.map((index, place) => (
            <tr key={index}>
              <th scope="row">{countText(curves.count[index] ?? 0)}</th>
              <td>{curves.kimg[index]?.toFixed(KIMG_DECIMALS)}</td>
              <td>{curves.resolution[index]}</td>
              {pair.map((stat) => (
                <td key={stat}>{lossText(curves.values[stat]?.[index])}</td>
              ))}
              {marked && <td>{changedAt(place)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
