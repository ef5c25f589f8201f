/** Two saved runs beside each other: curves over one axis, the settings that differ, their newest sheets. It asks when told to. */
import { useState } from 'react';
import type { RunStory } from '../../protocol/events.ts';
import { type Failure, toFailure } from '../../protocol/failure.ts';
import type { SavedRun } from '../../protocol/savedRuns.ts';
import { useActions } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { Disclosure } from '../kit/Disclosure.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { Select } from '../kit/Select.tsx';
import { SheetCanvas } from '../samples/SheetCanvas.tsx';
import { kimgText } from '../status/statusText.ts';
import styles from './CompareRuns.module.css';
import { RunCurves } from './RunCurves.tsx';
import { settingRows } from './storyCurves.ts';

export function CompareRuns({ runs }: { readonly runs: readonly SavedRun[] }) {
  const { compareRuns } = useActions();
  const [chosen, setChosen] = useState<readonly [first: string | undefined, second: string | undefined]>([
    undefined,
    undefined,
  ]);
  const [stories, setStories] = useState<readonly [RunStory, RunStory]>();
  const [failure, setFailure] = useState<Failure>();
  const [asking, setAsking] = useState(false);
  const free = runs.filter(({ held }) => held !== 'elsewhere');
  if (free.length < 2) return null;
  const first = free.find(({ runId }) => runId === chosen[0]) ?? free[0];
  const second = free.find(({ runId }) => runId === chosen[1]) ?? free.find((run) => run !== first);
  const options = free.map(({ runId, name, nimg }) => ({ value: runId, label: `${name}, ${kimgText(nimg)} kimg` }));
  const same = first === second ? 'Choose two that differ.' : undefined;

  async function compare(): Promise<void> {
    if (!first || !second) return;
    setAsking(true);
    setFailure(undefined);
    try {
      setStories(await compareRuns([first.runId, second.runId]));
    } catch (error) {
      setFailure(toFailure(error));
    }
    setAsking(false);
  }

  return (
    <Disclosure title="Compare two runs">
      <div className={styles.compare} aria-busy={asking}>
        <div className={styles.choice}>
          <Select
            label="First run"
            value={first?.runId ?? ''}
            options={options}
            onChange={(runId) => setChosen([runId, second?.runId])}
          />
          <Select
            label="Second run"
            value={second?.runId ?? ''}
            options={options}
            onChange={(runId) => setChosen([first?.runId, runId])}
          />
          <Button obstacle={asking ? 'The runs are being read.' : same} onClick={compare}>
            Compare runs
          </Button>
        </div>
        {failure && <FailureNotice title="The runs were not compared" failure={failure} />}
        {stories && <Stories stories={stories} />}
      </div>
    </Disclosure>
  );
}

function Stories({ stories }: { readonly stories: readonly [RunStory, RunStory] }) {
  return (
    <section className={styles.stories} aria-label="Two runs compared">
      <RunCurves stories={stories} />
      <SettingsDiff stories={stories} />
      <div className={styles.sheets}>
        {stories.map(({ runId, name, nimg, sheets }) => {
          const sheet = sheets.at(-1);
          return (
            <figure key={runId} className={styles.figure}>
              {sheet ? (
                <div className={styles.sheet}>
                  <SheetCanvas sheet={sheet} label={`Newest sheet of ${name}`} />
                </div>
              ) : (
                <p className={styles.quiet}>Its sheets were cleared.</p>
              )}
              <figcaption>
                {name}, {kimgText(sheet?.nimg ?? nimg)} kimg
                {sheet?.seeds[0] !== undefined && `, seeds from ${sheet.seeds[0]} on`}
              </figcaption>
            </figure>
          );
        })}
      </div>
    </section>
  );
}

function SettingsDiff({ stories }: { readonly stories: readonly [RunStory, RunStory] }) {
  const rows = settingRows(stories);
  if (rows.length === 0) return <p className={styles.quiet}>Their settings are the same.</p>;
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption>Settings that differ; all others are the same.</caption>
        <thead>
          <tr>
            <th scope="col">Setting</th>
            {stories.map(({ runId, name }) => (
              <th key={runId} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, values }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{values[0]}</td>
              <td>{values[1]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
