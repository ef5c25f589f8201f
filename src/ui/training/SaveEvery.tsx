/** "Save every": how often a run is saved beside the usual occasions. It holds for every run. */
import { SAVE_MINUTES } from '../../protocol/savedRuns.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Segmented } from '../kit/Segmented.tsx';
import styles from './RunHabits.module.css';

const OPTIONS = SAVE_MINUTES.map((value) => ({ value, label: `${value} min`, icon: String(value) }));

export function SaveEvery() {
  const minutes = useAppState((state) => state.saveMinutes);
  const denied = useAppState((state) => state.runs.storage?.failure !== undefined);
  const { setSaveMinutes } = useActions();
  return (
    <div className={styles.row}>
      <span aria-hidden="true">Save every</span>
      <Segmented label="Save every" value={minutes} options={OPTIONS} onChange={setSaveMinutes} />
      <span className={styles.why}>
        {denied ? 'minutes: but this browser allows no storage' : 'minutes, and at each epoch'}
      </span>
    </div>
  );
}
