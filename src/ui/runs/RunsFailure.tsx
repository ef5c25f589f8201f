/** What was refused about saved runs, with the way on that the code allows. It hides nothing of the worker's sentence. */
import type { Failure } from '../../protocol/failure.ts';
import type { SavedRun } from '../../protocol/savedRuns.ts';
import { resumeObstacle } from '../../state/questions.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { countOf } from '../kit/format.ts';
import { Notice } from '../kit/Notice.tsx';

export function RunsFailure() {
  const failure = useAppState((state) => state.runs.failure);
  const run = useAppState((state) => state.runs.list?.find(({ runId }) => runId === state.runs.failedRun));
  const runId = useAppState((state) => state.runs.failedRun);
  const { dismissRunsFailure } = useActions();
  if (!failure) return null;
  if (failure.code === 'no-data' || failure.code === 'other-data')
    return <DataWanted failure={failure} run={run} runId={runId} />;
  const title = run ? `“${run.name}” did not do that` : 'That was not done';
  return (
    <FailureNotice
      title={failure.code === 'bad-checkpoint' ? 'The checkpoint was not opened' : title}
      failure={failure}
      actions={<Button onClick={dismissRunsFailure}>Dismiss</Button>}
    />
  );
}

interface DataWantedProps {
  readonly failure: Failure;
  readonly run: SavedRun | undefined;
  readonly runId: string | undefined;
}

/** The run is whole, but not its data: that is for the person to bring, or to replace. */
function DataWanted({ failure, run, runId }: DataWantedProps) {
  const { dismissRunsFailure, resumeRun } = useActions();
  const obstacle = useAppState((state) => resumeObstacle(state, run));
  const isOther = failure.code === 'other-data';
  const name = run ? `“${run.name}”` : 'The run';
  return (
    <Notice
      level="watch"
      title={isOther ? `${name} was trained on another data set` : `${name} needs its data set`}
      actions={
        isOther &&
        runId !== undefined && (
          <Button obstacle={obstacle} onClick={() => resumeRun(runId, true)}>
            Use this data all the same
          </Button>
        )
      }
      onDismiss={dismissRunsFailure}
    >
      <p role="alert">
        {failure.message}
        {run && ` It was trained on ${run.data.name}, ${countOf(run.data.slices, 'slice')}.`}
      </p>
    </Notice>
  );
}
