/**
 * How near generated pictures lie to training, beside how near unseen reals do: two outlines over the ratio, the threshold
 * between, and the same as a table.
 */
import type { CopySpace } from '../../protocol/judging.ts';
import { Disclosure } from '../kit/Disclosure.tsx';
import { countText, decimalText, percentText } from '../kit/format.ts';
import { binText, type RatioBin, ratioBins, ratioPlace } from './copiesText.ts';
import styles from './RatioHistogram.module.css';

/** The drawing's own units; the page stretches it. */
const WIDTH = 420;
const HEIGHT = 90;
const TICKS = [0, 0.5, 1, 1.5, 2];

export function RatioHistogram({ space }: { readonly space: CopySpace }) {
  const bins = ratioBins(space);
  const highest = Math.max(...bins.map(({ fakeShare, heldOutShare }) => Math.max(fakeShare, heldOutShare)));
  const outline = (shareOf: (bin: RatioBin) => number) => {
    const y = (bin: RatioBin) => HEIGHT * (1 - shareOf(bin) / highest);
    const steps = bins.map((bin, i) => {
      const right = (WIDTH * (i + 1)) / bins.length;
      return `V${y(bin).toFixed(1)}H${right.toFixed(1)}`;
    });
    return `M0 ${HEIGHT}${steps.join('')}V${HEIGHT}`;
  };
  const threshold = WIDTH * ratioPlace(space.threshold);
  const words = `Ratios of generated pictures and of held-out slices in ${space.name}; threshold ${decimalText(space.threshold, 2)}`;
  return (
    <figure className={styles.histogram}>
      <svg
        className={styles.chart}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words}
      >
        <path className={styles.fakes} d={outline(({ fakeShare }) => fakeShare)} />
        <path className={styles.reals} d={outline(({ heldOutShare }) => heldOutShare)} />
        <line className={styles.threshold} x1={threshold} x2={threshold} y1={0} y2={HEIGHT} />
      </svg>
      <div className={styles.ticks} aria-hidden="true">
        {TICKS.map((tick) => (
          <span key={tick} style={{ left: `${100 * ratioPlace(tick)}%` }}>
            {decimalText(tick, 1)}
          </span>
        ))}
      </div>
      <figcaption>
        Shares of the <span className={styles.fakeKey}>generated pictures</span> and of the{' '}
        <span className={styles.realKey}>held-out slices</span> by ratio: below 1 is nearer to training. The line is at{' '}
        {decimalText(space.threshold, 2)}: 5 % of the held-out slices lie below it.
      </figcaption>
      <Disclosure title="Ratios as a table">
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Ratio</th>
              <th scope="col">Generated</th>
              <th scope="col">Held out</th>
            </tr>
          </thead>
          <tbody>
            {bins.map((bin) => (
              <tr key={bin.from}>
                <th scope="row">{binText(bin)}</th>
                <td>
                  {countText(bin.fakes)}, {percentText(bin.fakeShare)}
                </td>
                <td>
                  {countText(bin.heldOut)}, {percentText(bin.heldOutShare)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Disclosure>
    </figure>
  );
}
