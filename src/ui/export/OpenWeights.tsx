/**
 * "Open weights": a file input, and a place to drop on, for a zip that was downloaded here before. It restores the
 * networks for sampling, not for training on; it refuses nothing itself, the worker reads the file as hostile.
 */
import { runIsActive } from '../../state/questions.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { FileButton } from '../kit/FileButton.tsx';
import { decimalText, sideText } from '../kit/format.ts';
import styles from './OpenWeights.module.css';

const REALS_PER_KIMG = 1000;

export function OpenWeights() {
  const active = useAppState(runIsActive);
  const { preparing, opened, failure } = useAppState((state) => state.weights);
  const { openWeights } = useActions();
  const obstacle = active
    ? 'Stop the run first: opened weights would take its place on the GPU.'
    : preparing
      ? 'Weights are being read or packed.'
      : undefined;

  return (
    <div className={styles.open}>
      <div className={styles.row}>
        <FileButton
          label="Open weights"
          accept=".zip,application/zip"
          obstacle={obstacle}
          onFile={(file) => void openWeights(file)}
        />
        <span className={styles.words} aria-live="polite">
          {obstacle ??
            (opened
              ? `${opened.name}: ${sideText(opened.resolution)}, ${decimalText(opened.nimg / REALS_PER_KIMG, 1)} kimg, seed ${opened.config.seed}.`
              : 'A zip from “Download weights”, chosen or dropped here: its networks make pictures again.')}
        </span>
      </div>
      {failure && <FailureNotice title="The weights were not read or packed" failure={failure} />}
    </div>
  );
}
