/**
 * "Open weights": a file input, and a place to drop on, for a zip that was downloaded here before. It restores the
 * networks for sampling, not for training on; it refuses nothing itself, the worker reads the file as hostile.
 */
import { type ChangeEvent, useState } from 'react';
import { runIsActive } from '../../state/questions.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { classes } from '../kit/classes.ts';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { decimalText, sideText } from '../kit/format.ts';
import { Icon } from '../kit/Icon.tsx';
import styles from './OpenWeights.module.css';

const REALS_PER_KIMG = 1000;

export function OpenWeights() {
  const active = useAppState(runIsActive);
  const { preparing, opened, failure } = useAppState((state) => state.weights);
  const { openWeights } = useActions();
  const [over, setOver] = useState(false);
  const obstacle = active
    ? 'Stop the run first: opened weights would take its place on the GPU.'
    : preparing
      ? 'Weights are being read or packed.'
      : undefined;

  function choose(event: ChangeEvent<HTMLInputElement>): void {
    const file = event.target.files?.[0];
    setOver(false);
    if (file) void openWeights(file);
    event.target.value = ''; // the same file may be chosen again
  }

  return (
    <div className={styles.open}>
      <div className={styles.row}>
        <span className={classes(styles.control, over && styles.over, obstacle && styles.off)}>
          <Icon name="upload" />
          <span aria-hidden="true">Open weights</span>
          <input
            type="file"
            accept=".zip,application/zip"
            aria-label="Open weights"
            disabled={obstacle !== undefined}
            onChange={choose}
            onDragEnter={() => setOver(true)}
            onDragLeave={() => setOver(false)}
          />
        </span>
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
