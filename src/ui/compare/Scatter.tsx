/** Two sides' points on one plane: the first round, the second square, reals hollow and generated filled; or their table. */
import { useMemo } from 'react';
import type { Embedded } from '../../protocol/comparison.ts';
import { classes } from '../kit/classes.ts';
import { countText, decimalText } from '../kit/format.ts';
import { useSize } from '../kit/useSize.ts';
import styles from './Scatter.module.css';
import { scatterPaths } from './scatterPaths.ts';

interface ScatterProps {
  /** "Real, the control". */
  readonly title: string;
  readonly method: string;
  readonly names: readonly [string, string];
  readonly embedded: Embedded;
  readonly hollow: boolean;
  readonly table: boolean;
}

const RADIUS = 2.5;
/** Rows of a table's side at most; more help nobody. */
const MOST_ROWS = 100;
const DECIMALS = 2;

export function Scatter({ title, method, names, embedded, hollow, table }: ScatterProps) {
  const [ref, size] = useSize<HTMLDivElement>();
  const paths = useMemo(
    () => size && scatterPaths(embedded, { width: size.width, height: size.height, radius: RADIUS }),
    [embedded, size],
  );
  const { first, points } = embedded;
  const second = points.length / 2 - first;
  const label = `${title}: ${method} of ${countText(first)} ${names[0]}, round, and ${countText(second)} ${names[1]}, square. The points are in the table, what they mean in the numbers below.`;
  return (
    <figure className={styles.figure}>
      <figcaption>{title}</figcaption>
      {table ? (
        <PointTable title={title} names={names} embedded={embedded} />
      ) : (
        <div ref={ref} className={styles.plane}>
          {paths && size && (
            <svg width={size.width} height={size.height} role="img" aria-label={label}>
              <path className={classes(styles.first, hollow && styles.hollow)} d={paths[0]} />
              <path className={classes(styles.second, hollow && styles.hollow)} d={paths[1]} />
            </svg>
          )}
        </div>
      )}
    </figure>
  );
}

function PointTable({ title, names, embedded }: Pick<ScatterProps, 'title' | 'names' | 'embedded'>) {
  const { points, first } = embedded;
  const count = points.length / 2;
  const every = Math.max(1, Math.ceil(count / (2 * MOST_ROWS)));
  const rows = Array.from({ length: Math.ceil(count / every) }, (_, i) => i * every);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={`${title}, table`}>
      <table className={styles.table}>
        <caption>{every === 1 ? 'Every point' : `Every ${countText(every)}th point`}</caption>
        <thead>
          <tr>
            <th scope="col">Side</th>
            <th scope="col">x</th>
            <th scope="col">y</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((i) => (
            <tr key={i}>
              <th scope="row">{i < first ? names[0] : names[1]}</th>
              <td>{decimalText(points[2 * i] ?? Number.NaN, DECIMALS)}</td>
              <td>{decimalText(points[2 * i + 1] ?? Number.NaN, DECIMALS)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
