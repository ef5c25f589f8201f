/** The words and shapes of searches and sheets on the page. */
import { expect, test } from 'vitest';
import type { SampleSheet } from '../../../src/protocol/events.ts';
import { applyEvent } from '../../../src/state/applyEvent.ts';
import { initialState } from '../../../src/state/initialState.ts';
import { beginProjecting, projectionFailed } from '../../../src/state/projecting.ts';
import { curvePath, lossText, tableRows } from '../../../src/ui/explore/searchCurve.ts';
import { momentsOf, sheetWish } from '../../../src/ui/export/sheetChoices.ts';

test('a curve falls from corner to corner where losses fall by one factor a step', () => {
  const points = [1, 2, 3].map((step) => ({ step, loss: 10 ** -step }));
  const { path, low, high } = curvePath(points, 4, 400, 100);
  expect(path).toBe('M100.0 0.0L200.0 50.0L300.0 100.0');
  expect([low, high]).toEqual([expect.closeTo(0.001, 12), expect.closeTo(0.1, 12)]);
  expect(curvePath([{ step: 1, loss: 0 }], 1, 10, 10).path).not.toContain('NaN');
  expect([lossText(3.1375), lossText(0.012345)]).toEqual(['3.14', '0.0123']);
});

test('a table of a long search has the first and the last step', () => {
  const rows = tableRows(Array.from({ length: 1000 }, (_, i) => ({ step: i + 1, loss: 1 })));
  expect(rows.length).toBeLessThanOrEqual(101);
  expect([rows[0]?.step, rows.at(-1)?.step]).toEqual([1, 1000]);
});

test('a search is a fold of its events, and a lost engine ends it', () => {
  const told = { type: 'explore/projecting', of: 10 } as const;
  const sheet = { png: new Uint8Array(), columns: 3, rows: 1, tile: 8 };
  let state = beginProjecting(initialState(), 10);
  state = applyEvent(state, { ...told, step: 2, loss: 4, sheet });
  state = applyEvent(state, { ...told, step: 5, loss: 1 });
  const losses = [2, 5].map((step, i) => ({ step, loss: [4, 1][i] }));
  expect(state.projection).toEqual({ progress: { step: 5, of: 10, losses, sheet } });
  expect(projectionFailed(state, { code: 'internal', message: 'x' }).projection.progress).toBeUndefined();
  const switches = { ops: 'fused', steps: 'recorded', tuning: 'timed' } as const;
  const adapter = { description: '', software: true, maxBinding: 0, maxBuffer: 0, features: [] };
  expect(applyEvent(state, { type: 'engine/ready', adapter, switches }).projection.progress).toBeUndefined();
});

test('sheets are asked for by the moments that a run has', () => {
  const place = { kimg: 0, epoch: 0, alpha: 1, seeds: [], psi: 1, png: new Uint8Array(), columns: 1, rows: 1, tile: 8 };
  const sheets: SampleSheet[] = [1000, 2500].map((nimg) => ({ ...place, nimg, resolution: 8 }));
  expect(momentsOf(sheets)).toEqual([
    { value: 2500, label: '2.5 kimg, 8 × 8' },
    { value: 1000, label: '1.0 kimg, 8 × 8' },
  ]);
  expect(sheetWish('generated', undefined, undefined)).toEqual({ kind: 'generated' });
  expect(sheetWish('before-after', 1000, 2500)).toEqual({ kind: 'before-after', beforeNimg: 1000, afterNimg: 2500 });
  expect(sheetWish('before-after', 1000, undefined)).toBeUndefined();
  expect(sheetWish('real', 1000, 2500)).toEqual({ kind: 'real' });
});
