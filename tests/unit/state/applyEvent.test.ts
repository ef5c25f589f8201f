import { describe, expect, it } from 'vitest';
import type { TrainerEvent } from '../../../src/protocol/events.ts';
import type { Failure } from '../../../src/protocol/failure.ts';
import { applyEvent } from '../../../src/state/applyEvent.ts';
import type { AppState } from '../../../src/state/appState.ts';
import { busyWithWeights, readingDataset, startingRun } from '../../../src/state/choices.ts';
import { initialState } from '../../../src/state/initialState.ts';
import { hasPicture, shownSheet, startObstacle, statusWord } from '../../../src/state/questions.ts';
import {
  RECORDED_CONFIG,
  RECORDED_RUN_ID,
  RECORDED_SUMMARY,
  recordedPreparation,
  recordedRun,
} from '../../support/recordedRun.ts';

const fold = (events: readonly TrainerEvent[], from: AppState = initialState()) => events.reduce(applyEvent, from);
const runId = RECORDED_RUN_ID;
const failure: Failure = { code: 'internal', message: 'It broke: reload the page.' };
const prepared = fold(recordedPreparation());

describe('a recorded run', () => {
  it('goes from idle through reading to ready', () => {
    const words = recordedPreparation().map((_, index, events) => statusWord(fold(events.slice(0, index + 1))));
    expect(words).toEqual(['idle', 'loading', 'loading', 'ready']);
    expect(startObstacle(prepared)).toBeUndefined();
    expect(prepared.dataset.summary?.slices).toBe(512);
  });

  it('trains and finishes, with every step, tick and sheet kept', () => {
    const events = recordedRun();
    const state = fold(events, prepared);
    const steps = events.reduce((sum, event) => sum + (event.type === 'run/progress' ? event.steps.nimg.length : 0), 0);
    expect(statusWord(state)).toBe('finished');
    expect(state.run?.series.length).toBe(steps);
    expect(state.run?.ticks.length).toBe(events.filter(({ type }) => type === 'run/tick').length);
    expect(state.run?.sheets.length).toBe(events.filter(({ type }) => type === 'run/sheet').length);
    expect(state.run?.now?.nimg).toBe(state.run?.plan.totalNimg);
  });

  it('has a picture from the first sheet on, and follows the newest while live', () => {
    const events = recordedRun(5);
    const first = events.findIndex(({ type }) => type === 'run/sheet');
    expect(hasPicture(fold(events.slice(0, first), prepared))).toBe(false);
    expect(hasPicture(fold(events.slice(0, first + 1), prepared))).toBe(true);
    const state = fold(events, prepared);
    expect(shownSheet(state)).toBe(state.run?.sheets.at(-1));
  });

  it('is pure: the same events from the same state give equal states, and the state before is untouched', () => {
    const before = JSON.stringify(prepared);
    const once = fold(recordedRun(3), prepared);
    const twice = fold(recordedRun(3), prepared);
    expect(twice.run?.series.values).toEqual(once.run?.series.values);
    expect(twice.run?.now).toEqual(once.run?.now);
    expect(JSON.stringify(prepared)).toBe(before);
  });

  it('pauses and resumes in words that the status line uses', () => {
    const training = fold(recordedRun(3), prepared);
    const paused = fold([{ type: 'run/state', runId, state: 'paused' }], training);
    expect(statusWord(paused)).toBe('paused');
    expect(statusWord(fold([{ type: 'run/state', runId, state: 'training' }], paused))).toBe('training');
  });

  it('leaves out what another run says', () => {
    const training = fold(recordedRun(3), prepared);
    const strangers = recordedRun(4)
      .filter((event) => 'runId' in event && event.type !== 'run/started')
      .map((event) => ({ ...event, runId: 'another' }));
    for (const event of strangers) expect(applyEvent(training, event as TrainerEvent)).toBe(training);
  });

  it('begins anew with the next run, and looks at it live', () => {
    const over = { ...fold(recordedRun(), prepared), shownSheet: 3 };
    const [started] = recordedRun(0);
    const next = fold(started ? [started] : [], startingRun(over, runId));
    expect(next.run?.series.length).toBe(0);
    expect(next.run?.sheets).toEqual([]);
    expect(next.shownSheet).toBe('live');
    expect(next.starting).toBeUndefined();
  });
});

describe('live changes', () => {
  it('replace the config, are all kept, and end the complaint about the last one', () => {
    const refused = fold([{ type: 'failure', scope: 'run', failure }], fold(recordedRun(3), prepared));
    const config = { ...RECORDED_CONFIG, r1Gamma: 2 };
    const changes = [{ nimg: 3008, field: 'r1Gamma', from: 0.3, to: 2 }] as const;
    const state = fold([{ type: 'run/changed', runId, config, changes }], refused);
    expect(state.run).toMatchObject({ config: { r1Gamma: 2 }, changes });
    expect(state.run?.failure).toBeUndefined();
    expect(state.config.r1Gamma).toBe(initialState().config.r1Gamma);
  });
});

describe('failures', () => {
  it('keep the data set that was there when the next one cannot be read', () => {
    const reading = readingDataset(prepared, RECORDED_SUMMARY.options);
    const state = fold([{ type: 'failure', scope: 'dataset', failure }], reading);
    expect(state.dataset).toMatchObject({ phase: 'ready', failure, summary: { slices: 512 } });
    expect(state.dataset.asked).toBeUndefined();
  });

  it('leave no half-read data set behind when there was none', () => {
    const reading = fold(recordedPreparation().slice(0, 3));
    const state = fold([{ type: 'failure', scope: 'dataset', failure }], reading);
    expect(state.dataset).toEqual({ phase: 'none', failure });
    expect(statusWord(state)).toBe('idle');
  });

  it('of a run that did not start are told apart from those of the present run', () => {
    const asked = startingRun(prepared, 'new');
    expect(statusWord(asked)).toBe('loading');
    const refused = fold([{ type: 'failure', scope: 'run', failure }], asked);
    expect(refused).toMatchObject({ startFailure: failure });
    expect(refused.starting).toBeUndefined();
    const during = fold([{ type: 'failure', scope: 'run', failure }], fold(recordedRun(3), prepared));
    expect(during.run?.failure).toBe(failure);
  });

  it('of the run are cleared by its next good state', () => {
    const failed = fold([{ type: 'run/state', runId, state: 'failed', failure }], fold(recordedRun(3), prepared));
    expect(failed.run).toMatchObject({ state: 'failed', failure });
    const going = fold([{ type: 'run/state', runId, state: 'training' }], failed);
    expect(going.run?.failure).toBeUndefined();
  });

  it('of the engine end what it was busy with, and forbid a start', () => {
    const busy = busyWithWeights(fold(recordedRun(3), prepared));
    const state = fold([{ type: 'failure', scope: 'engine', failure }], busy);
    expect(statusWord(state)).toBe('failed');
    expect(state.run?.state).toBe('failed');
    expect(state.run?.sheets.length).toBeGreaterThan(0);
    expect(state.weights.preparing).toBe(false);
    expect(startObstacle(state)).toBe('Reload the page first.');
  });

  it('of the weights stay with the weights', () => {
    const state = fold([{ type: 'failure', scope: 'weights', failure }], busyWithWeights(prepared));
    expect(state.weights).toEqual({ preparing: false, failure });
    expect(statusWord(state)).toBe('ready');
  });
});
