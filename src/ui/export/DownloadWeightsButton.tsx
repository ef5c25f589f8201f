/** The one "Download weights" of the page. It says while it is busy; what goes wrong is told beside "Open weights". */
import { useActions, useAppState } from '../appContext.tsx';
import { gateObstacle } from '../copies/copiesText.ts';
import { Button } from '../kit/Button.tsx';
import styles from './DownloadWeightsButton.module.css';

const BUSY = 'Preparing weights';

export function DownloadWeightsButton() {
  const preparing = useAppState((state) => state.weights.preparing);
  const waiting = useAppState((state) => gateObstacle(state.judge.gate));
  const { downloadWeights } = useActions();
  const obstacle = waiting ?? (preparing ? BUSY : undefined);
  return (
    <span className={styles.row}>
      <span aria-live="polite" className={styles.busy}>
        {obstacle}
      </span>
      <Button icon="download" obstacle={obstacle} onClick={downloadWeights}>
        Download weights
      </Button>
    </span>
  );
}
