/** Lengthens a finished or stopped run by so many kimg at its last resolution. It refuses nothing and negative lengths. */
import { useState } from 'react';
import type { RunPlan } from '../../protocol/events.ts';
import { useActions } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { NumberField } from '../kit/NumberField.tsx';
import styles from './ContinueRun.module.css';

const REALS_PER_KIMG = 1000;

export function ContinueRun({ plan }: { readonly plan: RunPlan }) {
  const { continueRun } = useActions();
  const [kimg, setKimg] = useState(() => lastStageKimg(plan));
  const problem = kimg > 0 ? undefined : 'Give a length above 0 kimg.';
  return (
    <div className={styles.row}>
      <NumberField label="Continue for" unit="kimg" value={kimg} onCommit={setKimg} problem={problem} />
      <Button icon="play" obstacle={problem} onClick={() => continueRun(kimg)}>
        Continue
      </Button>
    </div>
  );
}

/** As long again as the last resolution took, in whole kimg: a length the person has seen. */
function lastStageKimg(plan: RunPlan): number {
  const stage = plan.stages.at(-1);
  return stage ? Math.max(1, Math.round((stage.endNimg - stage.startNimg) / REALS_PER_KIMG)) : 1;
}
