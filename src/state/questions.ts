/** Questions that several panels ask of the state, answered in one place. Pure. */
import type { RunEstimate } from '../protocol/estimate.ts';
import type { RunState, SampleSheet } from '../protocol/events.ts';
import type { SavedRun } from '../protocol/savedRuns.ts';
import type { AppState } from './appState.ts';

/** The one word of the status line. */
export type StatusWord = 'idle' | 'ready' | RunState;

/** A run that still holds the GPU's attention. */
export function runIsActive(state: AppState): boolean {
  const run = state.run?.state;
  if (state.starting !== undefined || state.runs.resuming !== undefined) return true;
  return run === 'loading' || run === 'training' || run === 'paused';
}

/** Whether the data set cannot be changed now: a run holds it, or nothing is there to read another. */
export function datasetIsFixed(state: AppState): boolean {
  const { phase } = state.engine;
  return runIsActive(state) || phase === 'unavailable' || phase === 'recovering';
}

/** The state in one word: the engine's failure first, then the run, then the data set. */
export function statusWord(state: AppState): StatusWord {
  if (state.engine.phase === 'unavailable') return 'failed';
  if (state.engine.phase === 'recovering') return 'loading';
  if (state.starting !== undefined || state.runs.resuming !== undefined) return 'loading';
  if (state.run && runIsActive(state)) return state.run.state;
  if (state.dataset.phase === 'reading') return 'loading';
  if (state.run) return state.run.state;
  return state.dataset.phase === 'ready' ? 'ready' : 'idle';
}

/** Why "Start training" may not be pressed now, as a sentence; undefined when it may. */
export function startObstacle(state: AppState): string | undefined {
  const busy = busyReason(state);
  if (busy !== undefined) return busy;
  if (state.dataset.phase === 'none') return 'Add a data set first.';
  if (state.engine.phase === 'starting') return 'Looking for the GPU.';
  const wrong = Object.values(state.problems).length;
  if (wrong > 0) return wrong === 1 ? '1 setting needs a look.' : `${wrong} settings need a look.`;
  return undefined;
}

/** Why no run may begin now, whatever its settings and data: the engine, another run, or a data set that is being read. */
function busyReason(state: AppState): string | undefined {
  const { phase, failure } = state.engine;
  if (phase === 'unavailable')
    return failure?.code === 'no-webgpu' ? 'Training needs WebGPU.' : 'Reload the page first.';
  if (phase === 'recovering') return 'The GPU is being started again.';
  if (runIsActive(state)) return 'A run is under way: stop it first.';
  if (state.dataset.phase === 'reading') return 'The data set is still being read.';
  return undefined;
}

/** Why a saved run may not be gone on with now, as a sentence; undefined when it may be tried. */
export function resumeObstacle(state: AppState, run?: SavedRun): string | undefined {
  if (run?.held === 'elsewhere') return 'It is open in another tab, which alone may go on with it.';
  if (state.engine.phase === 'starting') return 'Looking for the GPU.';
  return busyReason(state);
}

/** Whether `run` is the one under way here, or another tab's: then it can be neither deleted nor cleared. */
export function holdObstacle(state: AppState, run: SavedRun): string | undefined {
  if (run.held === 'elsewhere') return 'It is open in another tab, which alone may write it.';
  return state.run?.runId === run.runId && runIsActive(state) ? 'It is under way: stop it first.' : undefined;
}

/** Whether there is anything to say about saved runs: some are kept, something is stored, or none can be. */
export function hasSavedRuns({ runs }: AppState): boolean {
  const { list, storage, failure } = runs;
  const stored = storage ? Object.values(storage.parts).some((bytes) => bytes > 0) : false;
  return (list?.length ?? 0) > 0 || stored || storage?.failure !== undefined || failure !== undefined;
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
