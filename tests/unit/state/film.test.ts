/** Films and compared epochs in the page's state. */
import { describe, expect, test } from 'vitest';
import type { TrainerEvent } from '../../../src/protocol/events.ts';
import { applyEvent } from '../../../src/state/applyEvent.ts';
import { filmFailed, makingFilm, wishingFilm } from '../../../src/state/film.ts';
import { initialState } from '../../../src/state/initialState.ts';
import { comparedBy, comparedSheet, comparing } from '../../../src/state/onion.ts';
import { recordedPreparation, recordedRun } from '../../support/recordedRun.ts';

const made = (film: Blob | undefined): TrainerEvent => ({
  type: 'media/film',
  requestId: 'a',
  fileName: 'a.gif',
  ...{ film, frames: 4, width: 96, height: 111, framesPerSecond: 8 },
});
const played = (kimg: number) => [...recordedPreparation(), ...recordedRun(kimg)].reduce(applyEvent, initialState());

describe('a film', () => {
  test('is under way until it is made, failed or stopped', () => {
    const begun = applyEvent(initialState(), { type: 'media/progress', what: 'Drawing', done: 16, of: 40 });
    expect(begun.judge.filming).toEqual({ what: 'Drawing', done: 16, of: 40 });
    const film = new Blob(['x']);
    const done = applyEvent(begun, made(film));
    expect(done.judge.filming).toBeUndefined();
    expect(done.film.made).toMatchObject({ fileName: 'a.gif', film, frames: 4, width: 96 });
    expect(applyEvent(begun, made(undefined)).film.made).toBeUndefined();
    const failed = applyEvent(begun, { type: 'media/progress', what: 'Packing', done: 40, of: 40 });
    expect(failed.judge.filming).toBeUndefined();
  });

  test('that is asked for anew forgets what the last one said', () => {
    const said = filmFailed(applyEvent(initialState(), made(new Blob(['x']))), { code: 'internal', message: 'No.' });
    expect(said.film.failure?.message).toBe('No.');
    const asked = makingFilm(said).film;
    expect([asked.made, asked.failure, asked.format]).toEqual([undefined, undefined, 'gif']);
  });

  test('keeps to the rates of its format', () => {
    const fast = wishingFilm(initialState(), { format: 'mp4', framesPerSecond: 60 });
    expect(fast.film.framesPerSecond).toBe(60);
    expect(wishingFilm(fast, { format: 'gif' }).film.framesPerSecond).toBe(50);
  });
});

describe('a compared epoch', () => {
  test('is found again by its moment, however the history is thinned', () => {
    const state = played(9);
    const other = state.run?.sheets[2];
    const compared = comparing(state, other?.nimg);
    expect(comparedSheet(compared)).toBe(other);
    const run = compared.run && { ...compared.run, sheets: compared.run.sheets.filter((sheet) => sheet !== other) };
    expect(comparedSheet({ ...compared, ...(run ? { run } : {}) })).toBe(state.run?.sheets[1]);
  });

  test('keeps how it is compared when it moves, and is gone when it is let go or another run starts', () => {
    const state = played(9);
    const blended = comparedBy(comparing(state, 1500), { mode: 'difference', share: 0.25 });
    expect(comparing(blended, 0).onion).toEqual({ nimg: 0, mode: 'difference', share: 0.25 });
    expect('onion' in comparing(blended, undefined)).toBe(false);
    const [started] = recordedRun(1);
    expect(started && 'onion' in applyEvent(blended, started)).toBe(false);
    expect(comparedBy(state, { share: 1 })).toBe(state);
  });
});
