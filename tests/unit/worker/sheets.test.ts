/** Sheets of seeds and classes, and what leaves the worker as PNG, read by an independent decoder. */
import { decode } from 'fast-png';
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryStore } from '../../../src/dataset/memoryStore.ts';
import { storedSource } from '../../../src/dataset/storedSource.ts';
import type { SampleRequest } from '../../../src/sampling/sample.ts';
import { createTrainState, disposeTrainState } from '../../../src/training/trainState.ts';
import { realSheet, sampleSheet, sheetAndSingles, sheetPlan } from '../../../src/worker/sheets.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { tinyConfig } from '../../support/tinyRun.ts';

beforeAll(useCpuBackend);

describe('the plan of a sheet', () => {
  it('is 36 seeds without classes', () => {
    const plan = sheetPlan([]);
    expect(plan).toEqual({ columns: 6, seeds: Array.from({ length: 36 }, (_, i) => 1000 + i) });
  });

  it('is a row a class, with the same seed down a column', () => {
    const { columns, seeds, labels, rowLabels } = sheetPlan(['AD', 'MCI', 'NC']);
    expect([columns, rowLabels]).toEqual([8, ['AD', 'MCI', 'NC']]);
    expect(seeds).toHaveLength(24);
    seeds.forEach((seed, i) => {
      expect([seed, labels?.[i]]).toEqual([1000 + (i % 8), Math.floor(i / 8)]);
    });
  });

  it('shows the first 12 of many classes', () => {
    const { seeds, labels, rowLabels } = sheetPlan(Array.from({ length: 40 }, (_, i) => `c${10 + i}`));
    expect([seeds.length, rowLabels?.length, Math.max(...(labels ?? []))]).toEqual([96, 12, 11]);
  });
});

it('real slices in colour leave as an RGB PNG in their colours', async () => {
  const side = 4;
  const store = memoryStore(3 * side * side);
  const colourOf = (slice: number) => [10 * slice, 255 - 10 * slice, 7];
  for (let i = 0; i < 13; i++)
    store.append(Uint8Array.from({ length: 3 * side * side }, (_, at) => colourOf(i)[at % 3] ?? 0));
  const indices = Array.from({ length: 13 }, (_, i) => i);
  const slices = indices.map((i) => ({ name: `${i}`, subject: `${i}`, className: '', split: '' }));
  const source = storedSource(
    { store, slots: Uint32Array.from(indices), slices, resolution: side, channels: 3 },
    { training: indices, heldOut: [], heldOutSubjects: 0 },
  );
  const { png, columns, rows, tile } = await realSheet(source);
  const { width, height, channels, data } = decode(png, { checkCrc: true });
  expect([columns, rows, tile, width, height, channels]).toEqual([12, 2, 4, 48, 8, 3]);
  const at = (x: number, y: number) => Array.from(data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3));
  expect(at(0, 0)).toEqual(colourOf(0));
  expect(at(4 * 5 + 3, 3)).toEqual(colourOf(5));
  expect(at(1, 5)).toEqual(colourOf(12));
  expect(at(5, 5)).toEqual([0, 0, 0]);
});

it('generated pictures in colour are RGB on the sheet and alone, pixel by pixel', async () => {
  const config = tinyConfig({ channels: 3 });
  const state = createTrainState(config, 0);
  const request: SampleRequest = {
    params: state.GEma,
    shape: state.shape,
    seeds: [1, 2, 3],
    psi: 1,
    resolution: 8,
    alpha: 1,
    noiseSeed: config.seed,
  };
  const together = decode((await sampleSheet(request, 2)).png);
  const { singles } = await sheetAndSingles(request, 2);
  disposeTrainState(state);
  expect([together.width, together.height, together.channels]).toEqual([16, 16, 3]);
  singles.forEach(({ png }, i) => {
    const { data, width, channels } = decode(png);
    expect([width, channels]).toEqual([8, 3]);
    const rowOf = (y: number) => 3 * ((8 * Math.floor(i / 2) + y) * 16 + 8 * (i % 2));
    for (let y = 0; y < 8; y++)
      expect([...together.data.subarray(rowOf(y), rowOf(y) + 24)]).toEqual([...data.subarray(24 * y, 24 * y + 24)]);
    expect(data.some((value, at) => at % 3 === 0 && value !== data[at + 1])).toBe(true);
  });
});
