/** Nothing can be saved here, or no longer: training goes on, and the checkpoint can still be taken home. */
import { useState } from 'react';
import type { FailureCode } from '../../protocol/failure.ts';
import { runIsActive } from '../../state/questions.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { Notice } from '../kit/Notice.tsx';
import { positionText } from '../status/statusText.ts';

const TITLES: Partial<Record<FailureCode, string>> = {
  'storage-full': 'The run could not be saved: no room is left',
  'storage-denied': 'Nothing can be saved in this browser',
  'storage-silent': 'The browser no longer saves the run',
};

export function SavingNotice() {
  const { downloadCheckpoint } = useActions();
  const failure = useAppState((state) => state.run?.saveFailure ?? state.runs.storage?.failure);
  const saved = useAppState((state) => state.run?.saved);
  const runId = useAppState((state) => state.run?.runId);
  const active = useAppState(runIsActive);
  const busy = useAppState((state) => state.runs.busy !== undefined);
  /** Each failed save brings the same sentence: read once, it stays away until the reason is another. */
  const [read, setRead] = useState<string>();
  if (!failure || !active || runId === undefined) return null;
  const reason = `${runId} ${failure.code}`;
  if (read === reason) return null;
  return (
    <Notice
      level="watch"
      title={TITLES[failure.code] ?? 'The run could not be saved'}
      actions={
        <Button
          icon="download"
          obstacle={busy ? 'A checkpoint is being read or made.' : undefined}
          onClick={() => downloadCheckpoint(runId)}
        >
          Download checkpoint
        </Button>
      }
      onDismiss={() => setRead(reason)}
    >
      <p>
        {failure.message} Training goes on; what is not downloaded
        {saved && ` and came after ${positionText(saved.nimg)} kimg`} is lost when the page closes.
      </p>
    </Notice>
  );
}
