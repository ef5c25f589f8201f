/**
 * The page before the first picture: data set and training side by side, in equal parts, and saved runs below the data set
 * where there are any.
 */
import { hasSavedRuns } from '../../state/questions.ts';
import { useAppState } from '../appContext.tsx';
import { DatasetPane } from '../dataset/DatasetPane.tsx';
import { classes } from '../kit/classes.ts';
import { RunsPane } from '../runs/RunsPane.tsx';
import { TrainingPane } from '../training/TrainingPane.tsx';
import styles from './PrepareLayout.module.css';

export function PrepareLayout() {
  const saved = useAppState(hasSavedRuns);
  return (
    <main id="main" className={styles.prepare}>
      <div className={classes(styles.column, saved && styles.shared)}>
        <DatasetPane compact={false} />
        {saved && <RunsPane wide={false} />}
      </div>
      <TrainingPane />
    </main>
  );
}
