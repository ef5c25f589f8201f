/** The engine ended at a fault: that it is being started again, and afterwards what was lost by it. */
import { useActions, useAppState } from '../appContext.tsx';
import { countText } from '../kit/format.ts';
import { Notice } from '../kit/Notice.tsx';
import { returnText } from '../runs/runText.ts';
import { lostText, positionText } from '../status/statusText.ts';

export function RecoveringNotice() {
  const engine = useAppState((state) => state.engine);
  const saved = useAppState((state) => state.run?.saved);
  const { phase, recovery, fault } = engine;
  if (phase !== 'recovering' || !recovery || !fault) return null;
  const attempt = `attempt ${countText(recovery.attempt)} of ${countText(recovery.attempts)}`;
  return (
    <Notice level="watch" title={`${lostText(fault.code)}. Starting it again, ${attempt}…`}>
      <p>
        {fault.message}
        {saved && ` The run goes on from its last checkpoint, at ${positionText(saved.nimg)} kimg.`}
      </p>
    </Notice>
  );
}

export function RecoveredNotice() {
  const recovered = useAppState((state) => state.recovered);
  const { dismissRecovered } = useActions();
  if (!recovered) return null;
  const { cause, asked } = recovered;
  const byItself = cause === undefined ? 'The run went back to its last checkpoint' : 'Training went on by itself';
  return (
    <Notice
      level="watch"
      title={asked ? 'The run went back to its last healthy checkpoint' : byItself}
      onDismiss={dismissRecovered}
    >
      <p>
        {cause !== undefined && `${cause} `}
        {asked
          ? 'What was trained after it is gone; the settings that hold now stay in force.'
          : `${returnText(recovered)} Nothing else is lost.`}
      </p>
    </Notice>
  );
}
