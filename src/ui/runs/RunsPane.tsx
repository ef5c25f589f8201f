/** The Runs region: every run that this browser keeps, the room they take, and the way in for one from another machine. */
import { useMemo } from 'react';
import type { SavedRun } from '../../protocol/savedRuns.ts';
import { runIsActive } from '../../state/questions.ts';
import { useAppState } from '../appContext.tsx';
import { countOf } from '../kit/format.ts';
import { Pane, PaneBody } from '../kit/Pane.tsx';
import { useNow } from '../kit/useNow.ts';
import { CompareRuns } from './CompareRuns.tsx';
import { OpenCheckpoint } from './OpenCheckpoint.tsx';
import { RunItem } from './RunItem.tsx';
import { RunsFailure } from './RunsFailure.tsx';
import styles from './RunsPane.module.css';
import { StorageRoom } from './StorageRoom.tsx';

/** Dates change by the day here: their text needs no finer clock. */
const REPAINT_MS = 60_000;
const NO_RUNS: readonly SavedRun[] = [];

/** wide: a view of its own, with the storage unfolded. */
export function RunsPane({ wide }: { readonly wide: boolean }) {
  const list = useAppState((state) => state.runs.list ?? NO_RUNS);
  const storage = useAppState((state) => state.runs.storage);
  const active = useAppState(runIsActive);
  const now = useNow(REPAINT_MS, 0);
  const newestFirst = useMemo(() => list.toSorted((a, b) => b.savedAt - a.savedAt), [list]);
  return (
    <Pane
      title="Runs"
      sub={list.length > 0 ? `${countOf(list.length, 'run')} saved in this browser` : undefined}
      head={<OpenCheckpoint />}
    >
      <PaneBody>
        <RunsFailure />
        {list.length === 0 && !storage?.failure && (
          <p className={styles.empty}>
            Runs are saved here as they train: at each epoch, and as often as “Save every” says. “Open checkpoint”
            brings one from another machine.
          </p>
        )}
        {active && list.length > 0 && (
          <p className={styles.reason}>A run is under way: stop it before you resume another.</p>
        )}
        <ul className={styles.list}>
          {newestFirst.map((run) => (
            <RunItem key={run.runId} run={run} now={now} />
          ))}
        </ul>
        <CompareRuns runs={newestFirst} />
        {storage && <StorageRoom storage={storage} open={wide} />}
      </PaneBody>
    </Pane>
  );
}
