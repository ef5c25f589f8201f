/** A chart's heading: its name, and each curve's key, name and smoothed value at the cursor. It replaces a tooltip box. */
import styles from './ChartLegend.module.css';
import { type ChartStat, lossText, SERIES_STYLE } from './seriesStyle.ts';

interface ChartLegendProps {
  readonly title: string;
  readonly entries: readonly { readonly stat: ChartStat; readonly value: number | undefined }[];
  /** When the values hold, e.g. "at 281.0 kimg". */
  readonly moment: string | undefined;
}

/** The key is a short piece of the line itself: width and height in CSS pixels. */
const KEY = { width: 22, height: 8 };

export function ChartLegend({ title, entries, moment }: ChartLegendProps) {
  return (
    <div className={styles.legend}>
      <h3>{title}</h3>
      {entries.map(({ stat, value }) => {
        const { label, colour, dash } = SERIES_STYLE[stat];
        return (
          <span key={stat} className={styles.entry}>
            <svg width={KEY.width} height={KEY.height} aria-hidden="true">
              <path d={`M0 ${KEY.height / 2}H${KEY.width}`} stroke={colour} strokeDasharray={dash} />
            </svg>
            {label} <b>{lossText(value)}</b>
          </span>
        );
      })}
      {moment && <span className={styles.moment}>{moment}</span>}
    </div>
  );
}
