/** Notices steps that leave tensors behind, and says so once: a night has more steps than memory has room. */
import * as tf from '../gpu/tf.ts';
import type { Failure } from '../protocol/failure.ts';

/** Ticks in a row, of one resolution, in which the number of tensors grew: nothing that is meant to stay comes so often. */
const GROWING_TICKS = 5;

export interface LeakWatch {
  /** Call at each tick. The failure to report, once. */
  observe(resolution: number): Failure | undefined;
}

export function createLeakWatch(count: () => number = () => tf.memory().numTensors): LeakWatch {
  let last = { resolution: 0, tensors: 0 };
  let growing = 0;
  let isSaid = false;
  return {
    observe(resolution) {
      const tensors = count();
      growing = resolution === last.resolution && tensors > last.tensors ? growing + 1 : 0;
      last = { resolution, tensors };
      if (growing < GROWING_TICKS || isSaid) return undefined;
      isSaid = true;
      return {
        code: 'internal',
        message: `Training leaves tensors behind: ${tensors} are in memory now, more at each of the last ${GROWING_TICKS} ticks. Training goes on, but may run out of memory: stop the run when it suits you, reload the page, resume, and report this.`,
      };
    },
  };
}
