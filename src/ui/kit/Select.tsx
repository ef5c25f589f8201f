/** Select: a native one, because that has role combobox and every platform's own list. */
import styles from './Field.module.css';
import { FieldFrame, type FieldText } from './FieldFrame.tsx';
import { Icon } from './Icon.tsx';

interface SelectOption<T> {
  readonly value: T;
  readonly label: string;
  /** Options of one group stand together, below its name. */
  readonly group?: string;
}

interface SelectProps<T extends string | number> extends FieldText {
  readonly value: T;
  readonly options: readonly SelectOption<T>[];
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
            {groupsOf(options).map(([group, members]) =>
              group === undefined ? (
                members.map(drawOption)
              ) : (
                <optgroup key={group} label={group}>
                  {members.map(drawOption)}
                </optgroup>
              ),
            )}
          </select>
          <Icon name={locked ? 'lock' : 'down'} />
        </span>
      )}
    </FieldFrame>
  );
}

function drawOption<T extends string | number>({ value, label }: SelectOption<T>) {
  return (
    <option key={value} value={value}>
      {label}
    </option>
  );
}

/** The options by group, both in their order. */
function groupsOf<T>(options: readonly SelectOption<T>[]): [string | undefined, SelectOption<T>[]][] {
  const groups = new Map<string | undefined, SelectOption<T>[]>();
  for (const option of options) groups.set(option.group, [...(groups.get(option.group) ?? []), option]);
  return [...groups];
}
