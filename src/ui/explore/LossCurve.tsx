/** The losses of a search on a logarithmic scale, with their table behind. It refuses to smooth. */
import { Disclosure } from '../kit/Disclosure.tsx';
import { countText } from '../kit/format.ts';
import part from '../kit/Part.module.css';
import styles from './LossCurve.module.css';
import { curvePath, type LossPoint, lossText, tableRows } from './searchCurve.ts';

/** The drawing's own units; the page stretches it. */
const WIDTH = 420;
const HEIGHT = 96;

interface LossCurveProps {
  /** In the order of their steps. */
  readonly points: readonly LossPoint[];
  /** Steps of the whole search. */
  readonly of: number;
}

export function LossCurve({ points, of }: LossCurveProps) {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const { path, low, high } = curvePath(points, of, WIDTH, HEIGHT);
  const words = `Distance at each step, logarithmic: ${lossText(first.loss)} at step ${first.step}, ${lossText(last.loss)} at step ${last.step}`;
  return (
    <figure className={part.figure}>
      <div className={styles.plot}>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={words}>
          <path d={path} className={styles.line} />
        </svg>
        <span className={styles.high}>{lossText(high)}</span>
        <span className={styles.low}>{lossText(low)}</span>
        <span className={styles.end}>step {countText(of)}</span>
      </div>
      <figcaption>{words}</figcaption>
      <Disclosure title="Distances as a table">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll by keyboard */}
        <section className={styles.table} tabIndex={0} aria-label="Distances, table">
          <table>
            <thead>
              <tr>
                <th scope="col">Step</th>
                <th scope="col">Distance</th>
              </tr>
            </thead>
            <tbody>
              {tableRows(points).map(({ step, loss }) => (
                <tr key={step}>
                  <th scope="row">{step}</th>
                  <td>{lossText(loss)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </Disclosure>
    </figure>
  );
}
