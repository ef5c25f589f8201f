/** What a person can do about metrics: measure now, on a schedule, and with an extractor of their own. It holds no answer. */
import type { Client } from '../client/client.ts';
import type { EvaluationKimg } from '../protocol/judging.ts';
import { withoutExtractor } from '../state/judge.ts';
import type { AppStore } from '../state/store.ts';

export interface EvaluateActions {
  /** Measures so many pictures of what Explore would draw; the answer is in `judge.asked`. Rejects with a FailureError. */
  measure(pictures: number): Promise<void>;
  stopMeasuring(): void;
  /** How often runs are measured from now on; 0: only when asked. */
  measureEvery(everyKimg: EvaluationKimg): void;
  /** Features of a person's own network from now on, or of Gyrus's own again. Rejects with a FailureError. */
  openExtractor(file: File | undefined): Promise<void>;
}

export function createEvaluateActions({ update }: AppStore, client: Client): EvaluateActions {
  return {
    async measure(pictures) {
      await client.request({ type: 'evaluation/measure', pictures });
    },
    stopMeasuring: () => client.send({ type: 'evaluation/stop' }),
    measureEvery: (everyKimg) => client.send({ type: 'evaluation/schedule', everyKimg }),
    async openExtractor(file) {
      await client.request({ type: 'extractor/open', ...(file ? { file } : {}) });
      if (!file) update(withoutExtractor);
    },
  };
}
