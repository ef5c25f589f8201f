/** What files that leave say of copies. */
import { expect, test } from 'vitest';
import { copiesJson, copiesText, copyTexts } from '../../../src/export/copyRecord.ts';
import { syntheticText } from '../../../src/export/syntheticText.ts';
import type { CopyRecord } from '../../../src/protocol/judging.ts';

const record: CopyRecord = {
  check: {
    ...{ subject: { runId: 'r' }, nimg: 12_345, resolution: 32, pictures: 4, verdict: 'copies' },
    sentence: `The generator copies training pictures: ${'4 of 4 lie as near as can be, '.repeat(8)}all of them.`,
    basis: { firstSeed: 1000, trainingSlices: 20, heldOutSlices: 30, heldOutSubjects: 3 },
    spaces: [
      {
        ...{ name: 'pixels at 16 px', verdict: 'copies', sentence: 'They do.', threshold: 0.5 },
        fakeRatios: Float32Array.of(0.5, 0.125, 0.25, 0.75),
        heldOutRatios: Float32Array.of(1, 1.5, 0.5),
      },
    ],
  },
  reason: 'They are phantoms, all of them.',
};

test('copies.json holds the verdict, what it rests on, the distributions and the reason', () => {
  expect(JSON.parse(copiesJson(record))).toMatchObject({
    ...{ format: 'gyrus-copies/1', verdict: 'copies', exportedAllTheSame: 'They are phantoms, all of them.' },
    ...{ nimg: 12_345, resolution: 32, pictures: 4, firstSeed: 1000, trainingSlices: 20, heldOutSubjects: 3 },
    spaces: [
      {
        ratiosOfGenerated: { smallest: 0.125, largest: 0.75 },
        ratiosOfHeldOut: { smallest: 0.5, median: 1, largest: 1.5 },
      },
    ],
  });
});

test('words: verdict, place and reason in lines that fit a screen, or that nobody looked', () => {
  const text = copiesText(record);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  const words = text.replace(/\s+/g, ' ');
  expect(words).toContain(
    'Looked for at 12.3 kimg, 32 px. Passed on all the same, with this reason: They are phantoms',
  );
  expect(copiesText(undefined)).toContain('nobody looked for them');
});

test('inside a picture: the verdict, and the reason where one was needed', () => {
  expect(copyTexts(record)).toEqual({
    'Copies of training slices': `${record.check.sentence} Looked for at 12.3 kimg, 32 px.`,
    'Exported in spite of copies': 'They are phantoms, all of them.',
  });
  expect(Object.keys(copyTexts({ check: record.check }))).toEqual(['Copies of training slices']);
  expect(copyTexts(undefined)['Copies of training slices']).toMatch(/^Nobody looked/);
});

test('SYNTHETIC.txt says what the pictures are and how they were drawn', () => {
  const from = { nimg: 12_345, preset: 'mnist32', resolution: 32, layers: 8, classes: ['3', '5'] };
  const look = { psi: 0.7, noise: 'none', className: '5' } as const;
  const text = syntheticText({ from, look, firstSeed: 7, count: 3, copies: record });
  for (const words of ['SYNTHETIC', 'at 12.3 kimg, 32 x 32 px', 'Seeds: 7 to 9', 'psi: 0.7; noise: none; class: 5'])
    expect(text).toContain(words);
  expect(syntheticText({ from: { ...from, file: 'w.zip' }, look, firstSeed: 0, count: 1 })).toContain(
    'weights file w.zip',
  );
});
