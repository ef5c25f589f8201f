/** "Generate as PNG zip": how many, how far it is, and stopping it. The pictures are drawn and packed by the worker. */
import { useState } from 'react';
import { MOST_ARCHIVED } from '../../protocol/explore.ts';
import { type Failure, toFailure } from '../../protocol/failure.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { gateObstacle } from '../copies/copiesText.ts';
import { Button } from '../kit/Button.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { countText } from '../kit/format.ts';
import { NumberField } from '../kit/NumberField.tsx';
import { Progress } from '../kit/Progress.tsx';
import { wholeProblem } from './exploreText.ts';
import styles from './PictureZip.module.css';

const FIRST_COUNT = 100;

export function PictureZip() {
  const { firstSeed, look, archive } = useAppState((state) => state.explore);
  const waiting = useAppState((state) => gateObstacle(state.judge.gate));
  const { archivePictures, stopArchive } = useActions();
  const [count, setCount] = useState(FIRST_COUNT);
  const problem = wholeProblem(count, 1, MOST_ARCHIVED);
  const [failure, setFailure] = useState<Failure>();

  const generate = async () => {
    setFailure(undefined);
    try {
      await archivePictures(firstSeed, count, look);
    } catch (error) {
      setFailure(toFailure(error));
    }
  };
  return (
    <div className={styles.zip}>
      {failure && <FailureNotice title="The zip was not made" failure={failure} />}
      <div className={styles.row}>
        <NumberField label="Pictures in the zip" hideLabel value={count} problem={problem} onCommit={setCount} />
        <Button icon="download" obstacle={archive ? 'A zip is being made.' : (waiting ?? problem)} onClick={generate}>
          Generate {countText(count)} as PNG zip
        </Button>
        {archive ? (
          <>
            <Progress
              label="Pictures drawn"
              text={`${countText(archive.done)} of ${countText(archive.of)} drawn`}
              done={archive.done}
              total={archive.of}
            />
            <Button look="quiet" onClick={stopArchive}>
              Stop the zip
            </Button>
          </>
        ) : (
          <span className={styles.note} aria-live="polite">
            {waiting ?? `From seed ${firstSeed} on, each marked SYNTHETIC.`}
          </span>
        )}
      </div>
    </div>
  );
}
