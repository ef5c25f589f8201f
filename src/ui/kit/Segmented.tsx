/** Segmented: a few choices of which one holds, side by side, as pressed buttons in a named group. */
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import styles from './Segmented.module.css';

interface SegmentedProps<T extends string | number> {
  /** Name of the group for screen readers. */
  readonly label: string;
  readonly value: T;
  readonly options: readonly {
    readonly value: T;
    readonly label: string;
    /** Drawn instead of the label, which then is the button's name. */
    readonly icon?: ReactNode;
  }[];
  readonly onChange: (value: T) => void;
  /** Takes the whole width, shared evenly. */
  readonly full?: boolean;
}

export function Segmented<T extends string | number>({ label, value, options, onChange, full }: SegmentedProps<T>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row in every browser
    <div role="group" aria-label={label} className={classes(styles.group, full && styles.full)}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          aria-label={option.icon ? option.label : undefined}
          title={option.icon ? option.label : undefined}
          onClick={() => onChange(option.value)}
        >
          {option.icon ?? option.label}
        </button>
      ))}
    </div>
  );
}
