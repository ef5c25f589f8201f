/**
 * Every field of TrainConfig as a person sees it: name, unit, bounds and one line of explanation. The form, the command
 * line's help and the validation read this one table; it holds no defaults (those are the presets').
 */
import { AUGMENTATION_FIELDS, CLASS_FIELDS } from './fields/augmentationFields.ts';
import type { Field } from './fields/field.ts';
import { LOSS_FIELDS } from './fields/lossFields.ts';
import { NETWORK_FIELDS } from './fields/networkFields.ts';
import { AVERAGE_FIELDS, OPTIMIZER_FIELDS } from './fields/optimizerFields.ts';
import { DATA_FIELDS, RUN_FIELDS } from './fields/runFields.ts';
import { SCHEDULE_FIELDS } from './fields/scheduleFields.ts';
import type { TrainConfig } from './trainConfig.ts';

/** In the order of the form. */
export const FIELDS: readonly Field[] = [
  ...RUN_FIELDS,
  ...NETWORK_FIELDS,
  ...SCHEDULE_FIELDS,
  ...LOSS_FIELDS,
  ...OPTIMIZER_FIELDS,
  ...AVERAGE_FIELDS,
  ...AUGMENTATION_FIELDS,
  ...CLASS_FIELDS,
  ...DATA_FIELDS,
];

/** The field called `name`. */
export function fieldOf(name: keyof TrainConfig): Field {
  const found = FIELDS.find((field) => field.name === name);
  if (!found) throw new Error(`The table of fields lacks "${name}".`);
  return found;
}
