/** What holds for every run, now and later: how much of the GPU it leaves free, how often it is saved, and sleep. */
import { KeepAwake } from './KeepAwake.tsx';
import { LeaveFree } from './LeaveFree.tsx';
import styles from './RunHabits.module.css';
import { SaveEvery } from './SaveEvery.tsx';

export function RunHabits() {
  return (
    <div className={styles.habits}>
      <LeaveFree />
      <SaveEvery />
      <KeepAwake />
    </div>
  );
}
