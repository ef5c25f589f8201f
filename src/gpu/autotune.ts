/**
 * Finds the fastest of several ways to the same result, without timestamps: many dispatches a submit, taken in turns so
 * that whatever else the machine does slows all of them alike. It refuses to know what they compute.
 */
import { deviceInUse, flush } from './commandStream.ts';
import { submittedWorkDone } from './submitted.ts';

export interface Candidate {
  readonly name: string;
  /** Records the commands once. */
  readonly run: () => void;
}

interface Trial {
  readonly candidate: Candidate;
  readonly repeats: number;
  best: number;
}

/** A submit lasts about so long: the cost of submitting does not count, and the page stays responsive. */
const SUBMIT_MS = 20;
const MOST_REPEATS = 64;
const ROUNDS = 5;
/** What is slow is measured well by fewer rounds: no more begin after so long, beyond the least. */
const ENOUGH_MS = 300;
const LEAST_ROUNDS = 2;
/** Candidates that take this many times the first one's time are not timed again. */
const HOPELESS = 3;
/** Others must be so much faster than the first, or noise would choose. */
const MARGIN = 0.95;

/**
 * The name of the fastest; the first in doubt. Compiles all of them, and leaves out those, the first excepted, that the GPU
 * refuses.
 */
export async function fastestOf(candidates: readonly Candidate[]): Promise<string> {
  const [first, ...others] = candidates;
  if (!first) throw new Error('There is nothing to choose the fastest from.');
  await timed(first, 1);
  const reference = await timed(first, 1);
  const trials = [trialOf(first, reference)];
  for (const candidate of others) {
    if (await isRefused(candidate)) continue;
    const once = await timed(candidate, 1);
    if (once <= HOPELESS * reference) trials.push(trialOf(candidate, once));
  }
  if (trials.length === 1) return first.name;
  const began = performance.now();
  for (let round = 0; round < ROUNDS; round++) {
    if (round >= LEAST_ROUNDS && performance.now() - began > ENOUGH_MS) break;
    for (const trial of trials) trial.best = Math.min(trial.best, await timed(trial.candidate, trial.repeats));
  }
  const bestOfFirst = trials[0]?.best ?? 0;
  const fastest = trials.reduce((best, trial) => (trial.best < best.best ? trial : best));
  return fastest.best < MARGIN * bestOfFirst ? fastest.candidate.name : first.name;
}

function trialOf(candidate: Candidate, once: number): Trial {
  const repeats = Math.max(1, Math.min(MOST_REPEATS, Math.floor(SUBMIT_MS / once)));
  return { candidate, repeats, best: Number.POSITIVE_INFINITY };
}

/** Compiles and runs it once. What the rules would never have chosen here must not end a run. */
async function isRefused({ run }: Candidate): Promise<boolean> {
  flush();
  const device = deviceInUse();
  device.pushErrorScope('validation');
  device.pushErrorScope('internal');
  run();
  await submittedWorkDone();
  const errors = [await device.popErrorScope(), await device.popErrorScope()];
  return errors.some((error) => error !== null);
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
