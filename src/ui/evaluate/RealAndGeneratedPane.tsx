/** "Real and generated": the sheet that is looked at beside real slices. It draws nothing anew and judges nothing. */
import { shownSheet } from '../../state/questions.ts';
import { useAppState } from '../appContext.tsx';
import { RealSlices } from '../dataset/RealSlices.tsx';
import { decimalText } from '../kit/format.ts';
import { Pane, PaneBody } from '../kit/Pane.tsx';
import { SheetCanvas } from '../samples/SheetCanvas.tsx';
import { sheetSeedsText } from '../samples/sheetText.ts';
import styles from './RealAndGeneratedPane.module.css';

/** As on the run's sheets: six by six beside six by six. */
const COLUMNS = 6;

export function RealAndGeneratedPane() {
  const sheet = useAppState(shownSheet);
  const reals = useAppState((state) => state.dataset.sheet);
  const slices = useAppState((state) => state.dataset.summary?.slices ?? 0);
  const columns = sheet?.columns ?? COLUMNS;
  const count = Math.min(columns * (sheet?.rows ?? COLUMNS), slices, (reals?.columns ?? 0) * (reals?.rows ?? 0));
  return (
    <Pane title="Real and generated" sub={sheet && `at ${decimalText(sheet.kimg, 1)} kimg`}>
      <PaneBody>
        <div className={styles.both}>
          <figure>
            {sheet && (
              <div className={styles.room} style={{ aspectRatio: `${sheet.columns} / ${sheet.rows}` }}>
                <SheetCanvas sheet={sheet} label="Generated, beside real slices" />
              </div>
            )}
            <figcaption>
              <b>Generated</b>
              {sheet && `. ${sheetSeedsText(sheet)}, psi ${decimalText(sheet.psi, 2)}`}
            </figcaption>
          </figure>
          <figure>
            {reals && count > 0 ? (
              <RealSlices sheet={reals} count={count} columns={columns} />
            ) : (
              <p className={styles.nothing}>No data set is open: add it to see real slices here.</p>
            )}
            <figcaption>
              <b>Real</b>. Spread over the slices trained on
            </figcaption>
          </figure>
        </div>
      </PaneBody>
    </Pane>
  );
}
