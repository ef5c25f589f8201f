/**
 * Switches in the page's address that change how the engine computes, never what: for comparing and for finding faults.
 * `?ops=reference` takes the composed reference of every operation, `?steps=eager` runs each step through tfjs instead of
 * replaying a recording, `?tuning=rules` chooses kernels without timing them. It refuses values that it does not know.
 */
import { type Failure, FailureError } from './failure.ts';

export interface EngineSwitches {
  /** Our own kernels, or what they are compared with: compositions of tfjs's operations. */
  readonly ops: 'fused' | 'reference';
  /** Whether a step is recorded once and replayed, or run as it comes. References are never recorded. */
  readonly steps: 'recorded' | 'eager';
  /**
   * How variants of kernels are chosen: by timing them on this GPU, once, or by rules alone. Variants differ in rounding, so
   * that runs which are to repeat to the last bit on another machine of the same kind take the rules. References have none.
   */
  readonly tuning: 'timed' | 'rules';
}

export const USUAL_SWITCHES: EngineSwitches = { ops: 'fused', steps: 'recorded', tuning: 'timed' };

const VALUES = { ops: ['fused', 'reference'], steps: ['recorded', 'eager'], tuning: ['timed', 'rules'] } as const;

/** The switches in an address's part from "?" on; other names in it are left alone. */
export function switchesIn(search: string): { readonly switches: EngineSwitches } | { readonly failure: Failure } {
  const asked = new URLSearchParams(search);
  try {
    const ops = switchIn(asked, 'ops') ?? USUAL_SWITCHES.ops;
    const steps = switchIn(asked, 'steps') ?? (ops === 'reference' ? 'eager' : USUAL_SWITCHES.steps);
    if (ops === 'reference' && steps === 'recorded')
      throw refusal('asks for ops=reference and steps=recorded, but references are never recorded: leave one out');
    const tuning = switchIn(asked, 'tuning') ?? (ops === 'reference' ? 'rules' : USUAL_SWITCHES.tuning);
    if (ops === 'reference' && tuning === 'timed')
      throw refusal('asks for ops=reference and tuning=timed, but references have no variants: leave one out');
    return { switches: { ops, steps, tuning } };
  } catch (error) {
    if (error instanceof FailureError) return { failure: error.failure };
    throw error;
  }
}

function switchIn<K extends keyof typeof VALUES>(
  asked: URLSearchParams,
  name: K,
): (typeof VALUES)[K][number] | undefined {
  const value = asked.get(name);
  if (value === null) return undefined;
  const found = VALUES[name].find((known) => known === value);
  if (!found)
    throw refusal(`says ${name}=${value}, but ${name} is ${VALUES[name].join(' or ')}: change it or leave it out`);
  return found;
}

const refusal = (what: string) => new FailureError('bad-config', `The page's address ${what}, and reload the page.`);

/** What is switched, in words for people; empty where all is as usual. */
export function switchTexts({ ops, steps, tuning }: EngineSwitches): string[] {
  if (ops === 'reference') return ['reference ops'];
  return [
    ...(steps === USUAL_SWITCHES.steps ? [] : [`${steps} steps`]),
    ...(tuning === USUAL_SWITCHES.tuning ? [] : ['kernels by rule']),
  ];
}
