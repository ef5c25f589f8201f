/**
 * Keeps a long piece of work polite: reports at most four times a second, lets commands through between items, stops when
 * told to. It refuses to estimate the time left.
 */
import type { DatasetHooks } from './hooks.ts';

/** Four messages a second, as the contract says. */
const REPORT_EVERY_MS = 250;
/** Longest stretch without a turn of the event loop, so that the worker answers within two frames. */
const YIELD_EVERY_MS = 30;

export interface ProgressReporter {
  /** One item is done; throws the signal's reason when aborted. */
  done(): Promise<void>;
  /** The last report. */
  finish(): Promise<void>;
}

export function progressReporter(
  what: string,
  total: number,
  { onProgress, signal }: Pick<DatasetHooks, 'onProgress' | 'signal'>,
): ProgressReporter {
  let count = 0;
  let reported = performance.now();
  let yielded = reported;
  onProgress(what, 0, total);
  return {
    async done() {
      count++;
      signal.throwIfAborted();
      const now = performance.now();
      if (now - reported >= REPORT_EVERY_MS && count < total) {
        reported = now;
        onProgress(what, count, total);
      }
      if (now - yielded >= YIELD_EVERY_MS) {
        await macrotask();
        yielded = performance.now();
        signal.throwIfAborted();
      }
    },
    async finish() {
      onProgress(what, count, total);
      await macrotask();
      signal.throwIfAborted();
    },
  };
}

/** A turn of the event loop; awaiting promises alone never lets a message in. */
function macrotask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
