/**
 * Whether one field's value has its form and lies within its bounds, as a sentence where it does not. It refuses to look
 * at any other field.
 */
import * as v from 'valibot';
import type { Field } from '../fields/field.ts';
import type { PerResolution } from '../trainConfig.ts';
import { quoted } from './strictJson.ts';

const MOST_CLASSES = 1000;
const MOST_OPERATIONS = 100;
/** Beyond every resolution that the form offers. */
const LARGEST_RESOLUTION = 4096;

const number = v.pipe(v.number(), v.finite());
/** valibot takes an array for a record. */
const noArray = v.custom<object>((value) => !Array.isArray(value));
const perResolution = v.union([number, v.pipe(noArray, v.record(v.string(), number))]);

const SCHEMA_OF_KIND = {
  text: v.string(),
  switch: v.boolean(),
  augmentOps: v.union([v.string(), v.pipe(v.array(v.string()), v.maxLength(MOST_OPERATIONS))]),
  choice: v.union([v.string(), number]),
  integer: number,
  number,
  integerPerResolution: perResolution,
  numberPerResolution: perResolution,
  trainOn: v.union([v.literal('all'), v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(MOST_CLASSES))]),
} as const;

/** Whether `value` is of the field's kind at all; its bounds are problemOfField's. */
export function hasForm(field: Field, value: unknown): boolean {
  return v.safeParse(SCHEMA_OF_KIND[field.kind], value).success;
}

/** What the field takes, in words that end a sentence. */
export function wantedForm(field: Field): string {
  const { minimum, maximum } = field;
  switch (field.kind) {
    case 'integer':
    case 'integerPerResolution':
      return `a whole number from ${minimum} to ${maximum}${field.kind === 'integer' ? '' : ', or such a number for each resolution'}`;
    case 'number':
    case 'numberPerResolution':
      return `a number from ${minimum} to ${maximum}${field.kind === 'number' ? '' : ', or such a number for each resolution'}`;
    case 'choice':
      return `one of ${field.options?.join(', ')}`;
    case 'switch':
      return 'true or false';
    case 'augmentOps':
      return 'the name of a set, or a list of operations';
    case 'trainOn':
      return '"all" or a list of class names';
    default:
      return 'a text';
  }
}

/** What is wrong with `value` for this field alone; undefined when nothing is. */
export function problemOfField(field: Field, value: unknown): string | undefined {
  if (!hasForm(field, value)) return `${field.label} has the wrong form: ${wantedForm(field)}.`;
  switch (field.kind) {
    case 'choice':
      return field.options?.includes(value as string | number)
        ? undefined
        : `${field.label} is ${typeof value === 'string' ? quoted(value) : value}, but may only be ${field.options?.join(', ')}.`;
    case 'integer':
    case 'number':
      return problemOfNumber(field, value as number);
    case 'integerPerResolution':
    case 'numberPerResolution':
      return problemOfMap(field, value as PerResolution);
    default:
      return undefined;
  }
}

function problemOfMap(field: Field, value: PerResolution): string | undefined {
  if (typeof value === 'number') return problemOfNumber(field, value);
  const entries = Object.entries(value);
  if (entries.length === 0) return `${field.label} is an empty map: give at least one entry, like 8: 16.`;
  for (const [resolution, entry] of entries) {
    if (!isResolution(resolution))
      return `${field.label} names the resolution ${quoted(resolution)}, which is not a power of two up to ${LARGEST_RESOLUTION}.`;
    const problem = problemOfNumber(field, entry);
    if (problem) return problem;
  }
  return undefined;
}

function problemOfNumber(field: Field, value: number): string | undefined {
  const whole = field.kind === 'integer' || field.kind === 'integerPerResolution';
  const { minimum = -Infinity, maximum = Infinity } = field;
  if (Number.isFinite(value) && value >= minimum && value <= maximum && (!whole || Number.isInteger(value)))
    return undefined;
  return `${field.label} is ${value}, but must be ${wantedForm(field)}.`;
}

/** Written as the schedule will look it up: "8", and not "08", "8.0" or "0x8". */
const isResolution = (name: string) => {
  const side = Number(name);
  return String(side) === name && side >= 1 && side <= LARGEST_RESOLUTION && Number.isInteger(Math.log2(side));
};
