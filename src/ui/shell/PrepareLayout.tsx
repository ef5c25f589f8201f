/** The page before the first picture: data set and training side by side, in equal parts. */
import { DatasetPane } from '../dataset/DatasetPane.tsx';
import { TrainingPane } from '../training/TrainingPane.tsx';
import styles from './PrepareLayout.module.css';

export function PrepareLayout() {
  return (
    <main id="main" className={styles.prepare}>
      <DatasetPane compact={false} />
      <TrainingPane />
    </main>
  );
}
