/** "Keep awake": whether the computer may sleep while a run is under way. Not drawn where the browser has no such lock. */
import { useActions, useAppState } from '../appContext.tsx';
import { Switch } from '../kit/Toggle.tsx';
import { awakeText } from '../runs/runText.ts';
import styles from './RunHabits.module.css';

export function KeepAwake() {
  const awake = useAppState((state) => state.awake);
  const { keepAwake } = useActions();
  if (!('wakeLock' in navigator)) return null;
  return (
    <div className={styles.row}>
      <Switch label="Keep awake" checked={awake.wanted} onChange={keepAwake} />
      <span className={awake.refusal === undefined ? styles.why : styles.refused} aria-live="polite">
        {awakeText(awake)}
      </span>
    </div>
  );
}
