/** What metrics and health say of going on, in one sentence, and where the run was best. It advises nothing itself. */
import type { StopAdvice } from '../../protocol/judging.ts';
import { metricNumberText, metricText } from '../../protocol/metricTexts.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { decimalText } from '../kit/format.ts';
import { Icon } from '../kit/Icon.tsx';
import styles from './StopAdviceLine.module.css';
import { nearestTo } from './shownEvaluation.ts';

const LEADS = {
  early: { icon: 'info', text: 'Too early to say.' },
  'go-on': { icon: 'info', text: 'Worth going on.' },
  level: { icon: 'check', text: 'It has levelled off.' },
  worse: { icon: 'watch', text: 'Past its best.' },
  alarm: { icon: 'act', text: 'Look at its health first.' },
} as const satisfies Record<StopAdvice['kind'], unknown>;

const REALS_PER_KIMG = 1000;

export function StopAdviceLine({ advice }: { readonly advice: StopAdvice }) {
  const { icon, text } = LEADS[advice.kind];
  return (
    <section className={styles.advice} data-kind={advice.kind} aria-label="When to stop">
      <Icon name={icon} />
      <p>
        <b>{text}</b> {advice.sentence}
      </p>
      {advice.best && <Best best={advice.best} />}
    </section>
  );
}

/** The best measurement, and the way to the sheet nearest to it. */
function Best({ best }: { readonly best: NonNullable<StopAdvice['best']> }) {
  const { showSheet } = useActions();
  const index = useAppState((state) => nearestTo(state.run?.sheets ?? [], best.nimg));
  return (
    <p className={styles.best}>
      Best so far: {metricText(best.metric).name} {metricNumberText(best.metric, best.value)} at{' '}
      {decimalText(best.nimg / REALS_PER_KIMG, 1)} kimg.{' '}
      {index >= 0 && (
        <Button size="small" onClick={() => showSheet(index)}>
          Go to the best
        </Button>
      )}
    </p>
  );
}
