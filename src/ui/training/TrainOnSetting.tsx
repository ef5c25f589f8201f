/** The classes a run trains on, as checkboxes over those of the data set. It refuses to invent classes. */
import type { TrainOn } from '../../protocol/trainConfig.ts';
import { useAppState } from '../appContext.tsx';
import type { FieldText } from '../kit/FieldFrame.tsx';
import { Checkbox } from '../kit/Toggle.tsx';
import { toggledClass } from './settings.ts';
import styles from './TrainOnSetting.module.css';

interface TrainOnSettingProps extends FieldText {
  readonly value: TrainOn;
  readonly onCommit: (value: TrainOn) => void;
}

export function TrainOnSetting({ value, onCommit, label, note, hint, problem, warning }: TrainOnSettingProps) {
  const present = useAppState((state) => state.dataset.summary?.classes);
  const chosen = typeof value === 'string' ? [] : value;
  // A flat archive has one class without a name: there is nothing to choose.
  const names = [...new Set([...(present ?? []).map(({ name }) => name), ...chosen])].filter((name) => name !== '');
  return (
    <fieldset className={styles.set}>
      <legend>
        {label} {note && <small>{note}</small>}
      </legend>
      {names.length === 0 && (
        <p className={styles.only}>
          {present ? 'All slices: the data set has no classes.' : 'All slices; classes come with the data set.'}
        </p>
      )}
      <div className={styles.choices} hidden={names.length === 0}>
        <Checkbox label="All slices" checked={value === 'all'} onChange={(all) => onCommit(all ? 'all' : names)} />
        {names.map((name) => (
          <Checkbox
            key={name}
            label={name}
            checked={value === 'all' || value.includes(name)}
            onChange={() => onCommit(toggledClass(value, name, names))}
          />
        ))}
      </div>
      {problem !== undefined && <p className={styles.problem}>{problem}</p>}
      {problem === undefined && (warning ?? hint) !== undefined && <p className={styles.hint}>{warning ?? hint}</p>}
    </fieldset>
  );
}
