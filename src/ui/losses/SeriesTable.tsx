/** The table behind a chart: the same points as numbers, newest first. It refuses to smooth what it lists silently. */
import type { StepStat } from '../../protocol/stats.ts';
import { countText } from '../kit/format.ts';
import type { CurveMode, Curves } from './curves.ts';
import styles from './SeriesTable.module.css';
import { lossText, SERIES_STYLE } from './seriesStyle.ts';
import { tableRows } from './tableRows.ts';

interface SeriesTableProps {
  readonly title: string;
  readonly curves: Curves;
  readonly pair: readonly [StepStat, StepStat];
  readonly mode: CurveMode;
}

const KIMG_DECIMALS = 3;

export function SeriesTable({ title, curves, pair, mode }: SeriesTableProps) {
  const { indices, every } = tableRows(curves.length);
  const unit = mode === 'batch' ? 'step' : 'epoch';
  const how = every === 1 ? `every ${unit}` : `every ${countText(every)}th ${unit}; the CSV has all`;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={`${title}, table`}>
      <table className={styles.table}>
        <caption>
          {mode === 'batch' ? 'Values as they were, not smoothed' : 'Epoch means, not smoothed'}, newest first, {how}.
        </caption>
        <thead>
          <tr>
            <th scope="col">{mode === 'batch' ? 'Step' : 'Epoch'}</th>
            <th scope="col">kimg</th>
            <th scope="col">Resolution</th>
            {pair.map((stat) => (
              <th key={stat} scope="col">
                {SERIES_STYLE[stat].label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {indices.map((index) => (
            <tr key={index}>
              <th scope="row">{countText(curves.count[index] ?? 0)}</th>
              <td>{curves.kimg[index]?.toFixed(KIMG_DECIMALS)}</td>
              <td>{curves.resolution[index]}</td>
              {pair.map((stat) => (
                <td key={stat}>{lossText(curves.values[stat][index])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
