/** How old the last checkpoint is, or why the last save failed. A quiet line, silent for screen readers' live regions. */
import { useAppState } from '../appContext.tsx';
import { classes } from '../kit/classes.ts';
import { useNow } from '../kit/useNow.ts';
import { saveText } from './runText.ts';
import styles from './SavedAge.module.css';

const REPAINT_MS = 10_000;

export function SavedAge() {
  const run = useAppState((state) => state.run);
  const now = useNow(REPAINT_MS, run?.saved?.at ?? 0);
  const text = run && saveText(run, now);
  if (text === undefined) return null;
  return (
    <span className={classes(styles.age, run?.saveFailure && styles.unsaved)} aria-live="off">
      {text}
    </span>
  );
}
