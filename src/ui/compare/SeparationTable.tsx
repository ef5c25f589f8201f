/** How far two sides are apart, real beside generated beside what it would be if nothing set them apart. */
import type { Comparison } from '../../protocol/comparison.ts';
import { ClassMark } from './ClassMark.tsx';
import { type NumberCell, numberRows } from './compareText.ts';
import styles from './SeparationTable.module.css';

export function SeparationTable({ comparison }: { readonly comparison: Comparison }) {
  const [first, second] = comparison.names;
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">
              Separation of <ClassMark side={0} />
              {first} and <ClassMark side={1} />
              {second}
            </th>
            <th scope="col">Real</th>
            <th scope="col">Generated</th>
            <th scope="col">If none</th>
          </tr>
        </thead>
        <tbody>
          {numberRows(comparison).map(({ name, real, generated, ifNone }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <Cell cell={real} />
              <Cell cell={generated} />
              <td>{ifNone}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ cell }: { readonly cell: NumberCell | undefined }) {
  if (!cell) return <td className={styles.none}>not measured</td>;
  return (
    <td>
      <b>{cell.value}</b> <span className={styles.interval}>{cell.interval}</span>
    </td>
  );
}
