/** Captions, film frames and tiles of sample sheets. */
import { describe, expect, it } from 'vitest';
import type { SampleSheet } from '../../../src/protocol/events.ts';
import { filmFrames, filmGroups, nearestFrame } from '../../../src/ui/samples/film.ts';
import { smoothed, tileSquare } from '../../../src/ui/samples/sheetGeometry.ts';
import {
  rowsText,
  seedsText,
  sheetFileName,
  sheetSeedsText,
  sheetValueText,
} from '../../../src/ui/samples/sheetText.ts';

const sheet: SampleSheet = {
  png: new Uint8Array(),
  columns: 6,
  rows: 6,
  tile: 32,
  nimg: 281_040,
  kimg: 281.04,
  epoch: 443,
  resolution: 128,
  alpha: 1,
  seeds: [],
  psi: 1,
};

describe('sheet texts', () => {
  it('writes runs of seeds short and scattered ones out', () => {
    expect(seedsText(Array.from({ length: 36 }, (_, index) => 1000 + index))).toBe('Seeds 1000 to 1035');
    expect(seedsText([7])).toBe('Seed 7');
    expect(seedsText([3, 1, 4])).toBe('Seeds 3, 1, 4');
    expect(seedsText([9, 8, 7, 6, 5, 4, 3, 2, 1, 0])).toBe('Seeds 9, 8, 7, 6, 5, 4, 3, 2 and 2 more');
    expect(seedsText([])).toBe('No seeds');
  });

  it('names the classes of rows, and a row of seeds once', () => {
    const seeds = [1000, 1001, 1002, 1000, 1001, 1002];
    const classSheet = { ...sheet, columns: 3, rows: 2, seeds, rowLabels: ['AD', 'NC'] };
    expect(rowsText(classSheet)).toBe('rows: AD, NC');
    expect(sheetSeedsText(classSheet)).toBe('Seeds 1000 to 1002 in every row');
    expect(rowsText(sheet)).toBeUndefined();
    expect(sheetSeedsText({ ...sheet, seeds: [4, 5] })).toBe('Seeds 4 to 5');
  });

  it('tells the moment of the run', () => {
    expect(sheetValueText(sheet)).toBe('epoch 443, 281.0 kimg, 128 by 128');
    expect(sheetFileName(sheet)).toBe('samples-000281kimg-epoch443.png');
  });
});

describe('film', () => {
  it('shows all where they fit, else an even choice with both ends', () => {
    expect(filmFrames(3, 17)).toEqual([0, 1, 2]);
    const frames = filmFrames(1000, 17);
    expect(frames).toHaveLength(17);
    expect(frames[0]).toBe(0);
    expect(frames.at(-1)).toBe(999);
    expect(new Set(frames).size).toBe(17);
    expect(filmFrames(0, 17)).toEqual([]);
    expect(filmFrames(5, 1)).toEqual([0]);
  });

  it('marks the frame nearest to the slider', () => {
    expect(nearestFrame([0, 10, 20], 4)).toBe(0);
    expect(nearestFrame([0, 10, 20], 6)).toBe(1);
    expect(nearestFrame([0, 10, 20], 20)).toBe(2);
  });

  it('groups neighbouring frames by resolution', () => {
    expect(filmGroups([4, 4, 8, 16, 16])).toEqual([
      { resolution: 4, frames: 2 },
      { resolution: 8, frames: 1 },
      { resolution: 16, frames: 2 },
    ]);
  });
});

describe('tiles', () => {
  it('finds a picture row by row and stays within the sheet', () => {
    expect(tileSquare(sheet, 0)).toEqual({ x: 0, y: 0, side: 32 });
    expect(tileSquare(sheet, 7)).toEqual({ x: 32, y: 32, side: 32 });
    expect(tileSquare(sheet, 999)).toEqual({ x: 160, y: 160, side: 32 });
  });

  it('keeps small pictures sharp', () => {
    expect(smoothed(32)).toBe(false);
    expect(smoothed(64)).toBe(true);
  });
});
