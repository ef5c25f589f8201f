/** Saved runs as person and worker meet them: list, copies, clearing, locks between tabs, damage, a full or forbidden disk. */
import { describe, expect, it } from 'vitest';
import { ownLocks } from '../../../src/storage/locks.ts';
import { memoryRuns } from '../../../src/storage/memoryRuns.ts';
import type { RunStore } from '../../../src/storage/runStore.ts';
import { storageFacts } from '../../../src/storage/storageFacts.ts';
import { storageDenied } from '../../../src/storage/storageFailures.ts';
import { faultyDisk } from '../../support/faultyFolder.ts';
import { CREATED_AT, checkpoint, DATA, factsAt, joined, newRun, storeOn } from '../../support/savedRunFixtures.ts';

const pause = async () => undefined;
const PNG = Uint8Array.of(137, 80, 78, 71);

const failing = (code: string, message = '') => ({ failure: { code, message: expect.stringContaining(message) } });

/** A run with two saves, a pin and two sheets, closed. */
async function savedRun(store: RunStore, runId: string): Promise<void> {
  const run = await store.create(newRun(runId));
  await run.save(checkpoint(1), factsAt(1000));
  await run.save(checkpoint(2), factsAt(2000));
  await run.pin('change');
  await run.writeSheet(2000, PNG);
  await run.writeSheet(1000, Uint8Array.of(1));
  await run.writeAverages(2000, checkpoint(3));
  await run.close();
}

