/** The Dataset region in all its states: empty, reading, present, refused. It never loses a data set to a failed change. */
import { datasetIsFixed, runIsActive } from '../../state/questions.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { bytesText } from '../kit/format.ts';
import { Pane, PaneBody } from '../kit/Pane.tsx';
import { Progress } from '../kit/Progress.tsx';
import { progressText } from '../kit/progressText.ts';
import { DatasetFailure } from './DatasetFailure.tsx';
import styles from './DatasetPane.module.css';
import { EmptyDataset } from './EmptyDataset.tsx';
import { PresentDataset } from './PresentDataset.tsx';
import { ZipChooser } from './ZipChooser.tsx';
import { ZipDrop } from './ZipDrop.tsx';

export function DatasetPane({ compact }: { readonly compact: boolean }) {
  const dataset = useAppState((state) => state.dataset);
  const active = useAppState(runIsActive);
  const fixed = useAppState(datasetIsFixed);
  const { summary, sheet, failure } = dataset;
  const reading = dataset.phase === 'reading';
  const empty = !summary && !reading;
  return (
    <Pane
      title="Dataset"
      sub={summary && (summary.bytes > 0 ? `${summary.name}, ${bytesText(summary.bytes)}` : summary.name)}
      head={!empty && !fixed && <ReplaceControls />}
      folds={compact && active}
    >
      <PaneBody>
        {reading && <Reading />}
        {empty && <EmptyDataset compact={compact} />}
        {summary && fixed && <PresentDataset summary={summary} sheet={sheet} compact={compact} />}
        {summary && !fixed && (
          <ZipDrop>
            {failure && <DatasetFailure failure={failure} />}
            <PresentDataset summary={summary} sheet={sheet} compact={compact} />
          </ZipDrop>
        )}
      </PaneBody>
    </Pane>
  );
}

/** Another zip, or the phantoms, in place of what is there. */
function ReplaceControls() {
  const { usePhantoms } = useActions();
  const kind = useAppState((state) => state.dataset.summary?.kind);
  const isPhantom = kind === 'phantom';
  const zipText = { phantom: 'Use a zip', zip: 'Replace', none: 'Choose another zip' }[kind ?? 'none'];
  return (
    <>
      {!isPhantom && (
        <span className={styles.wide}>
          <Button look="quiet" size="small" onClick={usePhantoms}>
            Use phantom data
          </Button>
        </span>
      )}
      <ZipChooser look="quiet" text={zipText} />
    </>
  );
}

function Reading() {
  const progress = useAppState((state) => state.dataset.progress);
  return (
    <Progress
      label="Reading the data set"
      text={progressText(progress)}
      done={progress?.done ?? 0}
      total={progress?.total ?? 0}
    />
  );
}
