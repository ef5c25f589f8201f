/** What the look before an export said, above the panes: it never holds anything up, and is read out where it matters. */
import type { CopyGateView } from '../../state/appState.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Notice } from '../kit/Notice.tsx';
import { VERDICT_TITLES } from './copiesText.ts';

export function CopiesNotice() {
  const gate = useAppState((state) => state.judge.gate);
  return <div aria-live="polite">{gate?.phase === 'said' && <Said gate={gate} />}</div>;
}

function Said({ gate: { what, check, failure } }: { readonly gate: CopyGateView }) {
  const { dismissGate } = useActions();
  if (failure)
    return (
      <Notice
        level="watch"
        title={`The look for copies failed; the ${what} are exported without it`}
        onDismiss={dismissGate}
      >
        <p>{failure.message}</p>
      </Notice>
    );
  if (!check) return null;
  const isSilent = check.verdict === 'none' || check.verdict === 'unknown';
  return (
    <Notice level={isSilent ? 'note' : 'watch'} title={VERDICT_TITLES[check.verdict]} onDismiss={dismissGate}>
      <p>
        {check.sentence}
        {check.verdict === 'copies' && ` The ${what} are exported all the same; your reason is in the files.`}
      </p>
    </Notice>
  );
}
