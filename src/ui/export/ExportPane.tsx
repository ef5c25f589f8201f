/**
 * The Export region: what "Download weights" takes home, and "Open weights" to bring it back. The download button itself
 * stands where the page keeps it in every view.
 */
import { shownSheet } from '../../state/questions.ts';
import { useAppState } from '../appContext.tsx';
import { FilmPart } from '../film/FilmPart.tsx';
import { decimalText } from '../kit/format.ts';
import { Pane, PaneBody } from '../kit/Pane.tsx';
import { archiveParts } from './archiveParts.ts';
import styles from './ExportPane.module.css';
import { OpenedSheet } from './OpenedSheet.tsx';
import { OpenWeights } from './OpenWeights.tsx';
import { ReportPart } from './ReportPart.tsx';
import { SheetsPane } from './SheetsPane.tsx';

const REALS_PER_KIMG = 1000;

export function ExportPane() {
  const nimg = useAppState(
    (state) => state.run?.now?.nimg ?? state.weights.opened?.nimg ?? shownSheet(state)?.nimg ?? 0,
  );
  const training = useAppState((state) => state.run?.state === 'training');
  const kimg = nimg / REALS_PER_KIMG;
  return (
    <Pane title="Export" sub={`from ${decimalText(kimg, 1)} kimg${training ? '; training goes on' : ''}`}>
      <PaneBody>
        <section className={styles.part} aria-label="Weights zip">
          <h3>“Download weights” saves one zip</h3>
          <table className={styles.files}>
            <thead>
              <tr>
                <th scope="col">File</th>
                <th scope="col">Holds</th>
              </tr>
            </thead>
            <tbody>
              {archiveParts(kimg).map(({ file, holds }) => (
                <tr key={file}>
                  <th scope="row">
                    <code>{file}</code>
                  </th>
                  <td>{holds}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className={styles.note}>
            Made on this machine and saved by the browser: nothing is uploaded. Pictures and weights can hold traces of
            the data they were trained on; the agreement for your data decides what may be passed on.
          </p>
        </section>
        <section className={styles.part} aria-label="Film">
          <h3>Film</h3>
          <FilmPart />
        </section>
        <section className={styles.part} aria-label="Report">
          <h3>Report of this run</h3>
          <ReportPart />
        </section>
        <SheetsPane />
        <section className={styles.part} aria-label="Open weights">
          <h3>Bring weights back</h3>
          <OpenWeights />
          <OpenedSheet />
        </section>
      </PaneBody>
    </Pane>
  );
}
