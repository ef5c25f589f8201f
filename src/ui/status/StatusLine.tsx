/**
 * "Training status": one line with the state and its numbers. The line repaints with each progress message (four a
 * second at most), so the live region beside it speaks only when the state, the resolution or the tenth epoch changes.
 */
import { useMemo } from 'react';
import { useAppState } from '../appContext.tsx';
import { classes } from '../kit/classes.ts';
import { SpokenOnly } from '../kit/SpokenOnly.tsx';
import styles from './StatusLine.module.css';
import { statusText } from './statusText.ts';

const DOT = {
  idle: undefined,
  ready: undefined,
  loading: 'half',
  training: 'on',
  paused: 'half',
  finished: undefined,
  stopped: undefined,
  failed: 'square',
} as const;

export function StatusLine() {
  const state = useAppState((whole) => whole);
  const { word, readouts, message, announcement } = useMemo(() => statusText(state), [state]);
  const dot = DOT[word];
  return (
    <>
      <p className={styles.status} role="status" aria-label="Training status" aria-live="off" data-state={word}>
        <span className={styles.state}>
          <span className={classes(styles.dot, dot && styles[dot])} aria-hidden="true" />
          <span className={styles.word}>{word}</span>
        </span>
        {readouts.map(({ value, unit }) => (
          <span key={unit} className={styles.readout}>
            {' '}
            <b>{value}</b> {unit}
          </span>
        ))}
        {message && <span className={styles.message}> {message}</span>}
      </p>
      <SpokenOnly aria-live="polite">{announcement}</SpokenOnly>
    </>
  );
}
