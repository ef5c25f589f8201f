/** Feeds on the CPU backend: what every feed does, where slices lie, and what is read from the source. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { SliceSource } from '../../../src/dataset/sliceSource.ts';
import { pixelPlacement } from '../../../src/training/data/placement.ts';
import { createFeed } from '../../../src/training/feed.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { randomSource, SEED, slicesAt, testFeeds } from '../../support/feedSuite.ts';

beforeAll(useCpuBackend);

testFeeds();

describe('where slices lie', () => {
  const demand = { training: 1000, heldOut: 100, side: 64, channels: 3, batch: 32 };
  const [picture, all] = [64 * 64 * 3, 1100 * 64 * 64 * 3];

  it.each([
    { most: all, inOne: all, expected: { where: 'gpu', bytes: all } },
    { most: all, inOne: 1000 * picture, expected: { where: 'gpu', bytes: all } },
    { most: all - 1, inOne: all, expected: { where: 'streamed', bytes: 32 * picture } },
    { most: all, inOne: 1000 * picture - 1, expected: { where: 'streamed', bytes: 32 * picture } },
  ])('$expected.where, for $most bytes and $inOne in one buffer', ({ most, inOne, expected }) => {
    expect(pixelPlacement(demand, most, inOne)).toEqual(expected);
  });
});

describe('reading', () => {
  /** A source that notes which slices were asked for. */
  function noting() {
    const source = randomSource(1);
    const asked: number[][] = [];
    const noted: SliceSource = {
      ...source,
      readBytes: (indices, target) => {
        asked.push(Array.from(indices));
        return source.readBytes(indices, target);
      },
    };
    return { noted, asked };
  }
  const at = { step: 0, batch: 6, resolution: 8 };

  it('happens once where slices lie on the GPU, held-out ones when they are needed', async () => {
    const { noted, asked } = noting();
    const feed = createFeed(noted, SEED);
    for (const nimg of [0, 6, 12]) await feed.prepare({ ...at, nimg }, { heldOut: nimg === 12 });
    expect(asked).toEqual([noted.trainingIndices, noted.heldOutIndices]);
    feed.release();
  });

  it('is one batch ahead where slices are streamed', async () => {
    const { noted, asked } = noting();
    const feed = createFeed(noted, SEED, 0);
    for (const nimg of [0, 6, 18]) await feed.prepare({ ...at, nimg }, { heldOut: false });
    // 12 was read in vain.
    expect(asked).toEqual([0, 6, 12, 18, 24].map((nimg) => slicesAt(noted, nimg, 6)));
    feed.release();
  });

  it.each([undefined, 0])('fails with the source’s own words, and can be tried again', async (most) => {
    const source = randomSource(1);
    let isBroken = true;
    const broken: SliceSource = {
      ...source,
      readBytes: async (indices, target) => {
        if (isBroken) throw new Error('The disk is gone.');
        await source.readBytes(indices, target);
      },
    };
    const feed = createFeed(broken, SEED, most);
    await expect(feed.prepare({ ...at, nimg: 0 }, { heldOut: false })).rejects.toThrow('The disk is gone.');
    isBroken = false;
    await feed.prepare({ ...at, nimg: 0 }, { heldOut: false });
    feed.pictures(6, 8).dispose();
    feed.release();
  });
});

describe('a data set', () => {
  it('without held-out slices refuses to compare with them', async () => {
    const feed = createFeed({ ...randomSource(1), heldOutIndices: [] }, SEED);
    expect(feed.heldOutCount).toBe(0);
    const prepared = feed.prepare({ nimg: 0, step: 0, batch: 4, resolution: 4 }, { heldOut: true });
    await expect(prepared).rejects.toThrow('No slice is held out to compare with');
  });

  it('holds only classes out that are trained on', () => {
    const source = randomSource(1, (index) => index % 5 !== 0 && index % 4 !== 0);
    const feed = createFeed(source, SEED);
    expect(feed.classes).toEqual(['NC']);
    expect(feed.heldOutCount).toBe(6);
  });

  it('without slices to train on is refused', () => {
    expect(() =>
      createFeed(
        randomSource(1, () => false),
        SEED,
      ),
    ).toThrow('There is no slice to train on');
  });
});
