/** The pane before any data: what the page is for, where to put a zip, what will happen. It promises only what is built. */
import { hasPicture, hasSavedRuns } from '../../state/questions.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { OpenWeights } from '../export/OpenWeights.tsx';
import { Button } from '../kit/Button.tsx';
import { Icon } from '../kit/Icon.tsx';
import { OpenCheckpoint } from '../runs/OpenCheckpoint.tsx';
import { DatasetFailure } from './DatasetFailure.tsx';
import styles from './EmptyDataset.module.css';
import { GoodZips } from './GoodZips.tsx';
import { PrivacyLine } from './PrivacyLine.tsx';
import { ZipChooser } from './ZipChooser.tsx';
import { ZipDrop } from './ZipDrop.tsx';

/** `compact`: in the rail beside opened weights, without the words for a first visit. */
export function EmptyDataset({ compact }: { readonly compact: boolean }) {
  const failure = useAppState((state) => state.dataset.failure);
  const picture = useAppState(hasPicture);
  const saved = useAppState(hasSavedRuns);
  const { usePhantoms } = useActions();
  return (
    <div className={styles.empty}>
      {failure && <DatasetFailure failure={failure} />}
      {!failure && !compact && (
        <p className={styles.lead}>Train a StyleGAN on your own MRI slices, in this page, on this computer's GPU.</p>
      )}
      <ZipDrop framed>
        <span className={styles.arrow}>
          <Icon name="upload" />
        </span>
        <div>
          <strong>{failure ? 'Drop another zip here' : 'Drop a zip of slices here'}</strong>
          <p className={styles.quiet}>PNG or JPEG pictures, in any folders and of any sizes</p>
        </div>
        <div className={styles.ways}>
          <ZipChooser look="main" text="Choose a zip" />
          <Button size="large" onClick={usePhantoms}>
            Use phantom data
          </Button>
        </div>
      </ZipDrop>
      <PrivacyLine />
      {!compact && (failure ? <GoodZips /> : <Steps />)}
      {/* From the first picture on, the Export view has it. */}
      {!picture && <OpenWeights />}
      {/* So has the Runs region, where it is drawn. */}
      {!picture && !saved && (
        <OpenCheckpoint hint="A run from another machine, chosen or dropped here: it goes on where it was." />
      )}
    </div>
  );
}

function Steps() {
  return (
    <ol className={styles.steps}>
      <li>
        <b>1. Check.</b> Finds slices, classes and subjects, sets label maps aside, names every file it skips.
      </li>
      <li>
        <b>2. Train.</b> Pictures and curves from the first seconds; pause, resume and stop at any step.
      </li>
      <li>
        <b>3. Keep.</b> Download the weights with the names that PyTorch code uses, the settings, the curves and the
        sheets.
      </li>
    </ol>
  );
}
