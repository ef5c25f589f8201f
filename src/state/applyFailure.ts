/** Where a failure belongs: the pane it concerns keeps what it had and says what went wrong. Nothing is thrown away here. */
import { assertNever, type RunState, type TrainerEvent } from '../protocol/events.ts';
import type { Failure } from '../protocol/failure.ts';
import type { AppState } from './appState.ts';
import { unasked } from './judge.ts';

type FailureEvent = Extract<TrainerEvent, { type: 'failure' }>;

/** The state after a failure event. A dead engine ends the run, the reading and the download that it was busy with. */
export function applyFailure(state: AppState, event: FailureEvent): AppState {
  const { scope, failure } = event;
  switch (scope) {
    case 'engine':
      return engineFailed(state, failure);
    case 'dataset':
      return { ...withoutReading(state), dataset: { ...withoutReading(state).dataset, failure } };
    case 'run':
      return runFailed(state, failure);
    case 'weights':
      return { ...state, weights: { ...state.weights, preparing: false, failure } };
    case 'estimate':
      return { ...state, estimate: { failure } };
    case 'runs':
      return event.requestId === undefined ? runsRefused(state, failure) : state;
    case 'judge':
      return event.requestId === undefined ? unasked(state, failure) : state;
    case 'sample':
    case 'augment':
      return state; // whoever asked is told by the rejected request
    default:
      return assertNever(scope);
  }
}

const UNDER_WAY: readonly RunState[] = ['loading', 'training', 'paused'];

function engineFailed(state: AppState, failure: Failure): AppState {
  const { starting: _, ...rest } = withoutReading(state);
  const { run } = rest;
  const { recovery: _r, fault: _f, ...engine } = rest.engine;
  const { resuming: _s, ...runs } = rest.runs;
  return {
    ...rest,
    engine: { ...engine, phase: 'unavailable', failure },
    runs,
    weights: { ...state.weights, preparing: false },
    estimate: {},
    ...(run && UNDER_WAY.includes(run.state) ? { run: { ...run, state: 'failed' as const, failure } } : {}),
  };
}

/** A run that was asked for did not begin; otherwise the present run has something to say. */
function runFailed(state: AppState, failure: Failure): AppState {
  if (state.runs.resuming !== undefined) return runsRefused(state, failure);
  if (state.starting !== undefined || state.run === undefined) {
    const { starting: _, ...rest } = state;
    return { ...rest, startFailure: failure };
  }
  return { ...state, run: { ...state.run, failure } };
}

/** A saved run could not be gone on with, renamed, copied or deleted; the run that is shown is as it was. */
function runsRefused(state: AppState, failure: Failure): AppState {
  const { resuming, failedRun: _, ...runs } = state.runs;
  return { ...state, runs: { ...runs, failure, ...(resuming === undefined ? {} : { failedRun: resuming }) } };
}

/** The data set as it was before the reading that just ended without a result. */
export function withoutReading(state: AppState): AppState {
  const { progress: _, asked: __, ...kept } = state.dataset;
  return { ...state, dataset: { ...kept, phase: kept.summary === undefined ? 'none' : 'ready' } };
}
