/** Searches in w and quizzes of a session on the CPU that trains: answered beside training, stopped, refused with a sentence. */
import { decode, encode } from 'fast-png';
import { beforeAll, expect, test } from 'vitest';
import * as tf from '../../../src/gpu/tf.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { is, reached, startSession } from '../../support/sessionOnCpu.ts';
import { tinyConfig } from '../../support/tinyRun.ts';
import { nodeHooks } from '../dataset/nodeDecoder.ts';

beforeAll(useCpuBackend);

const SIDE = 8;

async function trainingSession() {
  const world = startSession(undefined, nodeHooks().decode);
  const config = tinyConfig({ resolution: SIDE, startResolution: SIDE, kimgPerResolution: 40, heldOut: 0.25 });
  const { resolution, channels, seed, heldOut, trainOn } = config;
  const options = { resolution, channels: channels === 3 ? 3 : 1, seed, heldOut, trainOn } as const;
  world.session.handle({ type: 'dataset/phantom', count: 32, phantomSeed: 1, options });
  await world.until(is('dataset/ready'));
  world.session.handle({ type: 'run/start', runId: 'r', config });
  await world.until(reached('training'));
  const refusal = async (requestId: string) =>
    (await world.until(is('failure', (event) => event.requestId === requestId))).failure.message;
  return { ...world, refusal };
}

/** The grey pictures of a sheet of one row. */
function tilesOf(png: Uint8Array): number[][] {
  const { data, width, height } = decode(png);
  return Array.from({ length: width / height }, (_, index) =>
    Array.from({ length: height * height }, (_, i) =>
      Number(data[Math.floor(i / height) * width + index * height + (i % height)]),
    ),
  );
}

test('a held-out slice and a file are looked for while it trains, one at a time, and nothing is left', async () => {
  const { session, until, refusal, events } = await trainingSession();
  session.handle({ type: 'explore/showSlice', requestId: 'held', which: { kind: 'held-out', turn: 1 } });
  const { slice } = await until(is('explore/sliceShown', ({ requestId }) => requestId === 'held'));
  expect([slice.isHeldOut, slice.slices, slice.heldOut]).toEqual([true, 32, 8]);

  const target = { kind: 'slice', index: slice.index } as const;
  session.handle({ type: 'explore/project', requestId: 'p', target, steps: 60 });
  session.handle({ type: 'explore/project', requestId: 'second', target, steps: 60 });
  expect(await refusal('second')).toContain('being looked for');
  const { projection } = await until(is('explore/projected', ({ requestId }) => requestId === 'p'));
  expect(projection.losses.length).toBe(60);
  expect(projection.distances.found).toBeLessThan(projection.distances.start);
  expect([projection.distance, projection.target]).toEqual(['pixels', `slice ${slice.index}, ${slice.name}`]);
  const [real, found, difference] = tilesOf(projection.sheet.png) as [number[], number[], number[]];
  expect(real).toEqual([...decode(slice.picture.png).data]);
  expect(difference).toEqual(found.map((value, i) => Math.round(127.5 + (value - (real[i] as number)) / 2)));
  expect(events.some((event) => event.type === 'explore/projecting')).toBe(true);

  session.handle({ type: 'run/pause', runId: 'r' });
  await until(reached('paused'));
  const grey = Uint8Array.from({ length: 12 * 16 }, (_, i) => i);
  const file = new File([new Uint8Array(encode({ width: 12, height: 16, data: grey, channels: 1 }))], 'mine.png');
  const from = events.length;
  session.handle({ type: 'explore/project', requestId: 'f', target: { kind: 'file', file }, steps: 1000 });
  await until(is('explore/projecting'), from);
  session.handle({ type: 'explore/stopProjection' });
  const stopped = await until(is('explore/projected', ({ requestId }) => requestId === 'f'));
  expect(stopped.projection.losses.length).toBeGreaterThan(0);
  expect(stopped.projection.losses.length).toBeLessThan(1000);
  expect(stopped.projection.target).toBe('mine.png');
  // By now training has let go of all that it had under way.
  const before = tf.memory().numTensors;
  session.handle({ type: 'explore/project', requestId: 'again', target, steps: 10 });
  await until(is('explore/projected', ({ requestId }) => requestId === 'again'));
  expect(tf.memory().numTensors).toBe(before);

  const wrong = new File(['no picture'], 'notes.png');
  session.handle({ type: 'explore/project', requestId: 'w', target: { kind: 'file', file: wrong }, steps: 20 });
  expect(await refusal('w')).toContain('notes.png cannot be looked for');
  session.handle({ type: 'explore/project', requestId: 'n', target: { kind: 'slice', index: 32 }, steps: 20 });
  expect(await refusal('n')).toContain('slices 0 to 31');
  session.handle({ type: 'explore/project', requestId: 's', target, steps: 5 });
  expect(await refusal('s')).toContain('10 to 1000');
  expect(tf.memory().numTensors).toBe(before);
});

test('a quiz is half of held-out slices, in an order of its seed, and no file tells which', async () => {
  const { session, until, refusal, events } = await trainingSession();
  session.handle({ type: 'run/pause', runId: 'r' });
  await until(reached('paused'));
  const draw = async (requestId: string, pictures: number, seed: number) => {
    session.handle({ type: 'quiz/draw', requestId, pictures, seed });
    return (await until(is('quiz/drawn', (event) => event.requestId === requestId))).quiz;
  };
  const quiz = await draw('q', 16, 5);
  expect([quiz.pictures.length, quiz.realsOf]).toEqual([16, 'held-out']);
  expect(quiz.areReal.filter(Boolean).length).toBe(8);
  expect(quiz.areReal).not.toEqual([...quiz.areReal].sort());
  const headOf = ({ png }: { png: Uint8Array }) => String(png.subarray(0, 33));
  expect(new Set(quiz.pictures.map(headOf)).size).toBe(1);
  expect(quiz.pictures.every(({ png }) => Object.keys(decode(png).text ?? {}).length === 0)).toBe(true);
  const chunks = ({ png }: { png: Uint8Array }) =>
    new TextDecoder('latin1').decode(png).match(/IHDR|IDAT|IEND|[ti][ET]Xt/g);
  expect(new Set(quiz.pictures.map((picture) => String(chunks(picture))))).toEqual(new Set(['IHDR,IDAT,IEND']));

  const shown: string[] = [];
  for (let turn = 0; turn < 8; turn++) {
    session.handle({ type: 'explore/showSlice', requestId: `h${turn}`, which: { kind: 'held-out', turn } });
    const { slice } = await until(is('explore/sliceShown', ({ requestId }) => requestId === `h${turn}`));
    shown.push(String(decode(slice.picture.png).data));
  }
  const reals = quiz.pictures.filter((_, i) => quiz.areReal[i]).map(({ png }) => String(decode(png).data));
  expect([...reals].sort()).toEqual([...shown].sort());

  expect((await draw('again', 16, 5)).areReal).toEqual(quiz.areReal);
  expect((await draw('other', 16, 6)).areReal).not.toEqual(quiz.areReal);
  expect((await draw('more', 18, 5)).realsOf).toBe('train');
  session.handle({ type: 'quiz/draw', requestId: 'odd', pictures: 11, seed: 0 });
  expect(await refusal('odd')).toContain('even number');
  session.handle({ type: 'quiz/draw', requestId: 'many', pictures: 100, seed: 0 });
  expect(await refusal('many')).toContain('fewer');
  expect(events.at(-1)?.type).toBe('failure');
});
