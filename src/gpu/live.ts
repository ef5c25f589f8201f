/**
 * Numbers that may differ from step to step: a recorded step asks for them anew each time it is replayed. It refuses to
 * remember anything.
 */

/** A number, or how to find it at this moment. */
export type Live = number | (() => number);

/** f of the number, live where the number is. f must be pure. */
export function mapLive(value: Live, f: (value: number) => number): Live {
  return typeof value === 'number' ? f(value) : () => f(value());
}

/** The number at this moment. */
export function atThisMoment(value: Live): number {
  return typeof value === 'number' ? value : value();
}
