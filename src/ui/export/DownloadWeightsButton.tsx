/** The one "Download weights" of the page. It says while it is busy; what goes wrong is told beside "Open weights". */
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import styles from './DownloadWeightsButton.module.css';

const BUSY = 'Preparing weights';

export function DownloadWeightsButton() {
  const preparing = useAppState((state) => state.weights.preparing);
  const { downloadWeights } = useActions();
  return (
    <span className={styles.row}>
      <span aria-live="polite" className={styles.busy}>
        {preparing && BUSY}
      </span>
      <Button icon="download" obstacle={preparing ? BUSY : undefined} onClick={downloadWeights}>
        Download weights
      </Button>
    </span>
  );
}
