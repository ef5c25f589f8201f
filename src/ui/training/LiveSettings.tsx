/**
 * The settings that may change while a run trains or is paused, with what was changed so far. It sends nothing before
 * "Apply", and shows what the worker then says.
 */
import { useState } from 'react';
import { fieldOf } from '../../protocol/fields.ts';
import { LIVE_FIELDS, type LiveChanges, type LiveField, type TrainConfig } from '../../protocol/trainConfig.ts';
import { problemsOf } from '../../protocol/validate.ts';
import { warningsOf } from '../../protocol/warnings.ts';
import type { RunView } from '../../state/appState.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { decimalText } from '../kit/format.ts';
import styles from './LiveSettings.module.css';
import { changeText, nameAlone, reasonedText, sameValue, settingText } from './settings.ts';
import { TypedSetting } from './TypedSetting.tsx';

const REALS_PER_KIMG = 1000;

export function LiveSettings({ run }: { readonly run: RunView }) {
  return (
    <>
      <Inputs config={run.config} adaptedP={adaptedP(run)} />
      {run.changes.length > 0 && <Changes run={run} />}
    </>
  );
}

/** Where ada has brought the probability: the settings say only where it began. undefined without ada, or before a tick. */
function adaptedP({ config, ticks }: RunView): number | undefined {
  return config.augment === 'ada' ? ticks.at(-1)?.stats['Progress/augment'] : undefined;
}

const P_DIGITS = 3;

function Inputs({ config, adaptedP }: { readonly config: TrainConfig; readonly adaptedP: number | undefined }) {
  const { changeRun } = useActions();
  const [draft, setDraft] = useState<LiveChanges>({});
  const wished = { ...config, ...draft };
  const problems = problemsOf(wished);
  const warnings = Object.keys(problems).length > 0 ? {} : warningsOf(wished);
  const changed = LIVE_FIELDS.filter((name) => !sameValue(wished[name], config[name]));
  const recovering = useAppState((state) => state.engine.phase === 'recovering');
  const wrong = changed.length === 0 ? 'Nothing differs from what the run uses.' : Object.values(problems)[0];
  const obstacle = recovering ? 'The run is being brought back.' : wrong;
  const noteOf = (name: LiveField) => {
    if (name === 'augmentP' && adaptedP !== undefined) return `ada: now ${decimalText(adaptedP, P_DIGITS)}`;
    return changed.includes(name) ? `now ${settingText(fieldOf(name), config[name])}` : undefined;
  };
  const apply = () => {
    changeRun(Object.fromEntries(changed.map((name) => [name, wished[name]])));
    setDraft({});
  };
  return (
    <fieldset className={styles.group} aria-label="Change while running">
      <h3>Change while running</h3>
      <div className={styles.fields}>
        {LIVE_FIELDS.map(fieldOf)
          .filter((field) => field.appliesTo?.(config) ?? true)
          .map((field) => {
            const name = field.name as LiveField;
            const differs = changed.includes(name);
            return (
              <TypedSetting
                key={name}
                label={nameAlone(field)}
                note={noteOf(name)}
                problem={problems[name]}
                warning={differs ? warnings[name] : undefined}
                field={field}
                value={wished[name]}
                unused={false}
                onCommit={(value) => setDraft((before) => ({ ...before, [name]: value }))}
              />
            );
          })}
      </div>
      <div className={styles.apply}>
        <Button size="small" obstacle={obstacle} onClick={apply}>
          Apply
        </Button>
        <span>{changed.length === 0 ? 'From the next step on; marked in the curves.' : obstacle}</span>
      </div>
    </fieldset>
  );
}

/** Every change so far, newest first, numbered by moment as the charts' marks are; what still holds can be taken back. */
function Changes({ run }: { readonly run: RunView }) {
  const { changeRun } = useActions();
  const moments = [...new Set(run.changes.map(({ nimg }) => nimg))];
  const numbered = run.changes.map((change, index) => ({
    change,
    key: index,
    moment: moments.indexOf(change.nimg) + 1,
  }));
  return (
    <section className={styles.group} aria-label="Changes">
      <h3>Changes</h3>
      <ul className={styles.log}>
        {numbered.toReversed().map(({ change, key, moment }) => {
          const text = changeText(change);
          return (
            <li key={key}>
              <time>
                #{moment} {decimalText(change.nimg / REALS_PER_KIMG, 2)} kimg
              </time>
              <span>{reasonedText(change)}</span>
              {sameValue(run.config[change.field], change.to) && (
                <Button
                  look="quiet"
                  size="small"
                  aria-label={`Undo ${text}`}
                  onClick={() => changeRun({ [change.field]: change.from })}
                >
                  Undo
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
