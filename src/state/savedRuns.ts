/**
 * What saves, restored runs and a restarted engine do to the state. Pure. It refuses to guess: what was shown of a run
 * after the save that it went back to is void, counted, and said.
 */
import type { ProgressNow, TrainerEvent } from '../protocol/events.ts';
import { withoutReading } from './applyFailure.ts';
import type { AppState, ReturnMark, RunView, SaveMark } from './appState.ts';
import { appendSteps, EMPTY_SERIES, type StepSeries } from './series.ts';
import { placeOf } from './sheetHistory.ts';

type EventOf<T extends TrainerEvent['type']> = Extract<TrainerEvent, { type: T }>;

/** The run after a save; what was said of the last failed one is over. */
export function runSaved({ saveFailure: _, ...run }: RunView, { nimg, at, bytes }: EventOf<'run/saved'>): RunView {
  return { ...run, saved: { nimg, at, bytes } };
}

/** The run after a save that failed; the last good one still stands. */
export function runUnsaved(run: RunView, { failure }: EventOf<'run/unsaved'>): RunView {
  return { ...run, saveFailure: failure };
}

/** The engine is being started again: what it was reading, packing or measuring is gone, and the run's view stays. */
export function recovering(state: AppState, event: EventOf<'engine/recovering'>): AppState {
  const { cause, attempt, attempts, waitMs } = event;
  const { failure: _, ...engine } = state.engine;
  return {
    ...withoutReading(state),
    engine: { ...engine, phase: 'recovering', fault: cause, recovery: { attempt, attempts, waitMs } },
    weights: { ...state.weights, preparing: false },
    estimate: {},
  };
}

/** The list as it is now. The browser's promise is kept where this answer does not tell. */
export function runsListed(state: AppState, { runs: list, storage }: EventOf<'runs/listed'>): AppState {
  const isPersistent = storage.isPersistent ?? state.runs.isPersistent;
  return { ...state, runs: { ...state.runs, list, storage, ...(isPersistent === undefined ? {} : { isPersistent }) } };
}

/** The page shows the restored run and nothing else; where it showed more of the same run, that is counted as repeated. */
export function runRestored(state: AppState, event: EventOf<'run/restored'>): AppState {
  const before = state.run?.runId === event.runId ? state.run : undefined;
  const mark = returnOf(before, event, state.engine.fault?.message);
  const { starting: _, startFailure: __, ...rest } = withoutRunsFailure(withoutRecovered(state));
  const { fault: ___, ...engine } = rest.engine;
  const { resuming, ...runs } = rest.runs;
  const run = restoredRun(before, event, mark);
  return {
    ...rest,
    engine,
    run,
    runs,
    shownSheet: before ? placeOf(run.sheets, shownNimg(state)) : 'live',
    ...(resuming === event.runId ? { view: 'watch' as const } : {}),
    ...(mark ? { recovered: mark } : {}),
  };
}

/** What was last refused about saved runs was read, or something else is asked. */
export function withoutRunsFailure(state: AppState): AppState {
  const { failure: _, failedRun: __, ...runs } = state.runs;
  return { ...state, runs };
}

/** The notice about the last return was read, or is no longer about the run that is shown. */
export function withoutRecovered(state: AppState): AppState {
  const { recovered: _, ...rest } = state;
  return rest;
}

function restoredRun(before: RunView | undefined, event: EventOf<'run/restored'>, mark: ReturnMark | undefined) {
  const { runId, config, plan, ticks, changes, evaluations, healthEvents } = event;
  const series = appendSteps(EMPTY_SERIES, event.steps);
  const now = nowOf(series, event);
  const saved: SaveMark = { nimg: event.nimg, at: event.savedAt };
  const run: RunView = {
    runId,
    state: 'loading',
    config,
    plan,
    series,
    ticks,
    sheets: event.sheets,
    changes,
    evaluations,
    healthEvents,
    saved: before?.saved?.nimg === event.nimg ? { ...before.saved, ...saved } : saved,
    returns: [...(before?.returns ?? []), ...(mark ? [mark] : [])],
    ...(now ? { now } : {}),
  };
  return run;
}

/** What the run goes back over, where it does, or where Gyrus went back by itself. */
function returnOf(
  before: RunView | undefined,
  event: EventOf<'run/restored'>,
  fault: string | undefined,
): ReturnMark | undefined {
  const repeatedSteps = before ? stepsAfter(before.series, event.nimg) : 0;
  const cause = event.because ?? (before ? fault : undefined);
  if (repeatedSteps === 0 && cause === undefined) return undefined;
  const fromNimg = Math.max(event.nimg, before?.now?.nimg ?? 0, before?.series.nimg.at(-1) ?? 0);
  return {
    ...{ toNimg: event.nimg, fromNimg, repeatedSteps },
    ...(cause === undefined ? {} : { cause }),
    ...(event.asked ? { asked: true as const } : {}),
  };
}

function stepsAfter({ nimg }: StepSeries, end: number): number {
  return nimg.reduce((count, shown) => count + (shown > end ? 1 : 0), 0);
}

/** Where the run stands, from its last step; undefined before the first. The speed is not known yet. */
function nowOf(series: StepSeries, { nimg, plan }: EventOf<'run/restored'>): ProgressNow | undefined {
  const resolution = series.resolution.at(-1);
  const alpha = series.alpha.at(-1);
  if (resolution === undefined || alpha === undefined) return undefined;
  return { nimg, epoch: nimg / plan.slicesPerEpoch, resolution, alpha, secondsPerKimg: 0 };
}

/** The moment of the sheet that is looked at; undefined while the newest is followed. */
function shownNimg({ run, shownSheet }: AppState): number | undefined {
  return shownSheet === 'live' ? undefined : run?.sheets[shownSheet]?.nimg;
}
