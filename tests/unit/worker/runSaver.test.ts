/** Saves that fail, and saves that the browser never ends, hold nothing up. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Failure } from '../../../src/protocol/failure.ts';
import type { OpenRun } from '../../../src/storage/runStore.ts';
import { createRunSaver } from '../../../src/worker/runSaver.ts';

const LONG_MS = 60 * 60_000;
const FACTS = { nimg: 1000, state: 'under-way', totalNimg: 2000 } as const;
const chunks = () => Promise.resolve([new Uint8Array(1)]);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A saver whose archive does as `save` and `close` say, and what it told. */
function saverOf({ save, close = async () => {} }: Pick<OpenRun, 'save'> & Partial<Pick<OpenRun, 'close'>>) {
  const failures: Failure[] = [];
  const saves: number[] = [];
  const saver = createRunSaver({
    archive: { save, close } as OpenRun,
    slicesPerEpoch: 100,
    everyMs: () => 60_000,
    clock: () => 0,
    date: () => 0,
    saved: (nimg) => saves.push(nimg),
    failed: (failure) => failures.push(failure),
  });
  return { saver, failures, saves };
}

const slot = { file: 'slot-a.safetensors', nimg: 1000, bytes: 1, sha256: '', savedAt: 0 } as const;

test('a save that is never ended is given up, said, and nothing waits for it', async () => {
  let asked = 0;
  const never = () => {
    asked++;
    return new Promise<never>(() => undefined);
  };
  const { saver, failures, saves } = saverOf({ save: never, close: never });
  void saver.save(chunks(), FACTS);
  const settled = saver.settled();
  await vi.advanceTimersByTimeAsync(LONG_MS);
  await settled;
  expect(failures.map(({ code }) => code)).toEqual(['storage-silent']);
  expect(failures[0]?.message).toContain('Download weights');

  // Another would write beside the one that may still be writing.
  const besides = vi.fn(async () => {});
  await saver.beside(besides);
  expect(besides).not.toHaveBeenCalled();
  expect(failures).toHaveLength(2);
  expect(saver.isDue(FACTS.nimg)).toBe(false);
  await saver.close();
  expect([asked, saves]).toEqual([2, []]);
});

test('a save that ends late is the last that is missed', async () => {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const { saver, failures, saves } = saverOf({ save: () => ended.then(() => slot) });
  void saver.save(chunks(), FACTS);
  await vi.advanceTimersByTimeAsync(LONG_MS);
  expect(failures).toHaveLength(1);
  end();
  await vi.advanceTimersByTimeAsync(0);
  expect(saves).toEqual([1000]);
  await saver.save(chunks(), { ...FACTS, nimg: 1500 });
  expect(saves).toEqual([1000, 1500]);
  expect(failures).toHaveLength(1);
});

test('a save that fails is said, and the next is made', async () => {
  let fails = true;
  const save = async () => {
    if (fails) throw new Error('no room');
    return slot;
  };
  const { saver, failures, saves } = saverOf({ save });
  await saver.save(chunks(), FACTS);
  fails = false;
  await saver.save(chunks(), FACTS);
  expect(failures).toHaveLength(1);
  expect(failures[0]?.message).toContain('no room');
  expect(saves).toEqual([1000]);
});
