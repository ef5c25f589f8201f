/** What a field of TrainConfig is to a person, and the bounds that several groups share. It holds no field itself. */
import type { TrainConfig } from '../trainConfig.ts';

export type FieldGroup =
  | 'Run'
  | 'Network'
  | 'Resolution'
  | 'Loss'
  | 'Learning rates'
  | 'Average'
  | 'Augmentation'
  | 'Classes'
  | 'Data';

/** per-resolution kinds take one number or a map such as {"8": 32, "128": 8}. */
export type FieldKind =
  | 'text'
  | 'choice'
  | 'switch'
  | 'augmentOps'
  | 'integer'
  | 'number'
  | 'integerPerResolution'
  | 'numberPerResolution'
  | 'trainOn';

export interface Field {
  readonly name: keyof TrainConfig;
  readonly label: string;
  readonly group: FieldGroup;
  readonly kind: FieldKind;
  readonly unit?: string;
  readonly explanation: string;
  /** Inclusive bounds for the number kinds. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** For 'choice': the allowed values. */
  readonly options?: readonly (string | number)[];
  /** For 'integer': usual values to pick from; others within the bounds are allowed. */
  readonly offers?: readonly number[];
  /** The field matters only when this says so; otherwise the form shows it as unused. */
  readonly appliesTo?: (config: TrainConfig) => boolean;
}

/** Above this a step no longer fits the bindings of common adapters. */
export const LARGEST_BATCH = 512;
/** Penalties and gradient norms: nothing published comes near. */
export const LARGEST_WEIGHT = 10_000;
export const MOST_KIMG = 100_000;
/** One real. */
export const SMALLEST_KIMG = 0.001;
