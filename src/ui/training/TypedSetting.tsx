/**
 * A setting that is typed: a number, or numbers by resolution. The text becomes a value when the person leaves the field
 * or presses Enter; what cannot be read is kept as typed, named, and committed as NaN, so that no run starts with it.
 */
import { useState } from 'react';
import type { Field } from '../../protocol/fields/field.ts';
import type { TrainConfig } from '../../protocol/trainConfig.ts';
import { classes } from '../kit/classes.ts';
import styles from '../kit/Field.module.css';
import { FieldFrame, type FieldText } from '../kit/FieldFrame.tsx';
import { parseSetting, sameValue, settingText } from './settings.ts';

type Value = TrainConfig[keyof TrainConfig];

interface TypedSettingProps extends FieldText {
  readonly field: Field;
  readonly value: Value;
  readonly onCommit: (value: Value) => void;
  /** It matters to nothing as things are set; still editable. */
  readonly unused: boolean;
}

export function TypedSetting({ field, value, onCommit, unused, problem, ...text }: TypedSettingProps) {
  const [draft, setDraft] = useState<string>();
  const [editing, setEditing] = useState(false);
  const parsed = draft === undefined ? undefined : parseSetting(field, draft);
  const meant = parsed && ('value' in parsed ? parsed.value : Number.NaN);
  // A draft that no longer stands for the value is out of date: a preset or a recipe came in between.
  const current = draft !== undefined && meant !== undefined && (editing || sameValue(meant, value));
  const shown = current ? draft : settingText(field, value);
  const complaint = current && parsed && 'problem' in parsed ? parsed.problem : problem;

  function commit(): void {
    if (current && meant !== undefined && !sameValue(meant, value)) onCommit(meant);
  }

  return (
    <FieldFrame {...text} problem={complaint}>
      {(input) => (
        <span className={classes(styles.number, complaint !== undefined && styles.wrong, unused && styles.unused)}>
          <input
            {...input}
            type="text"
            list={field.offers ? `${input.id}-offers` : undefined}
            inputMode={field.kind.endsWith('PerResolution') ? 'text' : 'decimal'}
            autoComplete="off"
            spellCheck={false}
            value={shown}
            onFocus={() => {
              if (!current) setDraft(undefined);
              setEditing(true);
            }}
            onChange={(event) => {
              setEditing(true);
              setDraft(event.target.value);
            }}
            onBlur={() => {
              commit();
              setEditing(false);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') commit();
              if (event.key === 'Escape') setDraft(undefined);
            }}
          />
          {field.offers && (
            <datalist id={`${input.id}-offers`}>
              {field.offers.map((offer) => (
                <option key={offer} value={offer} />
              ))}
            </datalist>
          )}
          {field.unit && <span>{field.unit}</span>}
        </span>
      )}
    </FieldFrame>
  );
}
