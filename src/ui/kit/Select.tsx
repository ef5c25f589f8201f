/** Select: a native one, because that has role combobox and every platform's own list. */
import styles from './Field.module.css';
import { FieldFrame, type FieldText } from './FieldFrame.tsx';
import { Icon } from './Icon.tsx';

interface SelectProps<T extends string | number> extends FieldText {
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
  /** Shown as fixed, with a lock. */
  readonly locked?: boolean;
}

export function Select<T extends string | number>({
  value,
  options,
  onChange,
  locked = false,
  ...text
}: SelectProps<T>) {
  return (
    <FieldFrame {...text}>
      {(input) => (
        <span className={styles.select}>
          <select
            {...input}
            value={value}
            disabled={locked}
            onChange={(event) => {
              const chosen = options[event.target.selectedIndex];
              if (chosen) onChange(chosen.value);
            }}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <Icon name={locked ? 'lock' : 'down'} />
        </span>
      )}
    </FieldFrame>
  );
}
