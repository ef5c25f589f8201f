/** One setting of the form by its kind: with its unit, what it was in the preset, its explanation, and what is wrong. */
import { memo } from 'react';
import type { Field } from '../../protocol/fields/field.ts';
import type { AugmentOps, TrainConfig, TrainOn } from '../../protocol/trainConfig.ts';
import { sideText } from '../kit/format.ts';
import { Select } from '../kit/Select.tsx';
import { AugmentOpsSetting } from './AugmentOpsSetting.tsx';
import { SwitchSetting } from './SwitchSetting.tsx';
import { settingText } from './settings.ts';
import { TrainOnSetting } from './TrainOnSetting.tsx';
import { TypedSetting } from './TypedSetting.tsx';

type Value = TrainConfig[keyof TrainConfig];

interface SettingFieldProps {
  readonly field: Field;
  readonly value: Value;
  /** The preset's value, where it differs. */
  readonly was: Value | undefined;
  readonly problem: string | undefined;
  /** What is unwise about the value; the run may start all the same. */
  readonly warning: string | undefined;
  /** The setting matters to nothing as the others are set. */
  readonly unused: boolean;
  readonly explained: boolean;
  readonly onCommit: (name: keyof TrainConfig, value: Value) => void;
}

/** A longer preset value goes below the input instead of beside its name. */
const LONGEST_NOTE = 16;

export const SettingField = memo(function SettingField(props: SettingFieldProps) {
  const { field, value, unused } = props;
  const text = { label: field.label, problem: props.problem, warning: props.warning, ...words(props) };
  const commit = (next: Value) => props.onCommit(field.name, next);
  if (field.kind === 'trainOn') return <TrainOnSetting {...text} value={value as TrainOn} onCommit={commit} />;
  if (field.kind === 'switch') return <SwitchSetting {...text} value={value as boolean} onCommit={commit} />;
  if (field.kind === 'augmentOps') return <AugmentOpsSetting {...text} value={value as AugmentOps} onCommit={commit} />;
  if (field.kind !== 'choice')
    return <TypedSetting {...text} field={field} value={value} unused={unused} onCommit={commit} />;
  const options = (field.options ?? []).map((option) => ({ value: option, label: optionText(field, option) }));
  return (
    <Select
      {...text}
      value={value as string | number}
      options={options}
      onChange={(option) => commit(option as Value)}
    />
  );
});

function words({ field, was, unused, explained }: SettingFieldProps): { note?: string; hint?: string } {
  const before = was === undefined ? undefined : settingText(field, was);
  const short = before !== undefined && before.length <= LONGEST_NOTE;
  const note = before === undefined ? (unused ? 'not used' : undefined) : short ? `was ${before}` : 'changed';
  const hint = [
    before !== undefined && !short ? `Was ${before}.` : '',
    unused && before !== undefined ? 'Not used.' : '',
    explained ? field.explanation : '',
  ]
    .filter(Boolean)
    .join(' ');
  return { ...(note === undefined ? {} : { note }), ...(hint === '' ? {} : { hint }) };
}

/** Resolutions are squares. */
function optionText(field: Field, option: string | number): string {
  return field.unit === 'px' ? sideText(Number(option)) : String(option);
}
