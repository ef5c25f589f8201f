/** Which kernel each of the run's convolutions got, folded. It shows nothing where the rules chose all of them unasked. */
import { useAppState } from '../appContext.tsx';
import { Disclosure } from '../kit/Disclosure.tsx';
import styles from './KernelChoices.module.css';
import { chosenText, shapeText, tuningText } from './kernelText.ts';

export function KernelChoices() {
  const report = useAppState((state) => state.tuning?.report);
  if (!report || (report.shapes.length === 0 && report.problem === undefined)) return null;
  return (
    <Disclosure title="Kernels">
      {report.problem !== undefined && <p className={styles.note}>{report.problem}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll by keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label="Kernels, table">
        <table className={styles.table}>
          <caption>{tuningText(report)} The most work first.</caption>
          <thead>
            <tr>
              <th scope="col">Convolution</th>
              <th scope="col">Kernel</th>
              <th scope="col">Chosen</th>
            </tr>
          </thead>
          <tbody>
            {report.shapes.map((tuned) => (
              <tr key={tuned.shape}>
                <th scope="row">{shapeText(tuned.shape)}</th>
                <td>
                  <code>{tuned.variant}</code>
                </td>
                <td>{chosenText(tuned)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Disclosure>
  );
}
