/**
 * The settings form's data: its groups, each field's text and what differs from the preset. It refuses to judge values:
 * that is the protocol's validation, whose sentences the form repeats.
 */
import { AUGMENT_SETS } from '../../protocol/augmentation.ts';
import type { LiveChange } from '../../protocol/events.ts';
import type { Field, FieldGroup } from '../../protocol/fields/field.ts';
import { FIELDS, fieldOf } from '../../protocol/fields.ts';
import { resolutionsOf } from '../../protocol/plan.ts';
import { presetById } from '../../protocol/presets.ts';
import {
  type AugmentOps,
  atResolution,
  type PerResolution,
  type TrainConfig,
  type TrainOn,
} from '../../protocol/trainConfig.ts';
import { countOf, decimalText } from '../kit/format.ts';
import { type Parsed, parseNumber, parsePerResolution, perResolutionText } from './perResolution.ts';

type Value = TrainConfig[keyof TrainConfig];

/** Every field that the form shows: all but `preset`, which the combobox above it sets. */
export const SETTINGS: readonly Field[] = FIELDS.filter((field) => field.name !== 'preset');

export interface SettingsGroup {
  readonly name: FieldGroup;
  readonly fields: readonly Field[];
}

/** The fields by group, groups in the order of their first field. */
export const SETTINGS_GROUPS: readonly SettingsGroup[] = [...new Set(SETTINGS.map((field) => field.group))].map(
  (name) => ({ name, fields: SETTINGS.filter((field) => field.group === name) }),
);

/** The value as the form writes it; an input's text that parseSetting reads back to the same value. */
export function settingText(field: Field, value: Value): string {
  switch (field.kind) {
    case 'integerPerResolution':
    case 'numberPerResolution':
      return perResolutionText(value as PerResolution);
    case 'trainOn':
      return listText(value as TrainOn);
    case 'augmentOps':
      return listText(value as AugmentOps);
    case 'switch':
      return value ? 'on' : 'off';
    default:
      return String(value);
  }
}

/** The value that a typed text stands for. For the kinds that are typed; a choice is matched with its options. */
export function parseSetting(field: Field, text: string): Parsed<Value> {
  switch (field.kind) {
    case 'integer':
    case 'number':
      return parseNumber(text);
    case 'integerPerResolution':
    case 'numberPerResolution':
      return parsePerResolution(text);
    case 'choice': {
      const option = field.options?.find((candidate) => String(candidate) === text);
      return option === undefined ? { problem: `${field.label} has no choice "${text}".` } : { value: option as Value };
    }
    case 'switch':
      return { value: text === 'on' };
    case 'text':
      return { value: text };
    case 'trainOn':
      return { value: text === 'all' ? text : text.split(SEPARATOR) };
    case 'augmentOps':
      return { value: Object.hasOwn(AUGMENT_SETS, text) ? text : text.split(SEPARATOR) };
  }
}

const SEPARATOR = ', ';

/** A name, or the names of a list with commas between them. */
function listText(names: string | readonly string[]): string {
  return typeof names === 'string' ? names : names.join(SEPARATOR);
}

/** Same value, also for maps and lists whose entries are in the same order, and for two numbers that are not numbers. */
export function sameValue(a: Value, b: Value): boolean {
  return Object.is(a, b) || JSON.stringify(a) === JSON.stringify(b);
}

/** The preset's value of each setting that differs from it, by field name. */
export function changedSettings(config: TrainConfig): ReadonlyMap<keyof TrainConfig, Value> {
  const preset = presetById(config.preset)?.config;
  const changed = SETTINGS.filter(({ name }) => preset && !sameValue(config[name], preset[name]));
  return new Map(changed.map(({ name }) => [name, (preset as TrainConfig)[name]]));
}

/** trainOn after a click on one class: every class chosen is 'all', none is an empty list, which validation refuses. */
export function toggledClass(trainOn: TrainOn, name: string, names: readonly string[]): TrainOn {
  const chosen = typeof trainOn === 'string' ? names : trainOn;
  const next = names.filter((other) => (other === name ? !chosen.includes(name) : chosen.includes(other)));
  return next.length === names.length ? 'all' : next;
}

/** How long a run is set to be: "30 kimg" where the config says kimg everywhere, else its epochs: "12 epochs a step". */
export function lengthText(config: TrainConfig): string {
  const resolutions = resolutionsOf(config);
  const lengths = resolutions.map((resolution) => atResolution(config.kimgPerResolution, resolution));
  if (lengths.every((kimg) => kimg > 0)) return `${shortDecimal(lengths.reduce((sum, kimg) => sum + kimg, 0))} kimg`;
  const epochs = new Set(resolutions.map((resolution) => atResolution(config.epochsPerResolution, resolution)));
  const [each] = epochs;
  if (epochs.size !== 1 || each === undefined) return 'by epochs';
  return `${countOf(each, 'epoch')}${resolutions.length > 1 ? ' a step' : ''}`;
}

/** One decimal, left out where it is zero. */
function shortDecimal(value: number): string {
  return decimalText(value, Number.isInteger(value) ? 0 : 1);
}

/** A setting's value with its unit, for sentences and lists. */
export function valueText(field: Field, value: Value): string {
  const unit = field.unit && field.unit !== 'share' ? ` ${field.unit}` : '';
  return `${settingText(field, value)}${unit}`;
}

/** Fields whose label says too little without the heading of their group. */
const NAMES_ALONE: Partial<Record<keyof TrainConfig, string>> = {
  gLr: 'G learning rate',
  dLr: 'D learning rate',
  mappingLr: 'Mapping learning rate',
  augmentP: 'Augment p',
  augmentTarget: 'Augment target',
};

/** What a field is called away from its group. */
export function nameAlone({ name, label }: Field): string {
  return NAMES_ALONE[name] ?? label;
}

/** "R1 gamma 0.3 to 1". */
export function changeText({ field: name, from, to }: LiveChange): string {
  const field = fieldOf(name);
  return `${nameAlone(field)} ${settingText(field, from)} to ${settingText(field, to)}`;
}

/** The same, with why Gyrus did it where it was Gyrus: "R1 gamma 0.3 to 1 (by Gyrus: the critic's gradient was not finite)". */
export function reasonedText(change: LiveChange): string {
  const { because } = change;
  return because === undefined ? changeText(change) : `${changeText(change)} (by Gyrus: ${because.replace(/\.$/, '')})`;
}
