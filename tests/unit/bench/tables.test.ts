/** Tables of npm run bench: columns that line up, and ratios the right way round. */
import { expect, test } from 'vitest';
import { table, tablesOf } from '../../../scripts/lib/benchTables.mjs';

const counts = {
  dispatches: 5,
  copies: 0,
  submits: 1,
  buffers: 0,
  bindGroups: 0,
  pipelines: 0,
  uploads: 2,
  uploadedBytes: 64,
};
const about = {
  adapter: 'an adapter',
  browser: 'Chromium 1',
  date: '2026-11-25T01:02:03.000Z',
  command: 'npm run bench',
  rounds: 3,
};
const part = { step: counts, 'step with R1': counts };
const steps = {
  settings: { preset: 'brain32', resolution: 32, batch: 8 },
  parameters: { G: 10, D: 20 },
  counts: {
    'ours, recorded': {
      parts: part,
      peakBytes: 3e6,
      memory: { temporaryBytes: 1e6, minimumBytes: 2e6 },
    },
    stock: { parts: part, peakBytes: 9e6, memory: undefined },
  },
  times: {
    'ours, recorded': { step: { js: 1, wall: 100 }, 'step with R1': { js: 2, wall: 200 } },
    stock: { step: { js: 90, wall: 1000 }, 'step with R1': { js: 95, wall: 3000 } },
  },
};

test('a table is Markdown with columns that line up', () => {
  const lines = table(
    ['name', 'what', 'number'],
    [
      ['a', 'longer', '1'],
      ['bcdefg', 'x', '1234567'],
    ],
  ).split('\n');
  expect(lines).toEqual([
    '| name   | what   |  number |',
    '| ------ | ------ | ------: |',
    '| a      | longer |       1 |',
    '| bcdefg | x      | 1234567 |',
  ]);
});

test('ratios say how many times faster ours is', () => {
  const torch = { torch: '1', parameters: steps.parameters, step: 50, stepWithR1: 60 };
  const text = tablesOf({ ...about, steps, torch });
  expect(text).toMatch(/ours, recorded \| stock +\| +10\.00x \| +15\.00x/);
  expect(text).toMatch(/ours, recorded \| PyTorch, one thread \| +0\.50x \| +0\.30x/);
  expect(text).toMatch(/ours, recorded \| 3\.0 +\| +1\.0 \| +2\.0 \| +1\.50x/);
});

test('adapter, date, command and browser are said', () => {
  const text = tablesOf(about);
  for (const fact of ['an adapter', '2026-11-25', '`npm run bench`', 'Chromium 1']) expect(text).toContain(fact);
});

test('what was counted and not timed has no ratios', () => {
  expect(tablesOf({ ...about, rounds: 0, steps: { ...steps, times: {} } })).not.toContain('beside');
});

const settings = { preset: 'oasis64', resolution: 16, batch: 16, slices: 64, windowSteps: 16, periodSteps: 16 };

test("what a run's studio costs is one table, blank where nothing is to be said", () => {
  const rows = [
    { what: 'Training alone', how: 'windows', times: 5, msAStep: 12.34 },
    { what: 'One picture', how: 'asked for', times: 5, waitMs: 1234.5, drawMs: 6, wholeMs: 1240.5, lateSteps: 0 },
  ];
  const text = tablesOf({ ...about, studio: [{ settings, rows }] });
  expect(text).toContain('oasis64 at 16 px, batch 16, 64 phantoms');
  expect(text).toMatch(/Training alone \| windows +\| +5 \| +12\.3 \| +\| +\|/);
  expect(text).toMatch(/One picture +\| asked for \| +5 \| +\| +\| +123[45] \| +6\.0 \| +124[01] \| +\| +0 \|/);
  expect(text).not.toContain('shorter than');
  const short = tablesOf({ ...about, studio: [{ settings: { ...settings, windowSteps: 2 }, rows }] });
  expect(short).toContain('shorter than the penalties’ period of 16');
});
