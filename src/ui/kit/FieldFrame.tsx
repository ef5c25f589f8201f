/** The frame around an input: name and note above it, explanation or problem below it, tied together for screen readers. */
import { type ReactNode, useId } from 'react';
import styles from './Field.module.css';
import { Icon } from './Icon.tsx';

export interface FieldText {
  readonly label: string;
  /** Beside the name, e.g. "was 0.0015". */
  readonly note?: string | undefined;
  /** One line of explanation below. */
  readonly hint?: string | undefined;
  /** What is wrong with the value, drawn in place of the hint. */
  readonly problem?: string | undefined;
  /** What is unwise about it, likewise, where nothing is wrong. */
  readonly warning?: string | undefined;
  /** The name is not drawn (it is beside the field already) but still said. */
  readonly hideLabel?: boolean;
}

interface InputProps {
  readonly id: string;
  readonly 'aria-label': string | undefined;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

const BELOW = { act: styles.problem, watch: styles.warning };

export function FieldFrame({
  label,
  note,
  hint,
  problem,
  warning,
  hideLabel = false,
  children,
}: FieldText & { readonly children: (input: InputProps) => ReactNode }) {
  const id = useId();
  const below = problem ?? warning ?? hint;
  const level = problem !== undefined ? 'act' : warning !== undefined ? 'watch' : undefined;
  return (
    <div className={styles.field}>
      {!hideLabel && (
        <div className={styles.label}>
          <label htmlFor={id}>{label}</label>
          {note && <span className={styles.note}>{note}</span>}
        </div>
      )}
      {children({
        id,
        'aria-label': hideLabel ? label : undefined,
        'aria-describedby': below === undefined ? undefined : `${id}-below`,
        'aria-invalid': problem === undefined ? undefined : true,
      })}
      {below !== undefined && (
        <div id={`${id}-below`} className={level ? BELOW[level] : styles.hint}>
          {level && <Icon name={level} />}
          <span>{below}</span>
        </div>
      )}
    </div>
  );
}
