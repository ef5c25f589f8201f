/** What the Film part says before a film is made, and the ways through a run's history. */
import { describe, expect, it } from 'vitest';
import type { SampleSheet } from '../../../src/protocol/events.ts';
import { FIRST_FILM } from '../../../src/state/film.ts';
import type { FilmChoice } from '../../../src/state/filmView.ts';
import { lengthText, plannedFilm, seedsIn } from '../../../src/ui/film/plannedFilm.ts';
import { supportProblem } from '../../../src/ui/film/videoSupport.ts';
import { nearestSheet } from '../../../src/ui/samples/film.ts';
import { comparedLabel } from '../../../src/ui/samples/sheetText.ts';

const sheetAt = (nimg: number, tile: number): SampleSheet => ({
  png: new Uint8Array(),
  ...{ columns: 6, rows: 3, tile, nimg, kimg: nimg / 1000, epoch: 1, resolution: tile, alpha: 1, seeds: [], psi: 1 },
});
const SHEETS = [sheetAt(0, 8), sheetAt(1000, 16), sheetAt(2500, 32), sheetAt(4000, 32)];
const LOOK = { psi: 0.7, noise: 'none' } as const;

const planned = (choice: Partial<FilmChoice>, sheets = SHEETS) =>
  plannedFilm({ ...FIRST_FILM, ...choice }, { sheets, drawn: 32, look: LOOK });

describe('a film of progress', () => {
  it('is as wide as the newest sheet or a whole multiple, with its caption below', () => {
    const { wish, frames, size, problem } = planned({});
    expect(wish.of).toEqual({ kind: 'progress', fromNimg: 0, toNimg: Number.MAX_SAFE_INTEGER });
    expect([wish.width, frames, problem]).toEqual([384, 4, undefined]);
    expect([size.width, size.height]).toEqual([384, 192 + 15]);
    expect(lengthText(frames, size, 8)).toBe('4 frames of 384 × 207, 0.5 s');
  });

  it('has even sides as a video, and no caption where it has no room', () => {
    const { size } = planned({ format: 'mp4', width: 385 });
    expect([size.width % 2, size.height % 2]).toEqual([0, 0]);
    expect(planned({ width: 40 }).size).toMatchObject({ width: 40, height: 20, captionScale: 0 });
  });

  it('counts the sheets between its moments, and says where there are none', () => {
    expect(planned({ fromNimg: 1000, toNimg: 2500 }).frames).toBe(2);
    expect(planned({ fromNimg: 1001, toNimg: 1002 }).problem).toContain('no sheet between');
    expect(planned({}, []).problem).toContain('no run to film');
  });
});

describe('a walk', () => {
  it('is drawn as Explore is set, in whole multiples of its pictures', () => {
    const { wish, frames } = planned({ kind: 'walk', seeds: [1, 2, 3], framesBetween: 10, loop: false });
    expect(wish.of).toEqual({ kind: 'walk', seeds: [1, 2, 3], along: 'w', framesBetween: 10, loop: false, look: LOOK });
    expect([wish.width, frames]).toEqual([256, 21]);
    expect(planned({ kind: 'walk', seeds: [1, 2, 3], framesBetween: 10 }).frames).toBe(30);
    expect(planned({ kind: 'walk', seeds: [1] }).problem).toContain('2 to 16 seeds');
    const nothing = { sheets: [], drawn: undefined, look: LOOK };
    expect(plannedFilm({ ...FIRST_FILM, kind: 'walk' }, nothing).problem).toContain('start a run or open weights');
  });

  it('takes seeds as a person lists them', () => {
    expect(seedsIn('1003, 1008 7')).toEqual([1003, 1008, 7]);
    expect(seedsIn('1 to 3, 9-10')).toEqual([1, 2, 3, 9, 10]);
    expect([seedsIn(''), seedsIn('1.5'), seedsIn('a'), seedsIn('9 to 3'), seedsIn('0 to 99999')]).toEqual(
      Array.from({ length: 5 }),
    );
  });
});

it('says what this browser cannot encode, once that is known', () => {
  expect(supportProblem('mp4', { webm: true, mp4: false })).toContain('MP4');
  expect(supportProblem('webm', { webm: undefined, mp4: false })).toBeUndefined();
  expect(supportProblem('gif', { webm: false, mp4: false })).toBeUndefined();
});

describe('a moment of the history', () => {
  it('is the nearest sheet to where a chart was pressed', () => {
    expect([0.4, 0.6, 3.2, 3.3].map((kimg) => nearestSheet(SHEETS, kimg))).toEqual([0, 1, 2, 3]);
    expect(nearestSheet([], 1)).toBe(0);
  });

  it('is named beside the one that it is compared with', () => {
    const [first, , third] = SHEETS as [SampleSheet, SampleSheet, SampleSheet];
    expect(comparedLabel(third, first, 'difference')).toBe('Generated samples at 2.5 kimg, difference from 0.0 kimg');
    expect(comparedLabel(third, first, 'blend')).toContain('blended with 0.0 kimg');
  });
});
