/**
 * Runs in memory, where the browser allows no files: the last run alone, with its last two checkpoints, so that going back
 * and taking a checkpoint home still work. It refuses to keep EMA weights and earlier runs: memory is for training.
 */
import type { Pause } from './files.ts';
import { ownLocks } from './locks.ts';
import { memoryFolder } from './memoryFolder.ts';
import type { RunStore } from './runStore.ts';
import { storedRuns } from './storedRuns.ts';

export function memoryRuns(pause: Pause): RunStore {
  const runs = storedRuns({
    folder: memoryFolder(),
    locks: ownLocks(),
    pause,
    isKept: async () => false,
    keepsAverages: false,
  });
  return {
    ...runs,
    async create(run) {
      await runs.clearRuns();
      return runs.create(run);
    },
  };
}
