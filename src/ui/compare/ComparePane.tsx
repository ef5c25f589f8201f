/**
 * Two classes or two saved runs told apart: a map of real slices beside one of generated pictures, numbers, a sentence, and the
 * same seeds drawn by both. It asks when told to, keeps the last comparison while another is made, and judges nothing itself.
 */
import { useMemo, useState } from 'react';
import type { EmbeddingMethod, Side } from '../../protocol/comparison.ts';
import { type Failure, toFailure } from '../../protocol/failure.ts';
import type { SavedRun } from '../../protocol/savedRuns.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { Pane, PaneBody } from '../kit/Pane.tsx';
import part from '../kit/Part.module.css';
import { CompareControls, type ComparisonSettings } from './CompareControls.tsx';
import { classesDrawn, comparisonText, sideOptions, titleText } from './compareText.ts';
import { Findings } from './Findings.tsx';
import { SeedPairs } from './SeedPairs.tsx';

const NO_CLASSES: readonly string[] = [];
const NO_RUNS: readonly SavedRun[] = [];
const FIRST_SETTINGS: ComparisonSettings = { count: 500, seed: 2000, psi: 1 };

export function ComparePane() {
  const { compareSides } = useActions();
  const classes = useAppState(classesDrawn) ?? NO_CLASSES;
  const runs = useAppState((state) => state.runs.list ?? NO_RUNS);
  const comparison = useAppState((state) => state.judge.comparison);
  const options = useMemo(() => sideOptions(classes, runs), [classes, runs]);
  const [chosen, setChosen] = useState<readonly [string?, string?]>([]);
  const [method, setMethod] = useState<EmbeddingMethod>('umap');
  const [settings, setSettings] = useState(FIRST_SETTINGS);
  const [failure, setFailure] = useState<Failure>();
  const [asking, setAsking] = useState(false);
  const first = options.find(({ value }) => value === chosen[0]) ?? options[0];
  const second = options.find(({ value }) => value === chosen[1]) ?? options.find((option) => option !== first);
  const sides: readonly [Side, Side] | undefined =
    first && second && first !== second ? [first.side, second.side] : undefined;

  async function compare(): Promise<void> {
    if (!sides) return;
    setAsking(true);
    setFailure(undefined);
    try {
      await compareSides({ sides, method, ...settings });
    } catch (error) {
      setFailure(toFailure(error));
    }
    setAsking(false);
  }

  const names = comparison?.names ?? (first && second ? ([first.label, second.label] as const) : undefined);
  return (
    <Pane title={names ? titleText(names) : 'Two kinds compared'} sub={comparison && comparisonText(comparison)}>
      <PaneBody>
        {options.length < 2 ? (
          <p className={part.quiet}>
            Here two classes of one network, or two saved runs, are told apart beside the real slices of the same
            classes. Train with “Conditional” on, or save a second run.
          </p>
        ) : (
          <CompareControls
            options={options}
            chosen={[first?.value ?? '', second?.value ?? '']}
            onChoose={(values) => setChosen(values)}
            method={method}
            onMethod={setMethod}
            settings={settings}
            onChange={setSettings}
            asking={asking}
            canAsk={sides !== undefined}
            onCompare={compare}
          />
        )}
        {failure && <FailureNotice title="The two were not compared" failure={failure} />}
        {comparison && <Findings comparison={comparison} />}
        {sides && <SeedPairs sides={sides} seed={settings.seed} psi={settings.psi} />}
      </PaneBody>
    </Pane>
  );
}
