/**
 * All presets: whole TrainConfigs with a name and a purpose. What a source leaves open is listed under `ourChoice`; nothing
 * here claims to be a published setting that is not.
 */
import { BRAIN_PRESETS, KNEE_PRESETS } from './presets/anatomy.ts';
import { PRACTICE_PRESETS } from './presets/practice.ts';
import type { Preset } from './presets/preset.ts';
import { STUDENT_PRESETS } from './presets/students.ts';

/** In the order of the picker, those of one group together. */
export const PRESETS: readonly Preset[] = [...PRACTICE_PRESETS, ...BRAIN_PRESETS, ...KNEE_PRESETS, ...STUDENT_PRESETS];

export const DEFAULT_PRESET = 'phantom32';

/** The preset called `id`, or undefined. */
export function presetById(id: string): Preset | undefined {
  return PRESETS.find((candidate) => candidate.id === id);
}
