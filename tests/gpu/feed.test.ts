/** Feeds on the GPU: what every feed does, and what a step costs. */
import { expect, it } from 'vitest';
import { flush } from '../../src/gpu/commandStream.ts';
import { recordStep } from '../../src/gpu/recording/recordStep.ts';
import { createTemporaries } from '../../src/gpu/recording/temporaries.ts';
import * as tf from '../../src/gpu/tf.ts';
import { STREAM } from '../../src/random/streams.ts';
import { createFeed } from '../../src/training/feed.ts';
import { randomSource, SEED, testFeeds } from '../support/feedSuite.ts';
import { startedBackend } from './support/backend.ts';
import { countingCommands } from './support/counters.ts';

startedBackend();
testFeeds();

it('a step makes no buffer, whether slices are on the GPU or streamed', async () => {
  const at = { batch: 5, resolution: 4, step: 0 };
  for (const most of [undefined, 0]) {
    const feed = createFeed(randomSource(1), SEED, most);
    const step = async (nimg: number) => {
      await feed.prepare({ ...at, nimg }, { heldOut: true });
      for (const tensor of [
        feed.pictures(5, 4),
        feed.labels(5),
        feed.heldOutPictures(5, 4),
        feed.drawnLabels(16, () => nimg, 5),
      ])
        tensor.dispose();
      flush();
    };
    await step(0);
    await step(5);
    expect(await countingCommands(() => step(10))).toMatchObject({ dispatches: 4, submits: 1, buffersCreated: 0 });
    feed.release();
  }
});

it.each([undefined, 0])('a recorded step gets the batch that was prepared for each replay', async (most) => {
  const [batch, resolution] = [5, 4];
  const feed = createFeed(randomSource(3), SEED, most);
  const temporaries = createTemporaries();
  let nimg = 0;
  const prepare = () => feed.prepare({ nimg, step: nimg, batch, resolution }, { heldOut: true });
  await prepare();
  const read = () => [
    feed.pictures(batch, resolution),
    feed.labels(batch),
    feed.heldOutPictures(batch, resolution),
    feed.drawnLabels(STREAM.label, () => nimg, batch),
  ];
  const seen = read().map((tensor) => tf.variable(tensor));
  const step = await recordStep(() => {
    for (const [i, tensor] of read().entries()) seen[i]?.assign(tensor);
  }, temporaries);
  for (nimg = 10; nimg < 25; nimg += batch) {
    await prepare();
    step.replay();
    const eager = read();
    for (const [i, tensor] of eager.entries()) expect(await seen[i]?.data()).toEqual(await tensor.data());
    tf.dispose(eager);
  }
  tf.dispose(seen);
  step.dispose();
  temporaries.dispose();
  feed.release();
});
