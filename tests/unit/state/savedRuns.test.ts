/** What saves, restored runs and a restarted engine do to the page's state. */
import { describe, expect, it } from 'vitest';
import type { TrainerEvent } from '../../../src/protocol/events.ts';
import type { Failure } from '../../../src/protocol/failure.ts';
import { MOST_SHEETS } from '../../../src/protocol/history.ts';
import { applyEvent } from '../../../src/state/applyEvent.ts';
import type { AppState } from '../../../src/state/appState.ts';
import { busyWithWeights, lookingAt, readingDataset, resumingRun, startingRun } from '../../../src/state/choices.ts';
import { initialState } from '../../../src/state/initialState.ts';
import {
  hasSavedRuns,
  holdObstacle,
  resumeObstacle,
  runIsActive,
  startObstacle,
  statusWord,
} from '../../../src/state/questions.ts';
import { withoutRecovered } from '../../../src/state/savedRuns.ts';
import { RECORDED_RUN_ID, RECORDED_SUMMARY, recordedPreparation, recordedRun } from '../../support/recordedRun.ts';
import { recordedRestore, recordedSavedRuns, SAVED_RUN_MOMENTS } from '../../support/recordedSavedRuns.ts';

const fold = (events: readonly (TrainerEvent | undefined)[], from: AppState = initialState()) =>
  events.filter((event) => event !== undefined).reduce(applyEvent, from);
const runId = RECORDED_RUN_ID;
const [ready] = recordedPreparation();
const prepared = fold(recordedPreparation());
const training = fold(recordedRun(5), prepared);
const lost: Failure = { code: 'device-lost', message: 'The driver took the GPU away.' };
const full: Failure = { code: 'storage-full', message: 'There is no room left.' };
const recovering = { type: 'engine/recovering', cause: lost, attempt: 1, attempts: 3, waitMs: 500 } as const;
const listing = (storage = {}): TrainerEvent => ({
  type: 'runs/listed',
  runs: recordedSavedRuns(),
  storage: { parts: { samples: 0, cache: 0, runs: 0 }, ...storage },
});

describe('saves', () => {
  it('are known to the run, and a failed one leaves the last good one standing', () => {
    const saved = fold([{ type: 'run/saved', runId, nimg: 4000, at: 77, bytes: 9 }], training);
    const unsaved = fold([{ type: 'run/unsaved', runId, failure: full }], saved);
    expect(unsaved.run).toMatchObject({
      saved: { nimg: 4000, at: 77, bytes: 9 },
      saveFailure: full,
      state: 'training',
    });
    const again = fold([{ type: 'run/saved', runId, nimg: 4800, at: 99, bytes: 9 }], unsaved);
    expect(again.run?.saved?.nimg).toBe(4800);
    expect(again.run?.saveFailure).toBeUndefined();
  });
});

