/** The strip under the top bar: the status line over the progress by resolution, in every state of the page. */
import { ResolutionProgress } from './ResolutionProgress.tsx';
import styles from './RunStrip.module.css';
import { StatusLine } from './StatusLine.tsx';

export function RunStrip() {
  return (
    <section className={styles.strip} aria-label="Run status">
      <StatusLine />
      <ResolutionProgress />
    </section>
  );
}
