/**
 * "Open checkpoint": a file input drawn as a button, for a run that was begun on another machine. The worker reads the file as
 * hostile; a checkpoint dropped on the page goes the same way.
 */
import { resumeObstacle } from '../../state/questions.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { classes } from '../kit/classes.ts';
import { Icon } from '../kit/Icon.tsx';
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
      <span className={classes(styles.control, obstacle !== undefined && styles.off)} title={obstacle}>
        <Icon name="upload" />
        <span aria-hidden="true">Open checkpoint</span>
        <input
          type="file"
          accept=".safetensors"
          aria-label="Open checkpoint"
          disabled={obstacle !== undefined}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) void openCheckpoint(file);
            event.target.value = ''; // the same file may be chosen again
          }}
        />
      </span>
      <span className={styles.words} aria-live="polite">
        {busy === undefined ? hint : BUSY[busy]}
      </span>
    </div>
  );
}
