/** The table behind a metric's chart: every measurement as numbers, newest first. */
import type { LiveChange } from '../../protocol/events.ts';
import type { Between } from '../../protocol/judging.ts';
import type { ReturnMark } from '../../state/appState.ts';
import { countText, decimalText } from '../kit/format.ts';
import { changesBetween, returnsBetween } from '../losses/marks.ts';
import styles from '../losses/SeriesTable.module.css';
import type { MetricCurve } from './metricCurve.ts';

interface MetricCurveTableProps {
  readonly title: string;
  readonly curve: MetricCurve;
  /** A number of this metric for people, already times what it is written times. */
  readonly text: (value: number) => string;
  readonly changes: readonly LiveChange[];
  readonly returns: readonly ReturnMark[];
}

export function MetricCurveTable({ title, curve, text, changes, returns }: MetricCurveTableProps) {
  const between = ({ low, high }: Between) => `${text(low)} to ${text(high)}`;
  const changedAt = (index: number) => {
    const from = curve.points[index - 1]?.kimg ?? -1;
    const to = curve.points[index]?.kimg ?? 0;
    return [changesBetween(changes, from, to), returnsBetween(returns, from, to)].filter(Boolean).join('; ');
  };
  const marked = changes.length > 0 || returns.length > 0;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={`${title}, table`}>
      <table className={styles.table}>
        <caption>Every measurement, newest first.</caption>
        <thead>
          <tr>
            <th scope="col">kimg</th>
            <th scope="col">Resolution</th>
            <th scope="col">Pictures</th>
            <th scope="col">Generated</th>
            <th scope="col">Interval</th>
            <th scope="col">Floor</th>
            <th scope="col">Interval</th>
            {marked && <th scope="col">Changed before</th>}
          </tr>
        </thead>
        <tbody>
          {curve.points
            .map((point, index) => (
              <tr key={point.kimg}>
                <th scope="row">{decimalText(point.kimg, 1)}</th>
                <td>{point.resolution}</td>
                <td>{countText(point.pictures)}</td>
                <td>{text(point.value)}</td>
                <td>{between(point.interval)}</td>
                <td>{text(point.floor)}</td>
                <td>{between(point.floorInterval)}</td>
                {marked && <td>{changedAt(index)}</td>}
              </tr>
            ))
            .toReversed()}
        </tbody>
      </table>
    </section>
  );
}
