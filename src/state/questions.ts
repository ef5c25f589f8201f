/** Questions that several panels ask of the state, answered in one place. Pure. */
import type { RunEstimate } from '../protocol/estimate.ts';
import type { RunState, SampleSheet } from '../protocol/events.ts';
import type { AppState } from './appState.ts';

/** The one word of the status line. */
export type StatusWord = 'idle' | 'ready' | RunState;

/** A run that still holds the GPU's attention. */
export function runIsActive(state: AppState): boolean {
  const run = state.run?.state;
  return state.starting !== undefined || run === 'loading' || run === 'training' || run === 'paused';
}

/** Whether the data set cannot be changed now: a run holds it, or nothing is there to read another. */
export function datasetIsFixed(state: AppState): boolean {
  return runIsActive(state) || state.engine.phase === 'unavailable';
}

/** The state in one word: the engine's failure first, then the run, then the data set. */
export function statusWord(state: AppState): StatusWord {
  if (state.engine.phase === 'unavailable') return 'failed';
  if (state.starting !== undefined) return 'loading';
  if (state.run && runIsActive(state)) return state.run.state;
  if (state.dataset.phase === 'reading') return 'loading';
  if (state.run) return state.run.state;
  return state.dataset.phase === 'ready' ? 'ready' : 'idle';
}

/** Why "Start training" may not be pressed now, as a sentence; undefined when it may. */
export function startObstacle(state: AppState): string | undefined {
  if (state.engine.phase === 'unavailable')
    return state.engine.failure?.code === 'no-webgpu' ? 'Training needs WebGPU.' : 'Reload the page first.';
  if (runIsActive(state)) return 'A run is under way: stop it first.';
  if (state.dataset.phase === 'reading') return 'The data set is still being read.';
  if (state.dataset.phase === 'none') return 'Add a data set first.';
  if (state.engine.phase === 'starting') return 'Looking for the GPU.';
  const wrong = Object.values(state.problems).length;
  if (wrong > 0) return wrong === 1 ? '1 setting needs a look.' : `${wrong} settings need a look.`;
  return undefined;
}

/** The estimate of what the form would start now; undefined where there is none, or settings or data have changed since. */
export function presentEstimate({ estimate, config, dataset }: AppState): RunEstimate | undefined {
  const { answer } = estimate;
  return answer?.config === config && answer.summary === dataset.summary ? answer.estimate : undefined;
}

/** The sheet that is looked at: of the run's history, or of opened weights; undefined before the first picture. */
export function shownSheet(state: AppState): SampleSheet | undefined {
  const sheets = state.run?.sheets ?? [];
  const index = state.shownSheet === 'live' ? sheets.length - 1 : state.shownSheet;
  return sheets[index] ?? state.weights.sheet;
}

/** Whether there is a picture, and so a view to watch and weights to take home. */
export function hasPicture(state: AppState): boolean {
  return shownSheet(state) !== undefined;
}