describe('a restored run', () => {
  it('replaces the view whole, and waits for its state', () => {
    const event = recordedRestore(3);
    const state = fold([event], resumingRun(prepared, runId));
    if (event.type !== 'run/restored') throw new Error('The recording gave another event.');
    expect(state.run).toMatchObject({ state: 'loading', ticks: event.ticks, sheets: event.sheets, plan: event.plan });
    expect([...(state.run?.series.nimg ?? [])]).toEqual([...event.steps.nimg]);
    expect(state.run?.now).toMatchObject({ nimg: event.nimg, resolution: 8 });
    expect(state.run?.saved).toMatchObject({ nimg: event.nimg, at: event.savedAt });
    expect(state.recovered).toBeUndefined();
    expect(state.runs.resuming).toBeUndefined();
    expect(runIsActive(state)).toBe(true);
  });

  it('counts the steps that are repeated where the page showed more of it, and marks the place', () => {
    const event = recordedRestore(3);
    const state = fold([recovering, ready, event], training);
    const before = training.run?.series.nimg ?? new Float64Array();
    const nimg = event.type === 'run/restored' ? event.nimg : 0;
    const repeatedSteps = before.filter((shown) => shown > nimg).length;
    expect(repeatedSteps).toBeGreaterThan(0);
    const mark = { toNimg: nimg, fromNimg: before.at(-1), repeatedSteps, cause: lost.message };
    expect(state.recovered).toEqual(mark);
    expect(state.run?.returns).toEqual([mark]);
    expect(state.engine.fault).toBeUndefined();
    expect(withoutRecovered(state).recovered).toBeUndefined();
    expect(withoutRecovered(state).run?.returns).toEqual([mark]);
  });

  it('says why Gyrus went back by itself, also where no step is repeated', () => {
    const event = { ...recordedRestore(3), because: 'A loss was not finite.' } as TrainerEvent;
    const at = fold([recordedRestore(3)], prepared);
    const state = fold([event], at);
    expect(state.recovered).toMatchObject({ repeatedSteps: 0, cause: 'A loss was not finite.' });
  });

  it('keeps the marks of earlier returns, and begins without them for another run', () => {
    const twice = fold([recovering, ready, recordedRestore(3), recovering, ready, recordedRestore(2)], training);
    expect(twice.run?.returns).toHaveLength(2);
    const other = { ...recordedRestore(3), runId: 'another' } as TrainerEvent;
    const state = fold([recovering, ready, other], twice);
    expect(state.run?.returns).toEqual([]);
    expect(state.recovered).toBeUndefined();
  });

  it('shows the moment that was looked at, or the last before it', () => {
    const back = lookingAt(training, 1);
    const state = fold([recordedRestore(4)], back);
    expect(state.shownSheet).toBe(1);
    expect(fold([recordedRestore(4)], lookingAt(training, 3)).shownSheet).toBe(2);
    expect(fold([recordedRestore(4)], training).shownSheet).toBe('live');
  });

  it('takes a person who resumed it to its pictures, and nobody else', () => {
    const inRuns = { ...prepared, view: 'runs' as const };
    expect(fold([recordedRestore(3)], resumingRun(inRuns, runId)).view).toBe('watch');
    expect(fold([recordedRestore(3)], { ...training, view: 'runs' as const }).view).toBe('runs');
  });
});

describe('an engine that is started again', () => {
  it('is neither ready nor gone, and leaves the view of the run as it is', () => {
    const state = fold([recovering], training);
    expect(state.engine).toMatchObject({ phase: 'recovering', fault: lost, recovery: { attempt: 1, attempts: 3 } });
    expect(state.run).toBe(training.run);
    expect(statusWord(state)).toBe('loading');
    expect(startObstacle(state)).toBe('The GPU is being started again.');
  });

  it('ends what it was reading, packing or measuring', () => {
    const busy = busyWithWeights(readingDataset(prepared, RECORDED_SUMMARY.options));
    const state = fold([recovering], { ...busy, estimate: { asked: busy.config } });
    expect(state.weights.preparing).toBe(false);
    expect(state.dataset.phase).toBe('ready');
    expect(state.estimate).toEqual({});
  });

  it('is ready afterwards, or unavailable as before', () => {
    const again = fold([recovering, ready], training);
    expect(again.engine.phase).toBe('ready');
    expect(again.engine.recovery).toBeUndefined();
    const gone = fold([recovering, { type: 'failure', scope: 'engine', failure: lost }], training);
    expect(gone.engine).toMatchObject({ phase: 'unavailable', failure: lost });
    expect(gone.engine.recovery).toBeUndefined();
    expect(gone.run?.state).toBe('failed');
  });
});

