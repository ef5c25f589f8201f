/** What Gyrus changed of the run by itself, said once for each moment, with the way back first. */
import { useState } from 'react';
import type { LiveChange } from '../../protocol/events.ts';
import { alarmIn } from '../../protocol/healthLog.ts';
import { runIsActive } from '../../state/questions.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { Notice } from '../kit/Notice.tsx';
import { positionText } from '../status/statusText.ts';
import { changeText, sameValue } from '../training/settings.ts';

export function GuardNotice() {
  const run = useAppState((state) => state.run);
  const active = useAppState(runIsActive);
  const { changeRun, undoRemedy } = useActions();
  const [read, setRead] = useState<string>();
  const changes = lastByGyrus(run?.changes ?? []);
  const [first] = changes;
  if (!run || !first) return null;
  const moment = `${run.runId} ${first.nimg} ${changes.map(changeText).join()}`;
  if (read === moment) return null;
  // While an alarm is on, its own notice says this, and offers the way back.
  const isRemedy = run.healthEvents.some(({ what, nimg }) => what === 'remedy' && nimg === first.nimg);
  if (isRemedy && alarmIn(run.healthEvents)) return null;
  const standing = changes.filter(({ field, to }) => sameValue(run.config[field], to));
  const takeBack = () => changeRun(Object.fromEntries(standing.map(({ field, from }) => [field, from])));
  return (
    <Notice
      level="watch"
      title={`Gyrus changed ${changes.map(changeText).join(', ')}`}
      actions={active && standing.length > 0 && <Button onClick={isRemedy ? undoRemedy : takeBack}>Undo</Button>}
      onDismiss={() => setRead(moment)}
    >
      <p>
        {[...new Set(changes.map(({ because }) => because))].join(' ')} From {positionText(first.nimg)} kimg on, marked
        in the curves.
      </p>
    </Notice>
  );
}

/** The changes of the last moment at which Gyrus changed anything by itself. */
function lastByGyrus(changes: readonly LiveChange[]): readonly LiveChange[] {
  const own = changes.filter(({ because }) => because !== undefined);
  return own.filter(({ nimg }) => nimg === own.at(-1)?.nimg);
}
