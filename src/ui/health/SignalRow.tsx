/** One signal: its value beside the band of healthy ones, its level in a word and a shape, and what it means. */
import type { SignalReading } from '../../protocol/judging.ts';
import { classes } from '../kit/classes.ts';
import { Icon } from '../kit/Icon.tsx';
import { Gauge } from './Gauge.tsx';
import { bandText, LEVEL_WORDS, SIGNAL_WORDS, signalNumberText } from './healthText.ts';
import styles from './SignalRow.module.css';

export function SignalRow({ reading }: { readonly reading: SignalReading }) {
  const { signal, level, value, band, sentence } = reading;
  const { name, number } = SIGNAL_WORDS[signal];
  const { word, icon } = LEVEL_WORDS[level];
  const known = level !== 'unknown' && value !== undefined;
  return (
    <li className={classes(styles.row, styles[level])}>
      <span className={styles.name}>
        {name} <small>{number}</small>
      </span>
      <span className={styles.gauge}>{known && band && <Gauge value={value} band={band} level={level} />}</span>
      <span className={styles.value}>
        {known && (
          <>
            <b>{signalNumberText(value)}</b> <small>{bandText(reading)}</small>
          </>
        )}
      </span>
      <span className={styles.word}>
        <Icon name={icon} />
        {word}
      </span>
      <span className={styles.sentence}>{sentence}</span>
    </li>
  );
}
