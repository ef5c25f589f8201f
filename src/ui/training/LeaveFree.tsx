/** "Leave free": how much of the time training leaves the GPU to other work on this computer. It holds for every run. */
import { FREE_SHARES } from '../../protocol/commands.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { percentText } from '../kit/format.ts';
import { Segmented } from '../kit/Segmented.tsx';
import styles from './RunHabits.module.css';

const OPTIONS = FREE_SHARES.map((value) => ({ value, label: percentText(value) }));

export function LeaveFree() {
  const free = useAppState((state) => state.free);
  const { throttle } = useActions();
  return (
    <div className={styles.row}>
      <span aria-hidden="true">Leave free</span>
      <Segmented label="Leave free" value={free} options={OPTIONS} onChange={throttle} />
      <span className={styles.why}>of the time, for other work on this computer</span>
    </div>
  );
}
