/** One evaluation as a table: each number with its interval, beside that of reals against reals. It measures nothing. */
import { useId } from 'react';
import type { Evaluation } from '../../protocol/judging.ts';
import { SpokenOnly } from '../kit/SpokenOnly.tsx';
import { FloorBar } from './FloorBar.tsx';
import styles from './MetricsTable.module.css';
import { type MetricGroup, type MetricRow, metricGroups } from './metricGroups.ts';

/** What must stand beside every number of features that are not Inception's. */
const NOT_INCEPTION = 'not comparable with published Inception FIDs';

export function MetricsTable({ evaluation }: { readonly evaluation: Evaluation }) {
  const groups = metricGroups(evaluation);
  const firstOfFeatures = groups.find(({ ofFeatures }) => ofFeatures);
  return (
    <div className={styles.whole}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col">Against the floor</th>
            <th scope="col">Generated</th>
            <th scope="col">Real to real</th>
            <th scope="col">Ratio</th>
          </tr>
        </thead>
        {groups.map((group) => (
          <Group
            key={group.name}
            group={group}
            made={group === firstOfFeatures ? `Features of ${evaluation.extractor}: ${NOT_INCEPTION}.` : undefined}
          />
        ))}
      </table>
      <p className={styles.legend}>
        <span>
          <i className={styles.generatedKey} /> generated, the thin line its interval
        </span>
        <span>
          <i className={styles.floorKey} /> floor with its interval: training slices against{' '}
          {evaluation.floorOf === 'held-out subjects' ? 'held-out subjects' : 'their own other half'}
        </span>
      </p>
    </div>
  );
}

function Group({ group, made }: { readonly group: MetricGroup; readonly made: string | undefined }) {
  const id = useId();
  return (
    <tbody aria-labelledby={id}>
      <tr className={styles.head}>
        <th scope="rowgroup" colSpan={5} id={id}>
          {group.name} <span>{group.note}</span>
          {made && <span className={styles.made}>{made}</span>}
        </th>
      </tr>
      {group.rows.map((row) => (
        <Row key={row.number.id} row={row} />
      ))}
    </tbody>
  );
}

function Row({ row }: { readonly row: MetricRow }) {
  const { value, interval, floor, floorInterval } = row.number;
  return (
    <tr>
      <th scope="row">
        {row.name} {row.unit && <span className={styles.unit}>{row.unit}</span>}
      </th>
      <td>
        <FloorBar {...{ value, interval, floor, floorInterval }} low={row.low} high={row.high} asMark={row.asMark} />
        <SpokenOnly>{row.place}</SpokenOnly>
      </td>
      <Numbers value={row.value} interval={row.interval} />
      <Numbers value={row.floor} interval={row.floorInterval} />
      <td>{row.ratio}</td>
    </tr>
  );
}

function Numbers({ value, interval }: { readonly value: string; readonly interval: string }) {
  return (
    <td>
      <b>{value}</b> <span>{interval}</span>
    </td>
  );
}
