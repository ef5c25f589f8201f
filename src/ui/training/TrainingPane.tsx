/**
 * The Training region: preset and settings before a run, the run's settings as text during it, a way to go on after it,
 * and the transport at its foot in every state. It decides nothing about training itself.
 */
import { useId, useState } from 'react';
import { runIsActive } from '../../state/questions.ts';
import { useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { classes } from '../kit/classes.ts';
import { Disclosure } from '../kit/Disclosure.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { Pane, PaneBody } from '../kit/Pane.tsx';
import { ContinueRun } from './ContinueRun.tsx';
import { CopyRecipe } from './CopyRecipe.tsx';
import { LiveSettings } from './LiveSettings.tsx';
import { PresetPicker } from './PresetPicker.tsx';
import { RunFacts } from './RunFacts.tsx';
import { RunHabits } from './RunHabits.tsx';
import { SettingsForm } from './SettingsForm.tsx';
import styles from './TrainingPane.module.css';
import { Transport } from './Transport.tsx';

export function TrainingPane() {
  const active = useAppState(runIsActive);
  const run = useAppState((state) => state.run);
  const config = useAppState((state) => state.config);
  const startFailure = useAppState((state) => state.startFailure);
  const starting = useAppState((state) => state.starting !== undefined || state.runs.resuming !== undefined);
  const [unfolded, setUnfolded] = useState(false);
  const bodyId = useId();
  const over = !active && run !== undefined;
  return (
    <Pane
      title="Training"
      head={
        <>
          {active && (
            <span className={styles.fold}>
              <Button
                look="quiet"
                icon="down"
                aria-label="Show settings"
                aria-expanded={unfolded}
                aria-controls={bodyId}
                onClick={() => setUnfolded(!unfolded)}
              />
            </span>
          )}
          <CopyRecipe />
        </>
      }
    >
      <div id={bodyId} className={classes(styles.room, active && !unfolded && styles.folded)}>
        <PaneBody>
          {active && <RunHabits />}
          {startFailure && <FailureNotice title="The run did not start" failure={startFailure} />}
          {active && run && !starting && <LiveSettings run={run} />}
          {active && <RunFacts config={run?.config ?? config} isLive={run !== undefined && !starting} />}
          {over && <AfterRun />}
          {!active && !over && (
            <>
              <PresetPicker />
              <RunHabits />
              <SettingsForm />
            </>
          )}
        </PaneBody>
      </div>
      <Transport />
    </Pane>
  );
}

/** A run is over: go on with it, read what it was set to, or set up the next. */
function AfterRun() {
  const run = useAppState((state) => state.run);
  if (!run) return null;
  const goesOn = run.state === 'finished' || run.state === 'stopped';
  return (
    <>
      {goesOn && <ContinueRun key={run.plan.totalNimg} plan={run.plan} />}
      <Disclosure title="Settings of this run">
        <div className={styles.inside}>
          <RunFacts config={run.config} isLive={false} />
        </div>
      </Disclosure>
      <Disclosure title="Settings for a new run">
        <div className={styles.inside}>
          <PresetPicker />
          <SettingsForm />
        </div>
      </Disclosure>
    </>
  );
}
