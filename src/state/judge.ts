/** What the page knows of metrics, health, copies and the long jobs about them: pure changes of that part of the state. */
import type { TrainerEvent } from '../protocol/events.ts';
import type { Failure } from '../protocol/failure.ts';
import { USUAL_EVALUATION_KIMG } from '../protocol/judging.ts';
import type { AppState, CopyGateView, JudgeView } from './appState.ts';

export const FIRST_JUDGE: JudgeView = { everyKimg: USUAL_EVALUATION_KIMG, automatic: [] };

type EventOf<T extends TrainerEvent['type']> = Extract<TrainerEvent, { type: T }>;
type JudgeEvent = EventOf<
  | 'evaluation/scheduled'
  | 'evaluation/progress'
  | 'evaluation/ready'
  | 'extractor/opened'
  | 'health/automatic'
  | 'copies/progress'
  | 'copies/checked'
  | 'compare/progress'
  | 'compare/embedded'
  | 'media/progress'
  | 'media/film'
>;

/** The state after an event about judging. */
export function judged(state: AppState, event: JudgeEvent): AppState {
  return { ...state, judge: judgeAfter(state.judge, event) };
}

/** No long job is under way any more, and the extractor is Gyrus's own: the engine that knew them is gone. */
export function withoutJobs(state: AppState): AppState {
  const { measuring: _, comparing: __, filming: ___, checking: ____, extractor: _____, ...judge } = state.judge;
  return { ...state, judge };
}

function judgeAfter(judge: JudgeView, event: JudgeEvent): JudgeView {
  const { measuring: _, ...idle } = judge;
  const { comparing: __, ...apart } = judge;
  const { filming: ___, ...still } = judge;
  switch (event.type) {
    case 'evaluation/scheduled':
      return { ...judge, everyKimg: event.everyKimg };
    case 'evaluation/progress':
      return event.done < event.of ? { ...withoutFailure(judge), measuring: { done: event.done, of: event.of } } : idle;
    case 'evaluation/ready':
      return event.evaluation ? { ...judge, asked: event.evaluation } : judge;
    case 'extractor/opened':
      return { ...judge, extractor: event.name };
    case 'health/automatic':
      return { ...judge, automatic: event.remedies };
    case 'copies/progress':
      return event.done < event.of ? { ...judge, checking: { done: event.done, of: event.of } } : unchecking(judge);
    case 'copies/checked':
      return { ...judge, check: event.check };
    case 'compare/progress':
      return event.done < event.of
        ? { ...judge, comparing: { what: event.what, done: event.done, of: event.of } }
        : apart;
    case 'compare/embedded':
      return event.comparison ? { ...apart, comparison: event.comparison } : apart;
    case 'media/progress':
      return event.done < event.of
        ? { ...judge, filming: { what: event.what, done: event.done, of: event.of } }
        : still;
    case 'media/film':
      return still;
  }
}

/** The last refusal is forgotten when something is begun. */
function withoutFailure({ failure: _, ...judge }: JudgeView): JudgeView {
  return judge;
}

/** No look for copies is under way any more. */
function unchecking({ checking: _, ...judge }: JudgeView): JudgeView {
  return judge;
}

/** The look before an export is at `gate`, or was read: undefined. */
export function withGate(state: AppState, gate: CopyGateView | undefined): AppState {
  const { gate: _, ...judge } = state.judge;
  return { ...state, judge: gate ? { ...judge, gate } : judge };
}

/** Features are made with Gyrus's own extractor again. */
export function withoutExtractor(state: AppState): AppState {
  const { extractor: _, ...judge } = state.judge;
  return { ...state, judge };
}

/** Something that nobody asked for, such as a measurement on schedule, could not be done. */
export function unasked(state: AppState, failure: Failure): AppState {
  return { ...state, judge: { ...state.judge, failure } };
}
