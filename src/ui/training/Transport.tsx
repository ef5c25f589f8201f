/** Start, then Pause or Resume and Stop: always at the foot of the Training pane. It refuses to hide why Start cannot act. */
import { runIsActive, startObstacle } from '../../state/questions.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { PaneFoot } from '../kit/Pane.tsx';
import { Estimate, EstimateButton } from './Estimate.tsx';
import styles from './Transport.module.css';

export function Transport() {
  const active = useAppState(runIsActive);
  return (
    <div className={styles.transport}>
      {!active && <Estimate />}
      <PaneFoot>{active ? <Running /> : <Start />}</PaneFoot>
    </div>
  );
}

function Start() {
  const { start } = useActions();
  const obstacle = useAppState(startObstacle);
  const problem = useAppState((state) => firstProblem(state.problems));
  const hasRun = useAppState((state) => state.run !== undefined);
  const asking = useAppState((state) => state.estimate.asked !== undefined);
  const reason = obstacle && problem ? `${obstacle} ${problem}` : obstacle;
  const isSaved = useAppState(({ run }) => run?.saved !== undefined && run.saveFailure === undefined);
  const replacing = isSaved
    ? 'Begins a new run: this one stays in Runs.'
    : 'Begins a new run: the pictures and curves of this one go.';
  const beginning = hasRun ? replacing : 'The first pictures come within seconds.';
  const promise = asking ? 'Throw-away networks are timed, for about 20 seconds at most.' : beginning;
  return (
    <div className={styles.start}>
      <Button look="main" icon="play" obstacle={reason} aria-keyshortcuts="Control+Enter" onClick={start}>
        Start training{' '}
        <span className={styles.key} aria-hidden="true">
          <kbd>Ctrl Enter</kbd>
        </span>
      </Button>
      <EstimateButton />
      <span className={reason ? styles.reason : styles.promise}>{reason ?? promise}</span>
    </div>
  );
}

function Running() {
  const { pause, resume, stop } = useActions();
  const state = useAppState(({ run, runs, starting }) =>
    starting === undefined && runs.resuming === undefined ? run?.state : 'loading',
  );
  const recovering = useAppState(({ engine }) => engine.phase === 'recovering');
  const settingUp = state === 'loading' ? 'The run is still being set up.' : undefined;
  const loading = recovering ? 'The run is being brought back.' : settingUp;
  return (
    <>
      {state === 'paused' ? (
        <Button size="large" icon="play" grow obstacle={loading} onClick={resume}>
          Resume
        </Button>
      ) : (
        <Button size="large" icon="pause" grow obstacle={loading} onClick={pause}>
          Pause
        </Button>
      )}
      <Button size="large" icon="stop" grow obstacle={loading} onClick={stop}>
        Stop
      </Button>
    </>
  );
}

function firstProblem(problems: Readonly<Record<string, string>>): string | undefined {
  return Object.values(problems)[0];
}