describe('saved runs', () => {
  it('are listed with what a person wants to know, the latest save first', async () => {
    const disk = faultyDisk();
    const store = storeOn(disk.folder, ownLocks(), true);
    await savedRun(store, 'early');
    const later = await store.create(newRun('later'));
    await later.save(checkpoint(4), { ...factsAt(3000), state: 'finished', totalNimg: 3000 });
    const { runs, unreadable } = await store.list();
    expect(unreadable).toEqual([]);
    expect(runs.map(({ runId, state, held, nimg, totalNimg }) => [runId, state, held, nimg, totalNimg])).toEqual([
      ['later', 'finished', 'here', 3000, 3000],
      ['early', 'interrupted', 'free', 2000, 100_000],
    ]);
    const bytesOf = (runId: string) =>
      Object.entries(disk.paths()).reduce((sum, [path, size]) => sum + (path.startsWith(runId) ? size : 0), 0);
    expect(runs[1]).toEqual({
      ...newRun('early'),
      state: 'interrupted',
      held: 'free',
      nimg: 2000,
      savedAt: CREATED_AT + 2000,
      bytes: bytesOf('early'),
      data: { ...DATA, isKept: true },
      thumbnail: PNG,
    });
    expect(await store.bytes()).toEqual({ samples: PNG.length + 1, runs: bytesOf('early') + bytesOf('later') });
  });

  it('come back byte for byte, whatever the size of their blocks and chunks', async () => {
    const store = storeOn(faultyDisk().folder);
    const run = await store.create(newRun('large'));
    const chunks = [...checkpoint(1, 3), ...checkpoint(2, 2 ** 22), ...checkpoint(3, 2 ** 22 + 5)];
    const slot = await run.save(chunks, factsAt(1));
    const { bytes } = await run.load();
    expect(bytes.length).toBe(slot.bytes);
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
  });

  it('do what is asked of one run in turn', async () => {
    const store = storeOn(faultyDisk().folder);
    const run = await store.create(newRun('run'));
    const asked = [1, 2, 3].map((nimg) => run.save(checkpoint(nimg), factsAt(nimg)));
    const renamed = store.rename('run', '  Knees ');
    const copied = store.duplicate('run', 'copy', CREATED_AT + 9);
    await run.close();
    await Promise.all([...asked, renamed, copied]);
    const { runs } = await store.list();
    expect(runs.map(({ name, nimg, createdAt }) => [name, nimg, createdAt - CREATED_AT])).toEqual([
      ['Knees', 3, 0],
      ['Knees (copy)', 3, 9],
    ]);
    await expect(run.save(checkpoint(4), factsAt(4))).rejects.toThrow('was closed');
  });

  it('are copied with everything, and go their own way', async () => {
    const store = storeOn(faultyDisk().folder);
    await savedRun(store, 'run');
    await store.duplicate('run', 'copy', CREATED_AT);
    const copy = await store.open('copy');
    await copy.save(checkpoint(7), factsAt(7000));
    expect([...((await copy.loadPin('change')) ?? [])]).toEqual(joined(checkpoint(2)));
    expect(await copy.readSheet(2000)).toEqual(PNG);
    expect([...((await copy.readAverages(2000)) ?? [])]).toEqual(joined(checkpoint(3)));
    expect([...(await store.load('run')).bytes]).toEqual(joined(checkpoint(2)));
    expect([...(await store.load('copy')).bytes]).toEqual(joined(checkpoint(7)));
    await copy.close();
    await expect(store.duplicate('run', 'copy', CREATED_AT)).rejects.toThrow('already');
    await expect(store.create(newRun('../up'))).rejects.toThrow('cannot name');
    expect((await store.list()).runs).toHaveLength(2);
  });

  it('have one writer among all tabs, and the others may look', async () => {
    const disk = faultyDisk();
    const locks = ownLocks();
    const [mine, other] = [storeOn(disk.folder, locks), storeOn(disk.folder, locks)];
    await savedRun(mine, 'run');
    const run = await mine.open('run');
    const elsewhere = failing('run-elsewhere', 'another tab');
    await expect(other.open('run')).rejects.toMatchObject(elsewhere);
    await expect(other.rename('run', 'mine')).rejects.toMatchObject(elsewhere);
    await expect(other.duplicate('run', 'copy', 0)).rejects.toMatchObject(elsewhere);
    await expect(other.remove('run')).rejects.toMatchObject(elsewhere);
    await expect(other.load('run')).rejects.toMatchObject(elsewhere);
    await other.clearSheets();
    await other.clearRuns();
    await expect(mine.open('run')).rejects.toMatchObject(failing('run-elsewhere', 'in this tab'));
    await expect(mine.remove('run')).rejects.toMatchObject(failing('run-elsewhere', 'in this tab'));
    expect((await other.list()).runs).toMatchObject([{ held: 'elsewhere', thumbnail: PNG }]);
    expect((await mine.list()).runs).toMatchObject([{ held: 'here' }]);
    await run.close();
    await other.remove('run');
    expect(disk.paths()).toEqual({});
    await expect(mine.open('run')).rejects.toMatchObject(
      failing('bad-checkpoint', 'not kept in this browser any more'),
    );
  });

  it('lose their sheets, or everything, when a person clears them', async () => {
    const disk = faultyDisk();
    const store = storeOn(disk.folder);
    await savedRun(store, 'run');
    await savedRun(store, 'open');
    const run = await store.open('open');
    await store.clearSheets();
    expect(Object.keys(disk.paths()).filter((path) => path.endsWith('.png'))).toEqual([]);
    const [listed] = (await store.list()).runs;
    expect(listed).not.toHaveProperty('thumbnail');
    await store.clearRuns();
    expect((await store.list()).runs.map(({ runId }) => runId)).toEqual(['open']);
    expect([...(await run.load()).bytes]).toEqual(joined(checkpoint(2)));
  });
});

