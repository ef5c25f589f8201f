/** The pictures of opened weights, where the Samples region shows a run instead. It repeats nothing that is drawn there. */
import { useAppState } from '../appContext.tsx';
import { SheetCanvas } from '../samples/SheetCanvas.tsx';
import { rowsText, sheetSeedsText } from '../samples/sheetText.ts';
import styles from './OpenedSheet.module.css';

export function OpenedSheet() {
  const sheet = useAppState((state) => state.weights.sheet);
  const name = useAppState((state) => state.weights.opened?.name);
  if (!sheet || name === undefined) return null;
  const rows = rowsText(sheet);
  return (
    <figure className={styles.figure}>
      <div className={styles.room}>
        <SheetCanvas sheet={sheet} label={`Samples of ${name}`} />
      </div>
      <figcaption>
        {sheetSeedsText(sheet)}
        {rows ? `; ${rows}; ` : ', '}EMA weights, constant noise
      </figcaption>
    </figure>
  );
}
