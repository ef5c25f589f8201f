/** The Evaluate view: how good the pictures are, whether they are copies, and what sets two kinds apart. It measures nothing. */
import styles from './EvaluateView.module.css';

export function EvaluateView() {
  return <div className={styles.view}>{/* One pane a line, in the order of the mock. */}</div>;
}
