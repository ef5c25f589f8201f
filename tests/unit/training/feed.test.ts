/** Batches and their classes over a source that says which slice it was asked for. */
import { beforeAll, describe, expect, it } from 'vitest';
import { NO_CLASS } from '../../../src/dataset/labels.ts';
import { memoryStore } from '../../../src/dataset/memoryStore.ts';
import { storedSource } from '../../../src/dataset/storedSource.ts';
import type { Channels } from '../../../src/protocol/dataset.ts';
import { STREAM } from '../../../src/random/streams.ts';
import { createFeed } from '../../../src/training/feed.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';

beforeAll(useCpuBackend);

const HALF_RANGE = 127.5;
const SLICES = 40;
/** Three quarters are NC, the others AD; every fifth slice is held out. */
const isAway = (index: number) => index % 5 === 0;
const classOf = (index: number): string => (index % 4 === 0 ? 'AD' : 'NC');

/** Slice i is of the level 3 i + channel. */
function source(channels: Channels = 1, training = (index: number) => !isAway(index), className = classOf) {
  const store = memoryStore(16 * channels);
  for (let i = 0; i < SLICES; i++) store.append(new Uint8Array(16 * channels).map((_, at) => 3 * i + (at % channels)));
  const indices = Array.from({ length: SLICES }, (_, i) => i);
  const slices = indices.map((i) => ({ name: `${i}`, subject: `${i}`, className: className(i), split: '' }));
  const heldOut = indices.filter(isAway);
  return storedSource(
    { store, slots: Uint32Array.from(indices), slices, resolution: 4, channels },
    { training: indices.filter(training), heldOut, heldOutSubjects: heldOut.length },
  );
}

/** The slices of a batch of grey pictures. */
async function slicesIn(batch: Promise<{ dataSync(): ArrayLike<number>; dispose(): void; shape: number[] }>) {
  const tensor = await batch;
  const [count = 0] = tensor.shape;
  const values = tensor.dataSync();
  tensor.dispose();
  const size = values.length / count;
  return Array.from({ length: count }, (_, i) => Math.round(((values[i * size] as number) + 1) * HALF_RANGE) / 3);
}

describe('batches', () => {
  it('are [N,R,R,channels], each channel with its own values', async () => {
    const feed = createFeed(source(3), 7);
    const batch = await feed.next(0, 2, 2);
    expect([batch.shape, feed.channels]).toEqual([[2, 2, 2, 3], 3]);
    const [first = 0, second = 0, third = 0] = Array.from(batch.dataSync(), (value) => (value + 1) * HALF_RANGE);
    expect(second - first).toBeCloseTo(1, 3);
    expect(third - first).toBeCloseTo(2, 3);
    batch.dispose();
  });

  it('come with the class of each of their slices', async () => {
    const feed = createFeed(source(), 7);
    expect(feed.classes).toEqual(['AD', 'NC']);
    for (const nimg of [0, 24, 48]) {
      const slices = await slicesIn(feed.next(nimg, 24, 4));
      expect([...feed.labelsOf(nimg, 24)]).toEqual(slices.map((index) => (classOf(index) === 'AD' ? 0 : 1)));
    }
  });

  it('have no class where there are no folders', () => {
    const feed = createFeed(
      source(1, undefined, () => ''),
      7,
    );
    expect(feed.classes).toEqual([]);
    expect([...feed.labelsOf(0, 3)]).toEqual([NO_CLASS, NO_CLASS, NO_CLASS]);
  });
});

describe('drawn classes', () => {
  it('have the shares of the training slices and follow seed, stream and step', () => {
    const feed = createFeed(source(), 7);
    const draws = 4000;
    const labels = feed.drawLabels(3, STREAM.label, 5, draws);
    const share = labels.filter((label) => label === 0).length / draws;
    const trained = Array.from({ length: SLICES }, (_, i) => i).filter((i) => !isAway(i));
    const wanted = trained.filter((i) => classOf(i) === 'AD').length / trained.length;
    const deviation = Math.sqrt((wanted * (1 - wanted)) / draws);
    expect(Math.abs(share - wanted)).toBeLessThan(4 * deviation);
    expect(new Set(labels)).toEqual(new Set([0, 1]));
    expect(feed.drawLabels(3, STREAM.label, 5, draws)).toEqual(labels);
    for (const other of [
      feed.drawLabels(4, STREAM.label, 5, draws),
      feed.drawLabels(3, STREAM.labelD, 5, draws),
      feed.drawLabels(3, STREAM.label, 6, draws),
    ])
      expect(other).not.toEqual(labels);
  });
});

describe('held-out batches', () => {
  it('never hold a training slice, none twice while there are enough, and repeat with the step', async () => {
    const feed = createFeed(source(), 7);
    expect(feed.heldOutCount).toBe(8);
    const seen: string[] = [];
    for (let step = 0; step < 20; step++) {
      const slices = await slicesIn(feed.heldOut(step, 6, 4));
      expect(slices.every(isAway)).toBe(true);
      expect(new Set(slices).size).toBe(6);
      expect([...feed.heldOutLabels(step, 6)]).toEqual(slices.map((index) => (classOf(index) === 'AD' ? 0 : 1)));
      seen.push(slices.join());
    }
    expect(new Set(seen).size).toBeGreaterThan(10);
    expect((await slicesIn(createFeed(source(), 7).heldOut(3, 6, 4))).join()).toBe(seen[3]);
    expect((await slicesIn(createFeed(source(), 8).heldOut(3, 6, 4))).join()).not.toBe(seen[3]);
  });

  it('go round where the batch is larger than what is held out', async () => {
    const slices = await slicesIn(createFeed(source(), 7).heldOut(0, 20, 4));
    expect(new Set(slices).size).toBe(8);
    expect(slices.slice(8, 16)).toEqual(slices.slice(0, 8));
  });

  it('hold only classes that are trained on', async () => {
    const feed = createFeed(
      source(1, (index) => !isAway(index) && classOf(index) === 'NC'),
      7,
    );
    expect(feed.classes).toEqual(['NC']);
    expect((await slicesIn(feed.heldOut(0, 12, 4))).every((index) => classOf(index) === 'NC')).toBe(true);
  });

  it('are refused with a sentence where nothing is held out', async () => {
    const whole = { ...source(), heldOutIndices: [] };
    const feed = createFeed(whole, 7);
    expect(feed.heldOutCount).toBe(0);
    await expect(feed.heldOut(0, 4, 4)).rejects.toThrow('No slice is held out to compare with');
    expect(() => feed.heldOutLabels(0, 4)).toThrow('No slice is held out');
  });
});
