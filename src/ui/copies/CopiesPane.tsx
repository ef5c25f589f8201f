/** "Copies of training slices": the look for them, its verdict in words, and what the verdict rests on. It judges nothing. */
import { useState } from 'react';
import { type Failure, toFailure } from '../../protocol/failure.ts';
import type { CopyCheck } from '../../protocol/judging.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { countText } from '../kit/format.ts';
import { Icon } from '../kit/Icon.tsx';
import { Pane, PaneBody } from '../kit/Pane.tsx';
import part from '../kit/Part.module.css';
import { Progress } from '../kit/Progress.tsx';
import { Segmented } from '../kit/Segmented.tsx';
import styles from './CopiesPane.module.css';
import { checkPlace, presentCheck } from './copiesText.ts';
import { RatioHistogram } from './RatioHistogram.tsx';
import { WorstPairs } from './WorstPairs.tsx';

const ICONS = { copies: 'act', closer: 'watch', none: 'check', unknown: 'info' } as const;

export function CopiesPane() {
  const check = useAppState(presentCheck);
  const checking = useAppState((state) => state.judge.checking);
  const { lookForCopies } = useActions();
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<Failure>();

  const look = async () => {
    setFailure(undefined);
    setAsking(true);
    try {
      await lookForCopies();
    } catch (error) {
      setFailure(toFailure(error));
    }
    setAsking(false);
  };
  const busy = asking || checking !== undefined;
  return (
    <Pane
      title="Copies of training slices"
      sub={check ? checkPlace(check) : 'the gate before export'}
      head={
        <Button size="small" obstacle={busy ? 'Looking for copies.' : undefined} onClick={look}>
          Look for copies
        </Button>
      }
    >
      <PaneBody>
        {failure && <FailureNotice title="The look for copies failed" failure={failure} />}
        {busy && (
          <Progress
            label="Pictures looked at"
            text={
              checking
                ? `Looking for copies: ${countText(checking.done)} of ${countText(checking.of)} pictures`
                : 'Looking for copies'
            }
            done={checking?.done ?? 0}
            total={checking?.of ?? 0}
          />
        )}
        <div aria-live="polite">
          {check ? (
            <div className={styles.verdict} data-verdict={check.verdict}>
              <Icon name={ICONS[check.verdict]} />
              <p>{check.sentence}</p>
            </div>
          ) : (
            !busy && (
              <p className={part.quiet}>
                Are generated pictures nearer to training slices than slices of unseen subjects are? Gyrus looks before
                anything is exported, and here when you ask.
              </p>
            )
          )}
        </div>
        {check?.worst && <WorstPairs worst={check.worst} />}
        {check && <Spaces check={check} />}
      </PaneBody>
    </Pane>
  );
}

/** The distributions, one space at a time, with that space's own sentence. */
function Spaces({ check }: { readonly check: CopyCheck }) {
  const [chosen, setChosen] = useState(0);
  const space = check.spaces[chosen] ?? check.spaces[0];
  if (!space) return null;
  return (
    <div className={part.part}>
      <div className={part.head}>
        <h3>Nearness to training</h3>
        <Segmented
          label="Compared in"
          value={check.spaces.indexOf(space)}
          options={check.spaces.map(({ name }, value) => ({
            value,
            label: name.startsWith('pixels') ? 'Pixels' : 'Features',
          }))}
          onChange={setChosen}
        />
      </div>
      <RatioHistogram space={space} />
      <p className={part.quiet}>
        In {space.name}: {space.sentence}
      </p>
    </div>
  );
}
