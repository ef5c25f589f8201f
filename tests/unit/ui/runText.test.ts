/** The words about saved runs, storage and returns. */
import { describe, expect, it } from 'vitest';
import type { SavedRun } from '../../../src/protocol/savedRuns.ts';
import { EMPTY_SERIES } from '../../../src/state/series.ts';
import { lossesCsv } from '../../../src/ui/losses/csv.ts';
import { changeMarks, placeLabels, returnMarks, returnsBetween } from '../../../src/ui/losses/marks.ts';
import {
  ageText,
  dataText,
  promiseText,
  returnText,
  roomText,
  runFacts,
  saveText,
  stateText,
} from '../../../src/ui/runs/runText.ts';

const NOW = Date.UTC(2026, 10, 28, 14, 21);
const MINUTE = 60_000;
const run: SavedRun = {
  ...{ runId: 'a', name: 'night', preset: 'oasis128', resolution: 128, state: 'interrupted', held: 'free' },
  ...{ nimg: 281_000, totalNimg: 400_000, createdAt: 0, savedAt: NOW, bytes: 212_700_000 },
  data: { hash: 'h', name: 'slices.zip', slices: 1, isKept: false },
};

describe('a saved run in words', () => {
  it('says how far, how large and when', () => {
    const [side, far, size, date] = runFacts(run, NOW);
    expect([side, far, size]).toEqual(['128 × 128', '281 of 400 kimg', '212.7 MB']);
    expect(date).toMatch(/^saved 2\d Nov, \d\d:\d\d$/);
    expect(runFacts({ ...run, savedAt: Date.UTC(2024, 5, 15) }, NOW)[3]).toMatch(/Jun 2024/);
  });

  it('says who has it, and whether its data are here', () => {
    expect(stateText(run, false)).toBe('interrupted');
    expect(stateText(run, true)).toBe('under way');
    expect(stateText({ ...run, held: 'elsewhere' }, false)).toBe('open in another tab');
    expect(dataText(run)).toBe('slices.zip, 1 slice, not kept here: add the same data before you resume');
    expect(dataText({ ...run, data: { ...run.data, isKept: true } })).toBe('slices.zip, 1 slice, kept here');
  });
});

describe('the age of a save', () => {
  const saved = { nimg: 1, at: NOW - 2 * MINUTE };

  it('is told in whole units, and not to the second at first', () => {
    expect(ageText(NOW - 3000, NOW)).toBe('just now');
    expect(saveText({ saved }, NOW)).toBe('Checkpoint saved 2 min ago, on this machine');
    expect(saveText({}, NOW)).toBeUndefined();
  });

  it('gives way to the reason where the last save failed', () => {
    const saveFailure = { code: 'storage-full', message: 'Long sentence.' } as const;
    expect(saveText({ saved, saveFailure }, NOW)).toBe(
      'Not saved: the browser has no room left; last checkpoint 2 min ago',
    );
    expect(saveText({ saveFailure: { code: 'internal', message: 'It broke.' } }, NOW)).toBe('Not saved: It broke');
  });
});

describe('storage in words', () => {
  it('leaves out what the browser does not say', () => {
    const parts = { samples: 0, cache: 0, runs: 0 };
    expect(roomText({ parts, usage: 421_300_000, quota: 48_200_000_000 })).toBe('421.3 MB of 48.2 GB');
    expect(roomText({ parts, usage: 421_300_000 })).toBe('421.3 MB');
    expect(roomText({ parts })).toBeUndefined();
    expect([true, false, undefined].map(promiseText)).toEqual([
      'The browser will keep it',
      'The browser may clear it when space runs out',
      'The browser does not say whether it will keep it',
    ]);
  });
});

describe('returns to a save', () => {
  const mark = { toNimg: 3200, fromNimg: 4100, repeatedSteps: 41, cause: 'The GPU was lost.' };

  it('are said with what is repeated', () => {
    expect(returnText(mark)).toBe('Back at 3.2 kimg, 41 steps repeated.');
    expect(returnText({ ...mark, repeatedSteps: 1 })).toBe('Back at 3.2 kimg, 1 step repeated.');
  });

  it('are marked once a place, and told in the table', () => {
    expect(returnMarks([mark, { ...mark, repeatedSteps: 7 }])).toEqual([
      { kind: 'return', kimg: 3.2, text: 'went back to 3.2 kimg', short: 'back' },
    ]);
    expect(returnsBetween([mark], 3, 3.2)).toBe('went back to 3.2 kimg, 41 steps repeated: The GPU was lost');
    expect(returnsBetween([mark], 3.2, 4)).toBe('');
  });
});

describe('changes that Gyrus made by itself', () => {
  const change = { nimg: 3200, field: 'dLr', from: 0.002, to: 0.001, because: 'A gradient was not finite.' } as const;

  it('carry their reason to the chart where there is room', () => {
    const [mark] = changeMarks([change]);
    if (!mark) throw new Error('There is no mark.');
    expect(mark.full).toBe('D learning rate 0.001: A gradient was not finite.');
    const at = (width: number) => placeLabels([mark], () => 0, width).get(mark)?.text;
    expect(at(1000)).toBe(mark.full);
    expect(at(200)).toBe(mark.text);
    expect(at(40)).toBe('#1');
  });

  it('carry it to the CSV’s column of changes', () => {
    expect(lossesCsv(EMPTY_SERIES, 20, [change])).toMatch(/changed_after\n$/);
  });
});
