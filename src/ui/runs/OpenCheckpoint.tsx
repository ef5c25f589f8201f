/**
 * "Open checkpoint": for a run that was begun on another machine. The worker reads the file as hostile; a checkpoint dropped
 * on the page goes the same way.
 */
import { resumeObstacle } from '../../state/questions.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { FileButton } from '../kit/FileButton.tsx';
import styles from './OpenCheckpoint.module.css';

const BUSY = { opening: 'The checkpoint is being read.', packing: 'The checkpoint is being made.' };

/** hint: words beside it, for where it stands alone. */
export function OpenCheckpoint({ hint }: { readonly hint?: string }) {
  const { openCheckpoint } = useActions();
  const blocked = useAppState((state) => resumeObstacle(state));
  const busy = useAppState((state) => state.runs.busy);
  const obstacle = busy === undefined ? blocked : BUSY[busy];
  return (
    <div className={styles.row}>
      <FileButton
        label="Open checkpoint"
        accept=".safetensors"
        obstacle={obstacle}
        onFile={(file) => void openCheckpoint(file)}
      />
      <span className={styles.words} aria-live="polite">
        {busy === undefined ? hint : BUSY[busy]}
      </span>
    </div>
  );
}
