/**
 * NumberField: text that becomes a number when the person leaves it or presses Enter, so that no half-typed value acts.
 * What is not a number is named and not committed; ranges are the caller's to judge, by `problem`.
 */
import { useEffect, useState } from 'react';
import { classes } from './classes.ts';
import styles from './Field.module.css';
import { FieldFrame, type FieldText } from './FieldFrame.tsx';

interface NumberFieldProps extends FieldText {
  readonly value: number;
  readonly unit?: string | undefined;
  readonly onCommit: (value: number) => void;
  /** It matters to nothing as things are set; still editable. */
  readonly unused?: boolean;
}

export function NumberField({ value, unit, onCommit, unused = false, problem, ...text }: NumberFieldProps) {
  const [draft, setDraft] = useState(String(value));
  useEffect(() => setDraft(String(value)), [value]);

  const typed = numberIn(draft);
  const complaint = typed === undefined ? `"${draft}" is not a number.` : problem;

  function commit(): void {
    if (typed !== undefined && typed !== value) onCommit(typed);
  }

  return (
    <FieldFrame {...text} problem={complaint}>
      {(input) => (
        <span className={classes(styles.number, complaint !== undefined && styles.wrong, unused && styles.unused)}>
          <input
            {...input}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
            onBlur={commit}
            onKeyDown={(event) => {
              if (event.key === 'Enter') commit();
              if (event.key === 'Escape') setDraft(String(value));
            }}
          />
          {unit && <span>{unit}</span>}
        </span>
      )}
    </FieldFrame>
  );
}

/** The number in `text` (a true minus and thousands commas are allowed), or undefined where there is none. */
function numberIn(text: string): number | undefined {
  const plain = text.trim().replace('−', '-').replaceAll(',', '');
  const number = Number(plain);
  return plain === '' || !Number.isFinite(number) ? undefined : number;
}
