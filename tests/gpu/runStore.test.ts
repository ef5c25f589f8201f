/** Saved runs and kept slices in the browser's real file system and locks; their rules are tested in Node on a disk that fails. */
import { afterEach, expect, it } from 'vitest';
import type { Failure } from '../../src/protocol/failure.ts';
import type { Actions } from './runStore.worker.ts';

const BLOCK = 4 * 2 ** 20;

type Ask = <N extends keyof Actions>(
  name: N,
  ...args: Parameters<Actions[N]>
) => Promise<Awaited<ReturnType<Actions[N]>>>;

interface Tab {
  /** One thing at a time; rejects with the code and sentence of a failure. */
  readonly ask: Ask;
  /** Asks, and ends the worker as a crash would once `blocks` blocks were worked on, unless it was done before. */
  killDuring(blocks: number, ...asked: Parameters<Ask>): Promise<'killed' | 'done'>;
  end(): void;
}

const tabs: Tab[] = [];

async function openTab(): Promise<Tab> {
  const worker = new Worker(new URL('./runStore.worker.ts', import.meta.url), { type: 'module' });
  const answers = (onBlock: () => void) =>
    new Promise<unknown>((resolve, reject) => {
      worker.onerror = reject;
      worker.onmessage = ({ data }: MessageEvent<{ block?: true; failure?: Failure; result?: unknown }>) => {
        if (data.block) onBlock();
        else if (data.failure) reject(new Error(`${data.failure.code}: ${data.failure.message}`));
        else resolve(data.result);
      };
    });
  const ask = ((name, ...args) => {
    const answer = answers(() => undefined);
    worker.postMessage({ name, args });
    return answer;
  }) as Ask;
  const tab: Tab = {
    ask,
    killDuring(blocks, name, ...args) {
      return new Promise((resolve, reject) => {
        let left = blocks;
        answers(() => {
          if (left-- > 0) return;
          worker.terminate();
          resolve('killed');
        }).then(() => resolve('done'), reject);
        worker.postMessage({ name, args });
      });
    },
    end: () => worker.terminate(),
  };
  tabs.push(tab);
  await ask('start');
  return tab;
}

afterEach(async () => {
  for (const tab of tabs.splice(0)) tab.end();
  await free('run');
  const tab = await openTab();
  await tab.ask('clearRuns');
  await tab.ask('removeAllBut');
  tab.end();
  tabs.length = 0;
});

/** Waits until nobody holds the run. */
function free(runId: string): Promise<void> {
  return navigator.locks.request(`gyrus-run-${runId}`, async () => undefined);
}

it('keeps a run across visits, copies it, renames it and lets it go', async () => {
  const first = await openTab();
  await first.ask('create', 'run');
  expect(await first.ask('save', 1, 100)).toBe('slot-a.safetensors');
  expect(await first.ask('save', 2, 2 * BLOCK + 5)).toBe('slot-b.safetensors');
  expect(await first.ask('save', 3, 50)).toBe('slot-a.safetensors'); // shorter than what may lie there
  expect(await first.ask('sheet', 3)).toEqual([3, 3]);
  first.end();

  await free('run');
  const second = await openTab();
  await second.ask('open', 'run');
  expect(await second.ask('load', 'run')).toEqual({ nimg: 3, length: 53, isWhole: true, damage: undefined });
  expect(await second.ask('save', 4, BLOCK)).toBe('slot-b.safetensors');
  await second.ask('duplicate', 'run', 'copy');
  await second.ask('rename', 'copy', 'another way');
  const listed = await second.ask('list');
  expect(listed).toEqual([
    { runId: 'run', name: 'oasis64, 14 November', held: 'here', nimg: 4, bytes: expect.any(Number), thumbnail: [3, 3] },
    { runId: 'copy', name: 'another way', held: 'free', nimg: 4, bytes: expect.any(Number), thumbnail: [3, 3] },
  ]);
  expect(listed[0]?.bytes).toBeGreaterThan(BLOCK + 3 + 53 + 53); // slots, pin, sheet, manifests
  expect(await second.ask('load', 'copy')).toMatchObject({ nimg: 4, length: BLOCK + 3, isWhole: true });
  const facts = await second.ask('facts');
  expect(facts).toMatchObject({ parts: { samples: 4, cache: 0 }, isPersistent: expect.any(Boolean) });
  expect(facts.usage).toBeGreaterThan(0);
  expect(facts.parts.runs).toBe(listed.reduce((sum, { bytes }) => sum + bytes, 0));
  await second.ask('close');
  await second.ask('remove', 'run');
  expect((await second.ask('list')).map(({ runId }) => runId)).toEqual(['copy']);
});

it('has one writer among tabs, and the next when that one is gone', async () => {
  const [first, second] = [await openTab(), await openTab()];
  await first.ask('create', 'run');
  await first.ask('save', 1, 100);
  await expect(second.ask('open', 'run')).rejects.toThrow('run-elsewhere: This run is open in another tab');
  await expect(second.ask('remove', 'run')).rejects.toThrow('run-elsewhere');
  await second.ask('clearRuns');
  expect(await second.ask('list')).toMatchObject([{ runId: 'run', held: 'elsewhere' }]);
  // The one looks while the other writes, and neither is in the other's way.
  const looks = (async () => {
    for (let look = 0; look < 10; look++) expect(await second.ask('list')).toHaveLength(1);
  })();
  for (let nimg = 2; nimg < 12; nimg++) await first.ask('save', nimg, BLOCK);
  await looks;
  first.end();
  await free('run');
  await second.ask('open', 'run');
  expect(await second.ask('load', 'run')).toMatchObject({ nimg: 11, isWhole: true });
});

it('is whole after its worker ended in the middle of a save', async () => {
  const length = 3 * BLOCK;
  const first = await openTab();
  await first.ask('create', 'run');
  await first.ask('save', 1, length);
  await first.ask('save', 2, length);
  first.end();
  let nimg = 2;
  const ends: string[] = [];
  for (let blocks = 0; ends.at(-1) !== 'done'; blocks++) {
    await free('run');
    const tab = await openTab();
    await tab.ask('open', 'run');
    ends.push(await tab.killDuring(blocks, 'save', nimg + 1, length));
    tab.end();
    await free('run');
    const found = await (await openTab()).ask('load', 'run');
    expect([nimg, nimg + 1], `killed after ${blocks} blocks`).toContain(found.nimg);
    expect(found, `killed after ${blocks} blocks`).toMatchObject({ isWhole: true, length: length + 3 });
    expect(found.damage).toBeUndefined();
    nimg = found.nimg;
  }
  // Four blocks are written and read back, and so is the manifest's one.
  expect(ends.length).toBeGreaterThan(8);
});

it('keeps prepared slices, in memory or read from their file, until they are removed', async () => {
  const first = await openTab();
  const hash = await first.ask('keep');
  first.end();
  const second = await openTab();
  expect(await second.ask('keptFrom', 'file', hash)).toEqual({
    isSame: true,
    name: 'phantoms of seed 1',
    removedWhileOpen: false, // locked, so that no other tab takes it away
  });
  expect(await second.ask('keptFrom', 'memory', hash)).toMatchObject({ isSame: true, removedWhileOpen: true });
  expect(await second.ask('has', hash)).toBe(false);
  expect(await second.ask('keptFrom', 'memory', hash)).toBeUndefined();
});
