/** A conditional run over the session, on tfjs's CPU backend: from class folders to a class sheet and back from the zip. */
import { decode, encode } from 'fast-png';
import JSZip from 'jszip';
import { beforeAll, expect, test } from 'vitest';
import type { TrainerEvent } from '../../../src/protocol/events.ts';
import { bits } from '../../../src/random/draws.ts';
import { reckonHere } from '../../../src/reckoning/reckon.ts';
import { eagerSteps } from '../../../src/training/eagerSteps.ts';
import { createSession } from '../../../src/worker/session.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { memoryStorage } from '../../support/memoryStorage.ts';
import { tinyConfig } from '../../support/tinyRun.ts';
import { nodeHooks } from '../dataset/nodeDecoder.ts';

beforeAll(useCpuBackend);

const STREAM = 94;
const SIDE = 8;

async function classZip(): Promise<File> {
  const zip = new JSZip();
  for (let i = 0; i < 24; i++) {
    const data = Uint8Array.from(bits(1, STREAM, i, SIDE * SIDE), (word) => word >>> 24);
    zip.file(
      `${i % 3 === 0 ? 'wet' : 'dry'}/${i}.png`,
      encode({ width: SIDE, height: SIDE, data, depth: 8, channels: 1 }),
    );
  }
  return new File([await zip.generateAsync({ type: 'arraybuffer' })], 'classes.zip');
}

test('classes reach the sheets, the zip and the weights opened from it', async () => {
  const events: TrainerEvent[] = [];
  let look = () => {};
  const session = createSession({
    engine: {
      adapter: { description: 'CPU', software: true, maxBinding: 2 ** 27, maxBuffer: 2 ** 28, features: [] },
      submitted: async () => undefined,
      releaseBuffers: () => undefined,
      steps: eagerSteps,
    },
    emit: (event) => {
      events.push(event);
      look();
    },
    hooks: nodeHooks(),
    storage: memoryStorage(),
    reckoner: reckonHere,
  });
  /** The first event of `type`; a failure ends the wait with its sentence. */
  const until = <K extends TrainerEvent['type']>(type: K) =>
    new Promise<Extract<TrainerEvent, { type: K }>>((resolve, reject) => {
      look = () => {
        for (const event of events) {
          if (event.type === type) resolve(event as Extract<TrainerEvent, { type: K }>);
          if ('failure' in event && event.failure) reject(new Error(event.failure.message));
        }
      };
      look();
    });

  const options = { resolution: SIDE, channels: 1, seed: 1, heldOut: 0.1, trainOn: 'all' } as const;
  session.handle({ type: 'dataset/open', file: await classZip(), options });
  expect((await until('dataset/ready')).summary.classes.map(({ name }) => name)).toEqual(['dry', 'wet']);

  session.handle({ type: 'run/start', runId: 'a', config: tinyConfig({ conditional: true }) });
  const { sheet } = await until('run/sheet');
  expect(sheet).toMatchObject({ rowLabels: ['dry', 'wet'], columns: 8, rows: 2 });
  expect(decode(sheet.png)).toMatchObject({ width: 8 * sheet.tile, height: 2 * sheet.tile });

  session.handle({ type: 'run/stop', runId: 'a' });
  session.handle({ type: 'weights/download', requestId: 'w' });
  const { zip, fileName } = await until('weights/ready');
  session.handle({ type: 'weights/open', requestId: 'o', file: new File([zip], fileName) });
  const opened = await until('weights/opened');
  expect(opened.weights.classes).toEqual(['dry', 'wet']);
  expect(opened.sheet).toMatchObject({ rowLabels: ['dry', 'wet'], seeds: sheet.seeds });
});
