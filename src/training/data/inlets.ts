/** One inlet for each size of batch, so that a step recorded at one size keeps its buffers. It refuses sizes never made. */
import type { Inlet } from '../../gpu/inlet.ts';

export interface Inlets {
  /** The inlet of that batch, made if need be: to be written. */
  of(batch: number): Inlet;
  /** The inlet of that batch, to be read. Throws where nothing was ever put there. */
  written(batch: number): Inlet;
  release(): void;
}

export function inletsBySize(make: (batch: number) => Inlet): Inlets {
  const kept = new Map<number, Inlet>();
  return {
    of(batch) {
      const inlet = kept.get(batch) ?? make(batch);
      kept.set(batch, inlet);
      return inlet;
    },
    written(batch) {
      const inlet = kept.get(batch);
      if (!inlet) throw new Error(`No batch of ${batch} slices was made ready: prepare it before the step.`);
      return inlet;
    },
    release() {
      for (const inlet of kept.values()) inlet.dispose();
      kept.clear();
    },
  };
}
