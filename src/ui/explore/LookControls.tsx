/** How pictures are drawn: first seed and number, psi, class, noise. It changes the choice and draws nothing. */
import { type Look, MOST_SEEDS_DRAWN, NOISE_KINDS, type NoiseKind } from '../../protocol/explore.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { decimalText } from '../kit/format.ts';
import { NumberField } from '../kit/NumberField.tsx';
import { Segmented } from '../kit/Segmented.tsx';
import { Select } from '../kit/Select.tsx';
import { Slider } from '../kit/Slider.tsx';
import { LARGEST_SEED, wholeProblem } from './exploreText.ts';
import styles from './LookControls.module.css';

/** Beyond it pictures fall apart. */
const LARGEST_PSI = 1.2;
const PSI_STEP = 0.05;
/** More classes than this are a list. */
const MOST_SIDE_BY_SIDE = 3;
/** Stands for no class of one's own choice. */
const IN_TURN = '';

const NOISE_LABELS: Readonly<Record<NoiseKind, string>> = { constant: 'Constant', random: 'Random', none: 'None' };

export function LookControls({ classes }: { readonly classes: readonly string[] }) {
  const { firstSeed, count, look } = useAppState((state) => state.explore);
  const { explore } = useActions();
  const change = (part: Partial<Look>) => explore({ look: { ...look, ...part } });
  return (
    <div className={styles.controls}>
      <div className={styles.seeds}>
        <NumberField
          label="First seed"
          value={firstSeed}
          problem={wholeProblem(firstSeed, 0, LARGEST_SEED)}
          onCommit={(value) => explore({ firstSeed: value })}
        />
        <NumberField
          label="Pictures"
          value={count}
          problem={wholeProblem(count, 1, MOST_SEEDS_DRAWN)}
          onCommit={(value) => explore({ count: value })}
        />
        <Button
          icon="shuffle"
          aria-label="Other seeds"
          onClick={() => explore({ firstSeed: nextSeed(firstSeed, count) })}
        />
      </div>
      <div className={styles.field}>
        <Slider
          label="Truncation psi"
          value={look.psi}
          minimum={0}
          maximum={LARGEST_PSI}
          step={PSI_STEP}
          onChange={(psi) => change({ psi })}
          valueText={decimalText(look.psi, 2)}
        />
        <span className={styles.ends}>
          <span>the mean picture</span>
          <span>most varied</span>
        </span>
      </div>
      {classes.length > 0 && <ClassChoice classes={classes} look={look} />}
      <div className={styles.field}>
        <span className={styles.label}>Noise</span>
        <Segmented
          label="Noise"
          value={look.noise}
          options={NOISE_KINDS.map((value) => ({ value, label: NOISE_LABELS[value] }))}
          onChange={(noise) => change({ noise })}
          full
        />
      </div>
    </div>
  );
}

function ClassChoice({ classes, look }: { readonly classes: readonly string[]; readonly look: Look }) {
  const { explore } = useActions();
  const options = [...classes.map((name) => ({ value: name, label: name })), { value: IN_TURN, label: 'In turn' }];
  const chosen = look.className ?? IN_TURN;
  const choose = (name: string) => {
    const { className: _, ...rest } = look;
    explore({ look: name === IN_TURN ? rest : { ...rest, className: name } });
  };
  if (classes.length > MOST_SIDE_BY_SIDE)
    return <Select label="Class" value={chosen} options={options} onChange={choose} />;
  return (
    <div className={styles.field}>
      <span className={styles.label}>Class</span>
      <Segmented label="Class" value={chosen} options={options} onChange={choose} full />
    </div>
  );
}

/** The seeds after these; from the beginning where there are none. */
function nextSeed(first: number, count: number): number {
  return first + 2 * count > LARGEST_SEED ? 0 : first + count;
}