describe('a damaged run', () => {
  it('gives the save before, says so, and does not write over it', async () => {
    const disk = faultyDisk();
    await savedRun(storeOn(disk.folder), 'run');
    disk.spoil('run/slot-b.safetensors');
    const run = await storeOn(disk.folder).open('run');
    const loaded = await run.load();
    expect([...loaded.bytes]).toEqual(joined(checkpoint(1)));
    expect(loaded.slot.nimg).toBe(1000);
    expect(loaded.damage).toContain('at 2000 slices cannot be used: its file was changed');
    expect((await run.save(checkpoint(5), factsAt(1500))).file).toBe('slot-b.safetensors');
    expect(run.record).toMatchObject({ nimg: 1500, previous: { nimg: 1000 } });
    expect([...(await run.load()).bytes]).toEqual(joined(checkpoint(5)));
  });

  it.each([
    ['changed', (disk: ReturnType<typeof faultyDisk>) => disk.spoil('run/slot-a.safetensors')],
    [
      'unreadable',
      (disk: ReturnType<typeof faultyDisk>) => {
        disk.faults.unreadable = (name) => name.startsWith('slot');
      },
    ],
    [
      'gone',
      (disk: ReturnType<typeof faultyDisk>) =>
        disk.folder.folder('run').then((run) => run.remove('slot-a.safetensors')),
    ],
  ])('whose saves are all %s says that none is whole', async (_, damage) => {
    const disk = faultyDisk();
    const store = storeOn(disk.folder);
    await savedRun(store, 'run');
    disk.spoil('run/slot-b.safetensors');
    await damage(disk);
    await expect(store.load('run')).rejects.toMatchObject(failing('bad-checkpoint', 'Open a downloaded checkpoint'));
    await expect(store.duplicate('run', 'copy', 0)).rejects.toMatchObject(failing('bad-checkpoint'));
    expect(Object.keys(disk.paths()).filter((path) => path.startsWith('copy'))).toEqual([]);
  });

  it('goes by the manifest before, where the newest is damaged', async () => {
    const disk = faultyDisk();
    const store = storeOn(disk.folder);
    await savedRun(store, 'run');
    await store.rename('run', 'another');
    const generation = (await store.open('run')).record.generation;
    disk.spoil(`run/manifest-${generation % 2 === 0 ? 'even' : 'odd'}.json`);
    const run = await storeOn(disk.folder).open('run');
    expect(run.record).toMatchObject({ generation: generation - 1, name: newRun('run').name });
    expect([...(await run.load()).bytes]).toEqual(joined(checkpoint(2)));
  });

  it('is listed as what it is, beside the others, and can be removed', async () => {
    const disk = faultyDisk();
    const store = storeOn(disk.folder);
    await savedRun(store, 'good');
    await savedRun(store, 'bad-manifest');
    await savedRun(store, 'no-slots');
    await disk.folder.folder('stranger');
    for (const file of ['even', 'odd']) disk.spoil(`bad-manifest/manifest-${file}.json`);
    for (const slot of ['a', 'b']) await (await disk.folder.folder('no-slots')).remove(`slot-${slot}.safetensors`);
    const { runs, unreadable } = await store.list();
    expect(runs.map(({ runId }) => runId)).toEqual(['good']);
    expect(unreadable.map(({ runId, reason }) => [runId, reason])).toEqual([
      ['bad-manifest', 'The list of its saves is damaged.'],
      ['no-slots', expect.stringContaining('is whole')],
    ]);
    expect(await store.removeUnsaved()).toBe(1); // the stranger's empty folder
    await store.remove('bad-manifest');
    await store.remove('no-slots');
    expect((await store.list()).unreadable).toEqual([]);
  });

  it('is not believed when its manifest says what no run says', async () => {
    const disk = faultyDisk();
    const store = storeOn(disk.folder);
    await savedRun(store, 'run');
    await savedRun(store, 'other');
    const from = await disk.folder.folder('other');
    const to = await disk.folder.folder('run');
    for (const name of ['manifest-even.json', 'manifest-odd.json']) {
      const stored = await from.read(name);
      const writer = await to.write(name);
      const bytes = new Uint8Array((await stored?.slice(0, stored.size).arrayBuffer()) ?? new ArrayBuffer(0));
      writer.truncate(0);
      writer.write(bytes, { at: 0 });
      writer.flush();
    }
    await expect(store.open('run')).rejects.toMatchObject(failing('bad-checkpoint', 'damaged'));
  });
});

