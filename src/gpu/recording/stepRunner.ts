/**
 * Runs steps of a loop, each variant recorded at its first turn and replayed from then on. It refuses to know what a variant
 * is: whoever names it answers for its being the same step each time.
 */
import { createPacing, type PacingParts } from './pacing.ts';
import type { RecordedFacts, RecordedStep } from './recordedStep.ts';
import { recordStep } from './recordStep.ts';
import { createTemporaries } from './temporaries.ts';

export interface StepRunner {
  /**
   * Runs the step called `variant`, and returns what it returned when it was recorded. The step may be called once for many
   * runs: what differs between them must be live.
   */
  run<T>(variant: string, step: () => T): Promise<T>;
  /** Forgets all recordings: shapes or settings have changed. */
  forget(): void;
  /** What each recorded variant does. */
  facts(): ReadonlyMap<string, RecordedFacts>;
}

/** pace: cuts steps into submissions that are short enough; without it each is handed over in one. */
export function createRecordingRunner(pace?: PacingParts): StepRunner {
  const pacing = pace && createPacing(pace);
  const temporaries = createTemporaries();
  const recordings = new Map<string, { readonly step: RecordedStep; readonly result: unknown }>();
  return {
    async run<T>(variant: string, step: () => T): Promise<T> {
      let known = recordings.get(variant);
      if (!known) {
        let result: { readonly value: T } | undefined;
        const recorded = await recordStep(() => {
          result = { value: step() };
        }, temporaries);
        known = { step: recorded, result: result?.value };
        recordings.set(variant, known);
      }
      const began = pace?.clock() ?? 0;
      known.step.replay(pacing?.mostInOne(variant, known.step.facts.dispatches));
      pacing?.handedOver(variant, began);
      // The same variant returns the same type: its name says so.
      return known.result as T;
    },
    forget() {
      for (const { step } of recordings.values()) step.dispose();
      recordings.clear();
      pacing?.forget();
      temporaries.dispose();
    },
    facts: () => new Map([...recordings].map(([variant, { step }]) => [variant, step.facts])),
  };
}
