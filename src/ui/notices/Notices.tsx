/** What happened to the run, the engine or the recipe link, above the page's panes: it pushes them down, never covers them. */
import type { FailureCode } from '../../protocol/failure.ts';
import { hasPicture } from '../../state/questions.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { CopiesNotice } from '../copies/CopiesNotice.tsx';
import { HealthNotice } from '../health/HealthNotice.tsx';
import { Button } from '../kit/Button.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { Notice } from '../kit/Notice.tsx';
import { NoticeHeading } from '../kit/noticeHeading.ts';
import { RunsFailure } from '../runs/RunsFailure.tsx';
import { GuardNotice } from './GuardNotice.tsx';
import styles from './Notices.module.css';
import { RecoveredNotice, RecoveringNotice } from './RecoveryNotices.tsx';
import { SavingNotice } from './SavingNotice.tsx';

export function Notices() {
  return (
    <section className={styles.notices} aria-label="Notices">
      <NoticeHeading value="h2">
        <EngineNotice />
        <RecoveringNotice />
        <RecoveredNotice />
        <RunNotice />
        <HealthNotice />
        <GuardNotice />
        <SavingNotice />
        <RunsNotice />
        <WeightsNotice />
        <CopiesNotice />
        <RecipeNotice />
      </NoticeHeading>
    </section>
  );
}

/** The engine died while the page was in use; its absence from the start has a pane of its own. */
function EngineNotice() {
  const failure = useAppState((state) => state.engine.failure);
  const hasRun = useAppState((state) => (state.run?.sheets.length ?? 0) > 0);
  const isSaved = useAppState((state) => state.run?.saved !== undefined);
  if (!failure || failure.code === 'no-webgpu') return null;
  const titles: Partial<Record<FailureCode, string>> = {
    'device-lost': 'The GPU was lost; training has stopped',
    'bad-config': 'Gyrus was not started',
  };
  return (
    <FailureNotice
      title={titles[failure.code] ?? 'Gyrus has stopped'}
      failure={failure}
      ways={[
        ...(isSaved ? ['The run is saved: reload the page, then resume it in Runs.'] : []),
        ...(hasRun ? ['The pictures and curves so far stay here until you reload: save the curves as CSV first.'] : []),
      ]}
      actions={<Button onClick={() => location.reload()}>Reload the page</Button>}
    />
  );
}

function RunNotice() {
  const failure = useAppState((state) => state.run?.failure);
  const failed = useAppState((state) => state.run?.state === 'failed');
  const engineFailed = useAppState((state) => state.engine.phase === 'unavailable');
  if (!failure || engineFailed) return null;
  return (
    <FailureNotice title={failed ? 'Training has stopped at an error' : 'The run did not do that'} failure={failure} />
  );
}

/** What was refused about saved runs, where the Runs region is not in view. */
function RunsNotice() {
  const elsewhere = useAppState((state) => hasPicture(state) && state.view !== 'runs');
  return elsewhere ? <RunsFailure /> : null;
}

/** "Download weights" is in every view, but its failure has a place of its own only in Export. */
function WeightsNotice() {
  const failure = useAppState((state) => state.weights.failure);
  const elsewhere = useAppState((state) => hasPicture(state) && state.view !== 'export');
  const engineFailed = useAppState((state) => state.engine.phase === 'unavailable');
  if (!failure || !elsewhere || engineFailed) return null;
  return <FailureNotice title="The weights could not be handled" failure={failure} />;
}

function RecipeNotice() {
  const failure = useAppState((state) => state.recipeFailure);
  const { dismissRecipeFailure } = useActions();
  if (!failure) return null;
  return (
    <Notice level="watch" title="The recipe link was not used" onDismiss={dismissRecipeFailure}>
      <p role="alert">{failure.message} The form shows the default preset.</p>
    </Notice>
  );
}
