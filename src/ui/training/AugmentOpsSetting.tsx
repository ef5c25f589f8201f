/** Which operations augmentation may use: a set by what the pictures show, or operations one by one. It knows no strengths. */
import { AUGMENT_OPS, AUGMENT_SETS, type AugmentOp, augmentPlan, augmentProblem } from '../../protocol/augmentation.ts';
import type { AugmentOps } from '../../protocol/trainConfig.ts';
import type { FieldText } from '../kit/FieldFrame.tsx';
import { Select } from '../kit/Select.tsx';
import { Checkbox } from '../kit/Toggle.tsx';
import styles from './AugmentOpsSetting.module.css';

interface AugmentOpsSettingProps extends FieldText {
  readonly value: AugmentOps;
  readonly onCommit: (value: AugmentOps) => void;
}

const ONE_BY_ONE = 'one by one';
const OPTIONS = [
  ...Object.entries(AUGMENT_SETS).map(([value, { title }]) => ({ value, label: title })),
  { value: ONE_BY_ONE, label: 'One by one' },
];
const SETS: Readonly<Record<string, { readonly reason: string }>> = AUGMENT_SETS;

const NAMES: Readonly<Record<AugmentOp, string>> = {
  xFlip: 'Flip left and right',
  turn90: '90° turns',
  integerShift: 'Shift',
  isotropicScale: 'Size',
  rotation: 'Rotation',
  anisotropicScale: 'Stretch',
  fractionalShift: 'Fine shift',
  brightness: 'Brightness',
  contrast: 'Contrast',
  noise: 'Noise',
  cutout: 'Holes',
};

export function AugmentOpsSetting({ value, onCommit, hint, ...text }: AugmentOpsSettingProps) {
  const set = typeof value === 'string' ? value : ONE_BY_ONE;
  const reason = SETS[set]?.reason ?? 'Operations chosen one by one are as strong as in the paper.';
  return (
    <div className={styles.setting}>
      <Select
        {...text}
        hint={hint === undefined ? reason : `${hint} ${reason}`}
        value={set}
        options={OPTIONS}
        onChange={(next) => onCommit(next === ONE_BY_ONE ? opsOf(value) : next)}
      />
      {typeof value !== 'string' && (
        <fieldset className={styles.ops} aria-label="Operations, one by one">
          {AUGMENT_OPS.map((op) => (
            <Checkbox
              key={op}
              label={NAMES[op]}
              checked={value.includes(op)}
              onChange={() => onCommit(AUGMENT_OPS.filter((other) => value.includes(other) !== (other === op)))}
            />
          ))}
        </fieldset>
      )}
    </div>
  );
}

/** The operations that a set uses, or the list itself; all of them where neither is known. */
function opsOf(value: AugmentOps): readonly string[] {
  if (augmentProblem(value)) return AUGMENT_OPS;
  const plan = augmentPlan(value);
  return AUGMENT_OPS.filter((op) => plan[op] > 0);
}
