/** "Save every": how often a run is saved beside the usual occasions. It holds for every run. */
import { SAVE_MINUTES } from '../../protocol/savedRuns.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Segmented } from '../kit/Segmented.tsx';
import styles from './RunHabits.module.css';

const OPTIONS = SAVE_MINUTES.map((value) => ({ value, label: `${value} min` }));

export function SaveEvery() {
  const minutes = useAppState((state) => state.saveMinutes);
  const denied = useAppState((state) => state.runs.storage?.failure !== undefined);
  const { setSaveMinutes } = useActions();
  return (
    <div className={styles.row}>
      <span aria-hidden="true">Save every</span>
      <Segmented label="Save every" value={minutes} options={OPTIONS} onChange={setSaveMinutes} />
      <span className={styles.why}>
        {denied ? 'but this browser allows no storage' : 'and at each epoch, in this browser'}
      </span>
    </div>
  );
}
