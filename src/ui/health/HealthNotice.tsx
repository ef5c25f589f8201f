/**
 * An alarm is on: what happened, what was done, and the ways on, with the way back first where Gyrus did something. Its words
 * are those of the alarm's beginning, so that a screen reader is not told each tick.
 */
import { useState } from 'react';
import { alarmIn, undoableIn } from '../../protocol/healthLog.ts';
import { runIsActive } from '../../state/questions.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { Notice } from '../kit/Notice.tsx';
import { positionText } from '../status/statusText.ts';
import styles from './HealthNotice.module.css';
import { doneText, troubleText } from './healthText.ts';

const ENDED = 'The run has ended: fork it instead, and go on with the fork.';

export function HealthNotice() {
  const run = useAppState((state) => state.run);
  const active = useAppState(runIsActive);
  const { takeRemedy, undoRemedy, goBack, forkRun } = useActions();
  const [left, setLeft] = useState<string>();
  const alarm = run && alarmIn(run.healthEvents);
  if (!run || !alarm) return null;
  const moment = `${run.runId} ${alarm.nimg}`;
  if (left === moment) return null;
  const { health, healthEvents, config } = run;
  const undoable = undoableIn(healthEvents, config);
  const kept = health?.healthyNimg;
  const obstacle = active ? undefined : ENDED;
  const repeats = kept !== undefined && !run.changes.some(({ nimg }) => nimg > kept);
  return (
    <Notice level="act" title={health ? troubleText(health) : 'The run is not well'}>
      <p>
        Alarm since {positionText(alarm.nimg)} kimg. {alarm.sentence} {doneText(healthEvents)}{' '}
        {kept === undefined
          ? 'No checkpoint from before is kept.'
          : `The last healthy checkpoint, at ${positionText(kept)} kimg, is kept.`}
        {repeats && ' Going back alone repeats the same steps: take a remedy first, it stays in force.'}
      </p>
      <div className={styles.ways}>
        {undoable && (
          <Button icon="undo" obstacle={obstacle} onClick={undoRemedy}>
            Undo the change
          </Button>
        )}
        {health?.remedies.map(({ kind, label }) => (
          <Button key={kind} obstacle={obstacle} onClick={() => takeRemedy(kind)}>
            {label}
          </Button>
        ))}
        {kept !== undefined && (
          <>
            <Button obstacle={obstacle} onClick={goBack}>
              Go back to {positionText(kept)} kimg
            </Button>
            <Button onClick={() => forkRun('healthy')}>Fork from {positionText(kept)} kimg</Button>
          </>
        )}
        <Button look="quiet" onClick={() => setLeft(moment)}>
          Leave it
        </Button>
      </div>
    </Notice>
  );
}
