/** One saved run: its picture, name and facts, and what can be done with it. It decides nothing: the worker does, and says. */
import type { SavedRun } from '../../protocol/savedRuns.ts';
import { holdObstacle, resumeObstacle, runIsActive } from '../../state/questions.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { AskFirst } from '../kit/AskFirst.tsx';
import { Button } from '../kit/Button.tsx';
import styles from './RunItem.module.css';
import { RunName } from './RunName.tsx';
import { RunThumbnail } from './RunThumbnail.tsx';
import { dataText, keptText, runFacts, stateText } from './runText.ts';

export function RunItem({ run, now }: { readonly run: SavedRun; readonly now: number }) {
  const { resumeRun, duplicateRun, downloadCheckpoint, deleteRun } = useActions();
  const underWay = useAppState((state) => runIsActive(state) && state.run?.runId === run.runId);
  const blocked = useAppState((state) => resumeObstacle(state, run));
  const held = useAppState((state) => holdObstacle(state, run));
  const busy = useAppState((state) => (state.runs.busy ? 'Another checkpoint is being read or made.' : undefined));
  const gone = useAppState((state) => (state.engine.phase === 'ready' ? undefined : 'Gyrus is not ready yet.'));
  const { runId, name } = run;
  return (
    <li className={styles.item} aria-label={name}>
      <RunThumbnail png={run.thumbnail} />
      <div className={styles.words}>
        <div className={styles.head}>
          <RunName run={run} obstacle={run.held === 'elsewhere' ? held : gone} />
          <span className={styles.state}>{stateText(run, underWay)}</span>
        </div>
        <p className={styles.facts}>
          <code>{run.preset}</code>
          {runFacts(run, now).map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </p>
        <p className={styles.data}>{dataText(run)}</p>
        {run.kept && <p className={styles.data}>{keptText(run.kept)}</p>}
        <div className={styles.buttons}>
          <Button
            size="small"
            icon="play"
            aria-label={`Resume ${name}`}
            obstacle={underWay ? 'It is under way.' : blocked}
            onClick={() => resumeRun(runId)}
          >
            Resume
          </Button>
          <Button size="small" aria-label={`Duplicate ${name}`} obstacle={gone} onClick={() => duplicateRun(runId)}>
            Duplicate
          </Button>
          <Button
            size="small"
            aria-label={`Download checkpoint of ${name}`}
            obstacle={gone ?? busy}
            onClick={() => downloadCheckpoint(runId)}
          >
            Download checkpoint
          </Button>
          {run.kept?.best !== undefined && (
            <>
              <Button
                size="small"
                aria-label={`Duplicate best of ${name}`}
                obstacle={gone}
                onClick={() => duplicateRun(runId, 'best')}
              >
                Duplicate best
              </Button>
              <Button
                size="small"
                aria-label={`Download best checkpoint of ${name}`}
                obstacle={gone ?? busy}
                onClick={() => downloadCheckpoint(runId, 'best')}
              >
                Download best checkpoint
              </Button>
            </>
          )}
          <AskFirst
            name={`Delete ${name}`}
            question="Delete this run?"
            lost="Its checkpoints, pictures and statistics go."
            yes="Delete it"
            no="Keep it"
            obstacle={gone ?? held}
            onYes={() => deleteRun(runId)}
          >
            Delete
          </AskFirst>
        </div>
      </div>
    </li>
  );
}
