/** Which class each seed of a request gets. Pure. */
import { FailureError } from '../protocol/failure.ts';

/**
 * The label of each seed: that of `className`, or without one seed n gets class n mod K, so that any run of seeds shows all
 * classes alike. undefined where the networks know no classes. Throws FailureError 'bad-config' for a class they do not know.
 */
export function sampleLabels(
  seeds: readonly number[],
  classes: readonly string[],
  className: string | undefined,
): readonly number[] | undefined {
  if (className !== undefined && !classes.includes(className)) throw unknownClass(className, classes);
  if (classes.length === 0) return undefined;
  if (className === undefined) return seeds.map((seed) => seed % classes.length);
  return seeds.map(() => classes.indexOf(className));
}

function unknownClass(className: string, classes: readonly string[]): FailureError {
  const known = classes.length > 0 ? `they know ${classes.join(', ')}` : 'they were trained without classes';
  return new FailureError('bad-config', `These networks cannot draw the class "${className}": ${known}.`);
}