describe('a disk that refuses', () => {
  it('keeps the save before when there is no room, and takes a smaller one', async () => {
    const disk = faultyDisk();
    const store = storeOn(disk.folder);
    await savedRun(store, 'run');
    const run = await store.open('run');
    disk.faults.room = Object.values(disk.paths()).reduce((sum, size) => sum + size, 0) + 500;
    const full = failing('storage-full', 'Download checkpoint');
    await expect(run.save(checkpoint(5, 5000), factsAt(3000))).rejects.toMatchObject(full);
    await expect(run.writeSheet(3000, new Uint8Array(5000))).rejects.toMatchObject(full);
    await expect(store.duplicate('run', 'copy', 0)).rejects.toMatchObject(full);
    expect(run.record).toMatchObject({ nimg: 2000, sheets: [1000, 2000] });
    expect([...(await run.load()).bytes]).toEqual(joined(checkpoint(2)));
    expect(Object.keys(disk.paths()).filter((path) => /copy|3000|slot-a/.test(path))).toEqual([]);
    await run.save(checkpoint(6), factsAt(4000));
    expect([...(await run.load()).bytes]).toEqual(joined(checkpoint(6)));
  });

  it('says so when it gives back something else than was written', async () => {
    const disk = faultyDisk();
    const store = storeOn(disk.folder);
    await savedRun(store, 'run');
    const run = await store.open('run');
    disk.faults.corrupts = (name) => name.startsWith('slot-a');
    await expect(run.save(checkpoint(5), factsAt(3000))).rejects.toMatchObject(
      failing('bad-checkpoint', 'still stands'),
    );
    expect([...(await run.load()).bytes]).toEqual(joined(checkpoint(2)));
  });

  it('says so when it is forbidden', async () => {
    const disk = faultyDisk();
    const store = storeOn(disk.folder);
    disk.faults.isDenied = true;
    await expect(store.create(newRun('run'))).rejects.toMatchObject(failing('storage-denied', 'Download checkpoint'));
    await expect(store.list()).rejects.toMatchObject(failing('storage-denied'));
  });
});

describe('runs in memory', () => {
  it('have the last two saves of the last run, and say that nothing is kept', async () => {
    const runs = memoryRuns(pause);
    await savedRun(runs, 'first');
    await savedRun(runs, 'second');
    expect((await runs.list()).runs).toMatchObject([{ runId: 'second', nimg: 2000, data: { isKept: false } }]);
    const run = await runs.open('second');
    expect(run.record).toMatchObject({ current: { nimg: 2000 }, previous: { nimg: 1000 }, averages: [] });
    expect([...(await run.load()).bytes]).toEqual(joined(checkpoint(2)));
    const large = checkpoint(8, 200_000); // several pieces
    await run.save(large, factsAt(3000));
    expect(Buffer.concat(large as Uint8Array[]).equals((await runs.load('second')).bytes)).toBe(true);
    const { failure } = storageDenied();
    const facts = await storageFacts({ runs, kept: undefined, manager: undefined, failure });
    expect(facts.failure?.code).toBe('storage-denied');
    expect(facts.parts.runs).toBeGreaterThan(200_000);
  });
});

it('the facts of the storage are what the browser says, and no more', async () => {
  const runs = { bytes: async () => ({ samples: 1, runs: 2 }) };
  const kept = { bytes: async () => 3 };
  const manager = { estimate: async () => ({ quota: 100, usage: 10 }), persisted: async () => false };
  expect(await storageFacts({ runs, kept, manager, failure: undefined })).toEqual({
    parts: { samples: 1, runs: 2, cache: 3 },
    quota: 100,
    usage: 10,
    isPersistent: false,
  });
  expect(await storageFacts({ runs, kept, manager: undefined, failure: undefined })).toEqual({
    parts: { samples: 1, runs: 2, cache: 3 },
  });
});
