/** A conditional run over the session, on tfjs's CPU backend: from class folders to a class sheet and back from the zip. */
import { decode, encode } from 'fast-png';
import JSZip from 'jszip';
import { beforeAll, expect, test } from 'vitest';
import { bits } from '../../../src/random/draws.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { memoryStorage } from '../../support/memoryStorage.ts';
import { is, startSession } from '../../support/sessionOnCpu.ts';
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
  const { session, events, until } = startSession(memoryStorage(), nodeHooks().decode);
  const options = { resolution: SIDE, channels: 1, seed: 1, heldOut: 0.1, trainOn: 'all' } as const;
  session.handle({ type: 'dataset/open', file: await classZip(), options });
  expect((await until(is('dataset/ready'))).summary.classes.map(({ name }) => name)).toEqual(['dry', 'wet']);

  session.handle({ type: 'run/start', runId: 'a', config: tinyConfig({ conditional: true }) });
  const { sheet } = await until(is('run/sheet'));
  expect(sheet).toMatchObject({ rowLabels: ['dry', 'wet'], columns: 8, rows: 2 });
  expect(decode(sheet.png)).toMatchObject({ width: 8 * sheet.tile, height: 2 * sheet.tile });

  session.handle({ type: 'run/stop', runId: 'a' });
  session.handle({ type: 'weights/download', requestId: 'w' });
  const { zip, fileName } = await until(is('weights/ready'));
  session.handle({ type: 'weights/open', requestId: 'o', file: new File([zip], fileName) });
  const opened = await until(is('weights/opened'));
  expect(opened.weights.classes).toEqual(['dry', 'wet']);
  expect(opened.sheet).toMatchObject({ rowLabels: ['dry', 'wet'], seeds: sheet.seeds });
  expect(events.filter(is('failure'))).toEqual([]);
});
