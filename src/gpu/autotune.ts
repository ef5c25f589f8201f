/**
 * Finds the fastest of several ways to the same result, without timestamps: many dispatches a submit, taken in turns so
 * that whatever else the machine does slows all of them alike. It refuses to know what they compute.
 */
import { flush } from './commandStream.ts';
import { submittedWorkDone } from './submitted.ts';

export interface Candidate {
  readonly name: string;
  /** Records the commands once. */
  readonly run: () => void;
}

/** A submit lasts about so long: the cost of submitting does not count, and the page stays responsive. */
const SUBMIT_MS = 20;
const MOST_REPEATS = 64;
const ROUNDS = 5;
/** Candidates that take this many times the first one's time are not timed again. */
const HOPELESS = 3;
/** Others must be so much faster than the first, or noise would choose. */
const MARGIN = 0.95;

/** The name of the fastest; the first in doubt. Compiles all of them. */
export async function fastestOf(candidates: readonly Candidate[]): Promise<string> {
  const [first] = candidates;
  if (!first) throw new Error('There is nothing to choose the fastest from.');
  const trials: { readonly candidate: Candidate; readonly repeats: number; best: number }[] = [];
  let reference = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    // The first run compiles.
    await timed(candidate, 1);
    const once = await timed(candidate, 1);
    if (candidate === first) reference = once;
    if (once > HOPELESS * reference) continue;
    const repeats = Math.max(1, Math.min(MOST_REPEATS, Math.floor(SUBMIT_MS / once)));
    trials.push({ candidate, repeats, best: Number.POSITIVE_INFINITY });
  }
  for (let round = 0; round < ROUNDS; round++)
    for (const trial of trials) trial.best = Math.min(trial.best, await timed(trial.candidate, trial.repeats));
  const [firstTrial] = trials;
  const bestOfFirst = firstTrial?.best ?? 0;
  const fastest = trials.reduce((best, trial) => (trial.best < best.best ? trial : best));
  return fastest.best < MARGIN * bestOfFirst ? fastest.candidate.name : first.name;
}

/** Milliseconds of one run. */
async function timed({ run }: Candidate, repeats: number): Promise<number> {
  await submittedWorkDone();
  const start = performance.now();
  for (let i = 0; i < repeats; i++) run();
  flush();
  await submittedWorkDone();
  return (performance.now() - start) / repeats;
}
