/** What every feed does, whatever the backend and wherever its slices lie: tests for both projects. */
import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../src/dataset/memoryStore.ts';
import type { SliceSource } from '../../src/dataset/sliceSource.ts';
import { storedSource } from '../../src/dataset/storedSource.ts';
import * as tf from '../../src/gpu/tf.ts';
import type { Channels } from '../../src/protocol/dataset.ts';
import { bits, permutation } from '../../src/random/draws.ts';
import { STREAM } from '../../src/random/streams.ts';
import { createFeed, type Feed } from '../../src/training/feed.ts';

export const SEED = 7;
const SLICES = 40;
const SIDE = 8;
const STREAM_OF_PIXELS = 992;
/** A division on a GPU may be off by 2.5 units in the last place. */
const TOLERANCE = 3e-7;

/** A quarter are AD, a tenth have no class, the others are NC; every fifth slice is held out. */
const isAway = (index: number) => index % 5 === 0;
const classOf = (index: number): string => (index % 10 === 3 ? '' : index % 4 === 0 ? 'AD' : 'NC');

/** Random slices of 8 px. */
export function randomSource(channels: Channels, isTrained = (index: number) => !isAway(index)): SliceSource {
  const area = SIDE * SIDE * channels;
  const store = memoryStore(area);
  const indices = Array.from({ length: SLICES }, (_, i) => i);
  for (const i of indices) store.append(Uint8Array.from(bits(1, STREAM_OF_PIXELS, i, area), (word) => word >>> 24));
  const slices = indices.map((i) => ({ name: `${i}`, subject: `${i}`, className: classOf(i), split: '' }));
  const heldOut = indices.filter(isAway);
  return storedSource(
    { store, slots: Uint32Array.from(indices), slices, resolution: SIDE, channels },
    { training: indices.filter(isTrained), heldOut, heldOutSubjects: heldOut.length },
  );
}

/** Indices of the slices of the batch that starts at nimg. */
export function slicesAt({ trainingIndices }: SliceSource, nimg: number, batch: number): number[] {
  const count = trainingIndices.length;
  return Array.from({ length: batch }, (_, i) => {
    const epoch = Math.floor((nimg + i) / count);
    const place = permutation(SEED, STREAM.batchOrder, epoch, count)[(nimg + i) % count] as number;
    return trainingIndices[place] as number;
  });
}

async function expectPictures(source: SliceSource, slices: readonly number[], given: tf.Tensor4D): Promise<void> {
  const [count = 0, resolution = 0] = given.shape;
  expect(given.shape).toEqual([slices.length, resolution, resolution, source.channels]);
  const expected = new Float32Array(given.size);
  await source.read(slices, resolution, expected);
  const values = await given.data();
  given.dispose();
  const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (values[i] as number))), 0);
  expect(worst, `${count} pictures`).toBeLessThan(TOLERANCE);
}

/** The place of the 1 in each row, -1 where there is none. */
async function classesOf(rows: tf.Tensor2D): Promise<number[]> {
  const values = (await rows.array()) as number[][];
  rows.dispose();
  return values.map((row) => row.indexOf(1));
}

const labelsOf = ({ labels, classes }: SliceSource, slices: readonly number[]) =>
  slices.map((index) => ((labels[index] as number) < classes.length ? (labels[index] as number) : -1));

/** mostBytes that put the slices there. */
const PLACES = { gpu: undefined, streamed: 0 } as const;

export function testFeeds(): void {
  describe.each(['gpu', 'streamed'] as const)('slices %s', (where) => {
    const feedOf = (source: SliceSource): Feed => createFeed(source, SEED, PLACES[where]);

    it.each<Channels>([1, 3])(
      'of %i channels come as pictures with their classes, in order and out of order',
      async (channels) => {
        const source = randomSource(channels);
        const before = tf.memory().numTensors;
        const feed = feedOf(source);
        expect(feed.placement(5).where).toBe(where);
        // The last of an epoch of 32 with the first of the next, a jump, another size of batch, and back.
        for (const [nimg, batch] of [
          [0, 5],
          [5, 5],
          [30, 5],
          [10, 3],
          [13, 5],
          [100, 70],
        ] as const)
          for (const resolution of [8, 2]) {
            await feed.prepare({ nimg, step: nimg, batch, resolution }, { heldOut: false });
            const slices = slicesAt(source, nimg, batch);
            await expectPictures(source, slices, feed.pictures(batch, resolution));
            await expectPictures(source, slices, feed.pictures(batch, 4));
            expect(await classesOf(feed.labels(batch))).toEqual(labelsOf(source, slices));
          }
        feed.release();
        expect(tf.memory().numTensors).toBe(before);
        await feed.prepare({ nimg: 3, step: 0, batch: 2, resolution: 8 }, { heldOut: false });
        await expectPictures(source, slicesAt(source, 3, 2), feed.pictures(2, 8));
        feed.release();
      },
    );

    it('that are held out come beside them', async () => {
      const source = randomSource(3);
      const feed = feedOf(source);
      expect(feed.heldOutCount).toBe(8);
      for (const [step, batch] of [
        [0, 5],
        [1, 5],
        [2, 20],
      ] as const) {
        await feed.prepare({ nimg: 7, step, batch, resolution: 4 }, { heldOut: true });
        const order = permutation(SEED, STREAM.heldOutBatch, step, 8);
        const away = Array.from({ length: batch }, (_, i) => source.heldOutIndices[order[i % 8] as number] as number);
        await expectPictures(source, away, feed.heldOutPictures(batch, 4));
        expect(await classesOf(feed.heldOutLabels(batch))).toEqual(labelsOf(source, away));
        await expectPictures(source, slicesAt(source, 7, batch), feed.pictures(batch, 4));
      }
      feed.release();
    });

    it('give classes for fakes, of slices drawn by seed, stream and step', async () => {
      const source = randomSource(1);
      const feed = feedOf(source);
      await feed.prepare({ nimg: 0, step: 0, batch: 4, resolution: 8 }, { heldOut: false });
      for (const [stream, step, count] of [
        [STREAM.label, 0, 4],
        [STREAM.labelD, 2 ** 33 + 5, 301],
      ] as const) {
        const drawn = [...bits(SEED, stream, step, count)].map(
          (word) => source.trainingIndices[Math.floor((word / 2 ** 32) * source.trainingIndices.length)] as number,
        );
        expect(await classesOf(feed.drawnLabels(stream, () => step, count))).toEqual(labelsOf(source, drawn));
      }
      feed.release();
    });
  });

  it('a batch that was never prepared is refused', async () => {
    const feed = createFeed(randomSource(1), SEED);
    expect(() => feed.pictures(4, 8)).toThrow('No batch of 4 slices');
    expect(() => feed.drawnLabels(STREAM.label, 0, 4)).toThrow('No class');
  });
}
