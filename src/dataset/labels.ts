/** Classes as numbers: a label is a place among the class names that training sees. It refuses to know folders. */
import type { SliceFacts } from './sliceSource.ts';

/** The label of a slice whose class is not trained on, or that has none. */
export const NO_CLASS = 0xffff;

/**
 * The class names among the slices at `training`, in the order of their code units, and each slice's label: the place of
 * its class there, or NO_CLASS. No names where no training slice has a class.
 */
export function labelSlices(
  slices: readonly SliceFacts[],
  training: readonly number[],
): { readonly classes: readonly string[]; readonly labels: Uint16Array } {
  const trained = new Set(training.map((index) => slices[index]?.className ?? ''));
  trained.delete('');
  const classes = [...trained].sort();
  const labelOf = new Map(classes.map((name, label) => [name, label]));
  return { classes, labels: Uint16Array.from(slices, ({ className }) => labelOf.get(className) ?? NO_CLASS) };
}
