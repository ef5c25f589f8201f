/**
 * The one way from a worker's event to the next state: pure and exhaustive, so that a recorded list of events shows
 * what a live run would. Events of a run that is no longer the page's are left out.
 */
import { assertNever, type TrainerEvent } from '../protocol/events.ts';
import { applyFailure } from './applyFailure.ts';
import type { AppState, EstimateView, RunView } from './appState.ts';
import { checked } from './checks.ts';
import { withArchive, withoutArchive } from './explore.ts';
import { filmMade } from './film.ts';
import { judged, withoutJobs } from './judge.ts';
import { projected, projecting, withoutSearch } from './projecting.ts';
import { recovering, runRestored, runSaved, runsListed, runUnsaved, withoutRecovered } from './savedRuns.ts';
import { appendSteps, EMPTY_SERIES } from './series.ts';
import { withSheet } from './sheetHistory.ts';
import { tuningAfter } from './tuning.ts';

type EventOf<T extends TrainerEvent['type']> = Extract<TrainerEvent, { type: T }>;

/** The state after `event`; the same object where nothing changes. */
export function applyEvent(state: AppState, event: TrainerEvent): AppState {
  switch (event.type) {
    case 'engine/ready':
      return { ...withoutJobs(withoutSearch(withoutArchive(state))), engine: engineReady(state, event) };
    case 'engine/recovering':
      return recovering(state, event);
    case 'engine/throttled':
      return { ...state, free: event.free };
    case 'dataset/progress':
      return { ...state, dataset: { ...state.dataset, phase: 'reading', progress: progressOf(event) } };
    case 'dataset/ready':
      return checked({ ...state, dataset: { phase: 'ready', summary: event.summary, sheet: event.sheet } });
    case 'engine/tuning':
    case 'engine/tuned':
      return { ...state, tuning: tuningAfter(event) };
    case 'run/started':
      return runStarted(state, event);
    case 'run/state':
      return withRun(state, event, (run) => {
        const { failure: _, ...rest } = run;
        return { ...rest, state: event.state, ...(event.failure === undefined ? {} : { failure: event.failure }) };
      });
    case 'run/planned':
      return withRun(state, event, (run) => ({ ...run, plan: event.plan }));
    case 'run/changed':
      return withRun(state, event, ({ failure: _, ...run }) => ({
        ...run,
        config: event.config,
        changes: event.changes,
      }));
    case 'run/progress':
      return withRun(state, event, (run) => ({
        ...run,
        now: event.now,
        series: appendSteps(run.series, event.steps),
      }));
    case 'run/tick':
      return withRun(state, event, (run) => ({ ...run, ticks: [...run.ticks, event.record] }));
    case 'run/sheet':
      return state.run?.runId === event.runId ? withSheet(state, state.run, event.sheet) : state;
    case 'weights/ready': {
      const { failure: _, ...weights } = state.weights;
      return { ...state, weights: { ...weights, preparing: false } };
    }
    case 'weights/opened':
      return { ...state, weights: { preparing: false, opened: event.weights, sheet: event.sheet } };
    case 'estimate/ready':
      return { ...state, estimate: estimateOf(state, event) };
    case 'run/saved':
      return withRun(state, event, (run) => runSaved(run, event));
    case 'run/unsaved':
      return withRun(state, event, (run) => runUnsaved(run, event));
    case 'run/restored':
      return runRestored(state, event);
    case 'runs/listed':
      return runsListed(state, event);
    case 'explore/progress':
      return event.done < event.of ? withArchive(state, event) : withoutArchive(state);
    case 'explore/projecting':
      return projecting(state, event);
    case 'explore/projected':
      return projected(state, event.projection);
    case 'run/evaluated':
      return withRun(state, event, (run) => ({ ...run, evaluations: [...run.evaluations, event.evaluation] }));
    case 'run/health':
      return withRun(state, event, (run) => ({
        ...run,
        health: event.health,
        healthEvents: event.events,
        advice: event.advice,
      }));
    case 'evaluation/scheduled':
    case 'evaluation/progress':
    case 'evaluation/ready':
    case 'extractor/opened':
    case 'health/automatic':
    case 'copies/progress':
    case 'copies/checked':
    case 'compare/progress':
    case 'compare/embedded':
    case 'media/progress':
      return judged(state, event);
    case 'media/film':
      return filmMade(judged(state, event), event);
    case 'explore/sliceShown':
    case 'compare/paired':
    case 'compare/runs':
    case 'quiz/drawn':
    case 'media/sheet':
    case 'media/picture':
    case 'report/ready':
    case 'sample/ready':
    case 'explore/drawn':
    case 'explore/directions':
    case 'explore/archived':
    case 'augment/preview':
    case 'checkpoint/ready':
    case 'checkpoint/opened':
      return state; // whoever asked holds the answer
    case 'failure':
      return applyFailure(state, event);
    default:
      return assertNever(event);
  }
}

/** An answer belongs to the settings that it was asked for; one that was broken off leaves none. */
function estimateOf({ estimate, dataset }: AppState, event: EventOf<'estimate/ready'>): EstimateView {
  const { asked } = estimate;
  if (!asked || !event.estimate) return {};
  return { answer: { estimate: event.estimate, config: asked, summary: dataset.summary } };
}

/** Ready, for the first time or again; why it had to be started again is kept until the run is back. */
function engineReady({ engine }: AppState, event: EventOf<'engine/ready'>): AppState['engine'] {
  const { adapter, switches } = event;
  return { phase: 'ready', adapter, switches, ...(engine.fault === undefined ? {} : { fault: engine.fault }) };
}

function progressOf({ what, done, total }: EventOf<'dataset/progress'>) {
  return { what, done, total };
}

function runStarted(state: AppState, event: EventOf<'run/started'>): AppState {
  const { starting: _, startFailure: __, tuning: ___, onion: ____, ...rest } = state;
  const run: RunView = {
    runId: event.runId,
    state: 'loading',
    config: event.config,
    plan: event.plan,
    series: EMPTY_SERIES,
    ticks: [],
    sheets: [],
    changes: [],
    evaluations: [],
    healthEvents: [],
    returns: [],
  };
  return { ...withoutRecovered(rest), run, shownSheet: 'live' };
}

/** The state with its run changed, if `event` is about that run. */
function withRun(state: AppState, event: { readonly runId: string }, change: (run: RunView) => RunView): AppState {
  if (state.run?.runId !== event.runId) return state;
  return { ...state, run: change(state.run) };
}
