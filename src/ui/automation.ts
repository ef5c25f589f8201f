/**
 * What the page offers to programs as `window.gyrus`: the command line and the tests read its state and ask for pictures.
 * It refuses to press buttons for them: those they press as a person does.
 */
import type { Client } from '../client/client.ts';
import type { AppState } from '../state/appState.ts';
import { lossesCsv } from './losses/csv.ts';

export interface SampleWish {
  /** Integers from 0 to 2^32 - 1; at most a few dozen at a time, since they are one request. */
  readonly seeds: readonly number[];
  /** Truncation: 1 leaves w as it is, 0 gives the mean picture. */
  readonly psi: number;
  /** The class of all of them; without it, networks that know classes draw them in turn. */
  readonly className?: string;
  /** Why the pictures may leave, where the last look found copies of training slices; it goes into the files. */
  readonly reason?: string;
}

export interface Automation {
  readonly getState: () => AppState;
  /** The losses so far, as "Download CSV" saves them; empty before a run. */
  readonly losses: () => string;
  /**
   * One PNG a seed, in order, from the present run or the opened weights; what is known of copies is written into each.
   * Rejects with a FailureError's sentence, also where copies were found and no reason is given.
   */
  readonly sample: (wish: SampleWish) => Promise<readonly Uint8Array[]>;
}

declare global {
  interface Window {
    gyrus?: Automation;
  }
}

export function automationOf(getState: () => AppState, client: Client): Automation {
  return {
    getState,
    losses() {
      const { run } = getState();
      return run ? lossesCsv(run.series, run.plan.slicesPerEpoch, run.changes) : '';
    },
    async sample({ seeds, ...wish }) {
      const columns = Math.ceil(Math.sqrt(seeds.length));
      const { images } = await client.request({ type: 'sample/generate', seeds, columns, isToLeave: true, ...wish });
      return images.map(({ png }) => png);
    },
  };
}
