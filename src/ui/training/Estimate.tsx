/**
 * What the run would take, above Start: a sentence, a table by resolution, and a warning where it may not fit. It is gone
 * when settings or data change, since it held for those alone.
 */
import type { RunEstimate } from '../../protocol/estimate.ts';
import type { Failure } from '../../protocol/failure.ts';
import { presentEstimate, startObstacle } from '../../state/questions.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { KeyValue } from '../kit/KeyValue.tsx';
import { Notice } from '../kit/Notice.tsx';
import { SpokenOnly } from '../kit/SpokenOnly.tsx';
import styles from './Estimate.module.css';
import { estimateRows, estimateSentence, estimateWarnings, memoryFacts } from './estimateText.ts';

/** Beside "Start training". */
export function EstimateButton() {
  const { estimate, stopEstimating } = useActions();
  const obstacle = useAppState(startObstacle);
  const asking = useAppState((state) => state.estimate.asked !== undefined);
  if (asking)
    return (
      <Button size="large" icon="stop" onClick={stopEstimating}>
        Stop estimating
      </Button>
    );
  return (
    <Button size="large" obstacle={obstacle} onClick={estimate}>
      Estimate
    </Button>
  );
}

export function Estimate() {
  const found = useAppState(presentEstimate);
  const failure = useAppState((state) => state.estimate.failure);
  const asking = useAppState((state) => state.estimate.asked !== undefined);
  const free = useAppState((state) => state.free);
  const refused = failure?.code === 'bad-config' ? failure.message : undefined;
  const spoken = found ? [estimateSentence(found, free), ...estimateWarnings(found)].join(' ') : '';
  return (
    <>
      <SpokenOnly aria-live="polite">
        {asking ? 'Estimating, for about 20 seconds at most.' : (refused ?? spoken)}
      </SpokenOnly>
      {failure && <Refusal failure={failure} />}
      {found && <Answer estimate={found} />}
    </>
  );
}

/** Settings that cannot run here are no fault to report. */
function Refusal({ failure }: { readonly failure: Failure }) {
  const { dismissEstimate } = useActions();
  if (failure.code !== 'bad-config') return <FailureNotice title="This could not be estimated" failure={failure} />;
  return (
    <Notice level="watch" title="This cannot run here" onDismiss={dismissEstimate}>
      <p>{failure.message}</p>
    </Notice>
  );
}

function Answer({ estimate }: { readonly estimate: RunEstimate }) {
  const { dismissEstimate } = useActions();
  const free = useAppState((state) => state.free);
  const rows = estimateRows(estimate, free);
  return (
    <section className={styles.estimate} aria-label="Estimate">
      <div className={styles.head}>
        <p>{estimateSentence(estimate, free)}</p>
        <Button look="quiet" icon="close" aria-label="Dismiss: estimate" onClick={dismissEstimate} />
      </div>
      {estimateWarnings(estimate).map((warning) => (
        <Notice key={warning} level="watch" title="This may not fit">
          <p>{warning}</p>
        </Notice>
      ))}
      <div className={styles.parts}>
        {rows.length > 0 && (
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Resolution</th>
                <th scope="col">kimg</th>
                <th scope="col">s/kimg</th>
                <th scope="col">Time</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ resolution, kimg, secondsPerKimg, time }) => (
                <tr key={resolution}>
                  <th scope="row">{resolution}</th>
                  <td>{kimg}</td>
                  <td>{secondsPerKimg}</td>
                  <td>{time}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <KeyValue facts={memoryFacts(estimate)} />
      </div>
      <p className={styles.note}>Timed with throw-away networks of these sizes. Sheets come on top.</p>
    </section>
  );
}
