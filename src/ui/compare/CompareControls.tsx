/** Which sides are compared, with how many pictures, from which seed on; and how far the comparison is. It asks nothing itself. */
import type { EmbeddingMethod } from '../../protocol/comparison.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { NumberField } from '../kit/NumberField.tsx';
import part from '../kit/Part.module.css';
import { Progress } from '../kit/Progress.tsx';
import { progressText } from '../kit/progressText.ts';
import { Segmented } from '../kit/Segmented.tsx';
import { Select } from '../kit/Select.tsx';
import styles from './ComparePane.module.css';
import { countProblem, METHODS, psiProblem, type SideOption, seedProblem } from './compareText.ts';

export interface ComparisonSettings {
  readonly count: number;
  readonly seed: number;
  readonly psi: number;
}

interface CompareControlsProps {
  readonly options: readonly SideOption[];
  readonly chosen: readonly [string, string];
  readonly onChoose: (values: readonly [string, string]) => void;
  readonly method: EmbeddingMethod;
  readonly onMethod: (method: EmbeddingMethod) => void;
  readonly settings: ComparisonSettings;
  readonly onChange: (settings: ComparisonSettings) => void;
  readonly asking: boolean;
  /** Two sides are chosen that differ. */
  readonly canAsk: boolean;
  readonly onCompare: () => void;
}

export function CompareControls(props: CompareControlsProps) {
  const { options, chosen, onChoose, settings, onChange, asking } = props;
  const { stopComparing } = useActions();
  const comparing = useAppState((state) => state.judge.comparing);
  const { count, seed, psi } = settings;
  const problems = [countProblem(count), seedProblem(seed), psiProblem(psi)];
  return (
    <div className={styles.controls}>
      <div className={styles.sides}>
        <Select label="First" value={chosen[0]} options={options} onChange={(value) => onChoose([value, chosen[1]])} />
        <Select label="Second" value={chosen[1]} options={options} onChange={(value) => onChoose([chosen[0], value])} />
      </div>
      <div className={styles.numbers}>
        <NumberField
          label="Pictures of each"
          value={count}
          problem={problems[0]}
          onCommit={(value) => onChange({ ...settings, count: value })}
        />
        <NumberField
          label="First seed"
          value={seed}
          problem={problems[1]}
          onCommit={(value) => onChange({ ...settings, seed: value })}
        />
        <NumberField
          label="psi"
          value={psi}
          problem={problems[2]}
          onCommit={(value) => onChange({ ...settings, psi: value })}
        />
      </div>
      <div className={part.head}>
        <Segmented label="Method" value={props.method} options={METHODS} onChange={props.onMethod} />
        {asking ? (
          <Button icon="stop" aria-label="Stop comparing" onClick={stopComparing}>
            Stop
          </Button>
        ) : (
          <Button obstacle={obstacleOf(props.canAsk, problems)} onClick={props.onCompare}>
            Compare
          </Button>
        )}
      </div>
      {asking && (
        <Progress
          label="Comparison"
          text={progressText({
            what: comparing?.what ?? 'Waiting for its turn',
            done: comparing?.done ?? 0,
            total: comparing?.of ?? 0,
          })}
          done={comparing?.done ?? 0}
          total={comparing?.of ?? 0}
        />
      )}
    </div>
  );
}

function obstacleOf(canAsk: boolean, problems: readonly (string | undefined)[]): string | undefined {
  if (!canAsk) return 'Choose two that differ.';
  return problems.find((problem) => problem !== undefined);
}
