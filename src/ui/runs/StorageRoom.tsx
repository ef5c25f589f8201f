/** The room that saved runs take in this browser, whether it is promised to them, and what can be cleared. */
import { CLEARABLE, type Clearable, type StorageFacts } from '../../protocol/savedRuns.ts';
import { runIsActive } from '../../state/questions.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { AskFirst } from '../kit/AskFirst.tsx';
import { Disclosure } from '../kit/Disclosure.tsx';
import { bytesText } from '../kit/format.ts';
import { Notice } from '../kit/Notice.tsx';
import { CLEAR_TEXTS, promiseText, roomText } from './runText.ts';
import styles from './StorageRoom.module.css';

interface StorageRoomProps {
  readonly storage: StorageFacts;
  /** Unfolded at first. */
  readonly open: boolean;
}

export function StorageRoom({ storage, open }: StorageRoomProps) {
  const isPersistent = useAppState((state) => state.runs.isPersistent);
  const active = useAppState(runIsActive);
  if (storage.failure)
    return (
      <Notice level="watch" title="Nothing can be saved in this browser">
        <p>{storage.failure.message}</p>
      </Notice>
    );
  const room = roomText(storage);
  return (
    <Disclosure title={`Storage in this browser${room === undefined ? '' : `: ${room}`}`} open={open}>
      <div className={styles.inside}>
        <p className={styles.promise}>{promiseText(isPersistent)}.</p>
        <div className={styles.parts}>
          {CLEARABLE.map((part) => (
            <Part key={part} part={part} bytes={storage.parts[part]} />
          ))}
        </div>
        {active && storage.parts.runs + storage.parts.cache > 0 && (
          <p className={styles.promise}>
            A run is under way: its slices and checkpoints can be cleared when it has stopped.
          </p>
        )}
      </div>
    </Disclosure>
  );
}

function Part({ part, bytes }: { readonly part: Clearable; readonly bytes: number }) {
  const { clearStored } = useActions();
  const active = useAppState(runIsActive);
  const { button, holds, question, lost } = CLEAR_TEXTS[part];
  // Sheets are written once and only looked at; the others are what the run under way lives on.
  const inUse = active && part !== 'samples' ? 'A run is under way: stop it first.' : undefined;
  return (
    <div className={styles.part}>
      <AskFirst
        question={question}
        lost={lost}
        yes="Clear them"
        no="Keep them"
        obstacle={bytes === 0 ? 'There is nothing to clear.' : inUse}
        onYes={() => clearStored(part)}
      >
        {button}
      </AskFirst>
      <span>
        <b>{bytesText(bytes)}</b> {holds}
      </span>
    </div>
  );
}
