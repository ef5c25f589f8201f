/** What the page knows of the choice of kernels: how far it is, or what came of it. Pure. */
import type { TrainerEvent } from '../protocol/events.ts';
import type { TuningReport } from '../protocol/tuning.ts';

export interface TuningView {
  /** While they are being chosen: done, of those that are worth timing. */
  readonly progress?: { readonly done: number; readonly of: number };
  readonly report?: TuningReport;
}

/** The view after what the worker said of it last. */
export function tuningAfter(event: Extract<TrainerEvent, { type: 'engine/tuning' | 'engine/tuned' }>): TuningView {
  if (event.type === 'engine/tuned') return { report: event.report };
  return { progress: { done: event.done, of: event.of } };
}