describe('the list of saved runs', () => {
  it('keeps the browser’s promise where an answer does not tell', () => {
    const state = fold([listing({ isPersistent: true }), listing()], prepared);
    expect(state.runs.isPersistent).toBe(true);
    expect(fold([listing({ isPersistent: false })], state).runs.isPersistent).toBe(false);
  });

  it('is worth showing with runs, stored parts or a failure, and not otherwise', () => {
    const none = { type: 'runs/listed', runs: [], storage: { parts: { samples: 0, cache: 0, runs: 0 } } } as const;
    expect(hasSavedRuns(prepared)).toBe(false);
    expect(hasSavedRuns(fold([none], prepared))).toBe(false);
    expect(hasSavedRuns(fold([listing()], prepared))).toBe(true);
    const stored = { ...none, storage: { parts: { samples: 0, cache: 5, runs: 0 } } };
    expect(hasSavedRuns(fold([stored], prepared))).toBe(true);
    const denied = { ...none, storage: { ...none.storage, failure: full } };
    expect(hasSavedRuns(fold([denied], prepared))).toBe(true);
  });

  it('says for whom a run cannot be resumed or deleted now', () => {
    const [own, second, elsewhere] = recordedSavedRuns();
    if (!own || !second || !elsewhere) throw new Error('The recorded list is too short.');
    expect(resumeObstacle(prepared, second)).toBeUndefined();
    expect(resumeObstacle(training, second)).toBe('A run is under way: stop it first.');
    expect(resumeObstacle(prepared, elsewhere)).toMatch(/another tab/);
    expect(holdObstacle(training, own)).toBe('It is under way: stop it first.');
    expect(holdObstacle(training, second)).toBeUndefined();
    expect(resumeObstacle(initialState(), second)).toBe('Looking for the GPU.');
    expect(resumeObstacle(resumingRun(prepared, 'third'), second)).toBeDefined();
  });
});

describe('failures about saved runs', () => {
  const failure: Failure = { code: 'no-data', message: 'Its slices are not here.' };

  it('name the run that was asked for and end the wait for it', () => {
    for (const scope of ['runs', 'run'] as const) {
      const state = fold([{ type: 'failure', scope, failure }], resumingRun(training, 'second'));
      expect(state.runs).toMatchObject({ failure, failedRun: 'second' });
      expect(state.runs.resuming).toBeUndefined();
      expect(state.run).toBe(training.run);
    }
  });

  it('are left to the asker where they answer a request', () => {
    expect(fold([{ type: 'failure', scope: 'runs', failure, requestId: 'r' }], training)).toBe(training);
  });

  it('are forgotten when the run is there, and with the next wish', () => {
    const refused = fold([{ type: 'failure', scope: 'runs', failure }], resumingRun(prepared, runId));
    expect(resumingRun(refused, runId).runs.failure).toBeUndefined();
    expect(fold([recordedRestore(2)], refused).runs.failure).toBeUndefined();
    expect(fold([recordedRestore(2)], startingRun(refused, runId)).starting).toBeUndefined();
  });
});

describe('the recorded moments', () => {
  it('all fold into states', () => {
    for (const [name, events] of Object.entries(SAVED_RUN_MOMENTS))
      expect(fold(events()).engine.phase, name).toMatch(/ready|recovering/);
  });
});

describe('the history of sheets', () => {
  const sheetsOf = (state: AppState) => state.run?.sheets ?? [];
  const [sheet] = sheetsOf(training);
  if (!sheet) throw new Error('The recording has no sheet.');
  const at = (nimg: number): TrainerEvent => ({
    type: 'run/sheet',
    runId,
    sheet: { ...sheet, nimg, kimg: nimg / 1000 },
  });
  const long = (from: AppState) =>
    fold(
      Array.from({ length: 300 }, (_, index) => at(6000 + index * 100)),
      from,
    );

  it('is bounded, and keeps the first and the newest', () => {
    const kept = sheetsOf(long(training)).map(({ nimg }) => nimg);
    expect(kept).toHaveLength(MOST_SHEETS);
    expect(kept[0]).toBe(sheet.nimg);
    expect(kept.at(-1)).toBe(6000 + 299 * 100);
    expect(kept).toEqual(kept.toSorted((a, b) => a - b));
  });

  it('leaves who looks back at the same moment, or the last kept before it', () => {
    const back = lookingAt(training, 2);
    const looked = sheetsOf(back)[2]?.nimg ?? 0;
    const { shownSheet } = long(back);
    const shown = sheetsOf(long(back))[shownSheet === 'live' ? -1 : shownSheet]?.nimg ?? Number.NaN;
    expect(shown).toBeLessThanOrEqual(looked);
    expect(sheetsOf(long(back)).filter(({ nimg }) => nimg > shown && nimg <= looked)).toEqual([]);
    expect(long(training).shownSheet).toBe('live');
  });

  it('has one sheet a moment, the newer one', () => {
    const again = fold([at(sheet.nimg)], training);
    expect(sheetsOf(again)).toHaveLength(sheetsOf(training).length);
    expect(sheetsOf(again)[0]).not.toBe(sheet);
  });
});
