/** Progress: what is being done and how far, in words, with a bar once the total is known. No spinner. */
import styles from './Progress.module.css';

interface ProgressProps {
  /** Name of the bar for screen readers. */
  readonly label: string;
  readonly text: string;
  readonly done: number;
  /** 0 while unknown: then there is no bar. */
  readonly total: number;
}

export function Progress({ label, text, done, total }: ProgressProps) {
  return (
    <div className={styles.progress}>
      <p>{text}</p>
      {total > 0 && <progress aria-label={label} value={done} max={total} />}
    </div>
  );
}
