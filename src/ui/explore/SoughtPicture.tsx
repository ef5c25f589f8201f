/** Which real picture is looked for: a slice by its number, a held-out one, or a file of one's own. It shows what was chosen. */
import { useState } from 'react';
import { type Failure, toFailure } from '../../protocol/failure.ts';
import type { ShownSlice, WhichSlice } from '../../protocol/projection.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { FileButton } from '../kit/FileButton.tsx';
import { countText } from '../kit/format.ts';
import { NumberField } from '../kit/NumberField.tsx';
import { wholeProblem } from './exploreText.ts';
import styles from './SoughtPicture.module.css';
import { TileCanvas } from './TileCanvas.tsx';

interface SoughtPictureProps {
  readonly slice: ShownSlice | undefined;
  /** Looked for instead of the slice, where there is one. */
  readonly file: File | undefined;
  readonly onSlice: (slice: ShownSlice) => void;
  readonly onFile: (file: File | undefined) => void;
}

export function SoughtPicture({ slice, file, onSlice, onFile }: SoughtPictureProps) {
  const summary = useAppState((state) => state.dataset.summary);
  const { showSlice } = useActions();
  const [index, setIndex] = useState(0);
  const [turn, setTurn] = useState(0);
  const [failure, setFailure] = useState<Failure>();
  const slices = summary?.slices ?? 0;
  const problem = slices > 0 ? wholeProblem(index, 0, slices - 1) : undefined;
  const show = async (which: WhichSlice) => {
    setFailure(undefined);
    onFile(undefined);
    try {
      const shown = await showSlice(which);
      setIndex(shown.index);
      onSlice(shown);
    } catch (error) {
      setFailure(toFailure(error));
    }
  };
  const showHeldOut = () => {
    setTurn(turn + 1);
    void show({ kind: 'held-out', turn });
  };
  const none = slices === 0 ? 'There is no data set: choose a file instead.' : undefined;
  const noHeldOut = none ?? (summary?.heldOutSlices === 0 ? 'No slice is held out.' : undefined);
  return (
    <section className={styles.sought} aria-label="What is looked for">
      <div className={styles.picture}>
        {slice && !file ? (
          <TileCanvas sheet={slice.picture} index={0} label={`Slice ${slice.index}, ${slice.name}`} />
        ) : (
          <span className={styles.nothing}>{file ? 'a file' : 'no picture yet'}</span>
        )}
      </div>
      <div className={styles.choice}>
        <div className={styles.row}>
          <NumberField label="Slice" value={index} problem={problem} onCommit={setIndex} />
          <Button obstacle={none ?? problem} onClick={() => show({ kind: 'index', index })}>
            Take it
          </Button>
        </div>
        <div className={styles.row}>
          <Button obstacle={noHeldOut} onClick={showHeldOut}>
            A held-out one
          </Button>
          <FileButton label="A picture file" accept="image/png,image/jpeg" onFile={onFile} />
        </div>
        <p className={styles.words} aria-live="polite">
          {file ? `${file.name}, prepared like the slices` : (slice && sliceText(slice)) || none || rangeText(slices)}
        </p>
        {failure && <FailureNotice title="The slice cannot be shown" failure={failure} />}
      </div>
    </section>
  );
}

const rangeText = (slices: number) => `Slices 0 to ${countText(slices - 1)}, in the order of their names.`;

function sliceText({ index, name, isHeldOut, slices }: ShownSlice): string {
  return `Slice ${countText(index)} of ${countText(slices)}, ${name}: ${isHeldOut ? 'held out' : 'not held out'}`;
}
