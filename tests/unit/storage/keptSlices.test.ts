/** Kept slices: what their hash depends on, that they come back as they were or not at all, and who may remove them. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { LoadedSlices } from '../../../src/dataset/loadedSlices.ts';
import { memoryStore } from '../../../src/dataset/memoryStore.ts';
import { openPhantoms } from '../../../src/dataset/openDataset.ts';
import type { DatasetOptions } from '../../../src/protocol/dataset.ts';
import { dataHash } from '../../../src/storage/dataHash.ts';
import { type KeptSlices, keptSlices } from '../../../src/storage/keptSlices.ts';
import { type Locks, ownLocks } from '../../../src/storage/locks.ts';
import { type FaultyDisk, faultyDisk, Killed } from '../../support/faultyFolder.ts';

const pause = async () => undefined;
const OPTIONS: DatasetOptions = { resolution: 16, channels: 1, seed: 7, heldOut: 0.1, trainOn: 'all' };
const COUNT = 40;

async function phantoms(options: DatasetOptions = OPTIONS, phantomSeed = 3): Promise<LoadedSlices> {
  const opened = await openPhantoms({ count: COUNT, phantomSeed }, options, {
    decode: () => Promise.reject(new Error('Phantoms need no decoder.')),
    makeStore: async (squareBytes) => memoryStore(squareBytes),
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  return opened.loaded;
}

/** The same slices, appended to the store in another order. */
function reordered(loaded: LoadedSlices): LoadedSlices {
  const store = memoryStore(loaded.store.squareBytes);
  const square = new Uint8Array(store.squareBytes);
  const slots = Uint32Array.from({ length: COUNT }, (_, index) => COUNT - 1 - index);
  for (let slot = 0; slot < COUNT; slot++) {
    loaded.store.copy(loaded.slots[COUNT - 1 - slot] as number, square, 0);
    store.append(square);
  }
  return { ...loaded, store, slots };
}

/** One byte of one square is another. */
function retouched(loaded: LoadedSlices): LoadedSlices {
  const store = memoryStore(loaded.store.squareBytes);
  const square = new Uint8Array(store.squareBytes);
  for (let slot = 0; slot < COUNT; slot++) {
    loaded.store.copy(slot, square, 0);
    if (slot === COUNT - 1) square[5] = (square[5] as number) ^ 1;
    store.append(square);
  }
  return { ...loaded, store };
}

function keptOn(disk: FaultyDisk, { large = false, locks = ownLocks() as Locks } = {}): KeptSlices {
  return keptSlices({
    folder: disk.folder,
    locks,
    pause,
    inMemory: (squareBytes) => (large ? undefined : memoryStore(squareBytes)),
  });
}

function squaresOf({ store, slots }: LoadedSlices): Uint8Array[] {
  return Array.from(slots, (slot) => {
    const square = new Uint8Array(store.squareBytes);
    store.copy(slot, square, 0);
    return square;
  });
}

describe('the hash of a data set', () => {
  it('is SHA-256 over that of the squares and the facts, as anyone can compute it', async () => {
    const loaded = await phantoms();
    const sha256 = (...parts: (Uint8Array | string)[]) => {
      const hash = createHash('sha256');
      for (const part of parts) hash.update(part);
      return hash.digest();
    };
    const names = loaded.slices.map(({ name, subject }) => [name, subject, '', '']);
    const facts = JSON.stringify(['gyrus-data/1', 16, 1, 7, 0.1, 'all', names]);
    const expected = sha256(sha256(...squaresOf(loaded)), facts).toString('hex');
    expect(await dataHash(loaded, OPTIONS, pause)).toBe(expected);
  });

  it('does not see how, from what file and in what order it was read', async () => {
    const loaded = await phantoms();
    const hash = await dataHash(loaded, OPTIONS, pause);
    const another: LoadedSlices = { ...reordered(loaded), name: 'renamed.zip', seconds: 99, bytes: 5 };
    expect(await dataHash(another, OPTIONS, pause)).toBe(hash);
    const chosen = { ...OPTIONS, trainOn: ['b', 'a'] };
    expect(await dataHash(loaded, chosen, pause)).toBe(
      await dataHash(loaded, { ...chosen, trainOn: ['a', 'b', 'a'] }, pause),
    );
  });

  it('sees every pixel, every fact of a slice, and the split', async () => {
    const loaded = await phantoms();
    const withFact = (fact: object): LoadedSlices => ({
      ...loaded,
      slices: loaded.slices.map((slice, index) => (index === 1 ? { ...slice, ...fact } : slice)),
    });
    const hashes = await Promise.all([
      dataHash(loaded, OPTIONS, pause),
      dataHash(retouched(loaded), OPTIONS, pause),
      dataHash(await phantoms(OPTIONS, 4), OPTIONS, pause),
      ...['name', 'subject', 'className', 'split'].map((fact) => dataHash(withFact({ [fact]: 'x' }), OPTIONS, pause)),
      ...[{ seed: 8 }, { heldOut: 0.2 }, { trainOn: ['a'] }].map((change) =>
        dataHash(loaded, { ...OPTIONS, ...change }, pause),
      ),
    ]);
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

describe.each([
  ['in memory', false],
  ['from their file', true],
])('kept slices, read %s', (_, large) => {
  it('come back on a later visit as they were', async () => {
    const disk = faultyDisk();
    const options: DatasetOptions = { ...OPTIONS, channels: 3, layout: 'flat', trainOn: ['a'] };
    const loaded = await phantoms(options);
    const hash = await keptOn(disk).keep(reordered(loaded), options);
    const kept = keptOn(disk, { large });
    expect(await kept.has(hash)).toBe(true);
    const opened = await kept.open(hash);
    if (opened === undefined) throw new Error('They were not found.');
    expect(opened.options).toEqual(options);
    const { store: _store, slots: _slots, ...facts } = opened.loaded;
    const { store: _before, slots: __, ...factsBefore } = loaded;
    expect(facts).toEqual(factsBefore);
    expect(squaresOf(opened.loaded)).toEqual(squaresOf(loaded));
    expect(await dataHash(opened.loaded, opened.options, pause)).toBe(hash);
    await opened.loaded.store.close();
    await opened.loaded.store.close();
    expect(() => opened.loaded.store.copy(0, new Uint8Array(2000), 0)).toThrow('No slice in slot 0');
    expect(await kept.has(hash)).toBe(true);
  });

  it.each(['squares', 'json'])('are not given out when their %s were changed, and go', async (ending) => {
    const disk = faultyDisk();
    const kept = keptOn(disk, { large });
    const hash = await kept.keep(await phantoms(), OPTIONS);
    disk.spoil(`${hash}.${ending}`);
    expect(await kept.open(hash)).toBeUndefined();
    expect(disk.paths()).toEqual({});
  });
});

describe('kept slices', () => {
  it('are written once, and found by nothing else than their hash', async () => {
    const disk = faultyDisk();
    const kept = keptOn(disk);
    const loaded = await phantoms();
    const hash = await kept.keep(loaded, OPTIONS);
    const operations = disk.operations;
    expect(await kept.keep(loaded, OPTIONS)).toBe(hash);
    expect(disk.operations - operations).toBe(1); // a look at the names
    expect(await kept.open('0'.repeat(64))).toBeUndefined();
    expect(await kept.bytes()).toBe(Object.values(disk.paths()).reduce((sum, size) => sum + size, 0));
  });

  it('are whole or not there after a kill at any operation, and can be kept then', async () => {
    const loaded = await phantoms();
    for (const unflushed of ['kept', 'lost', 'torn'] as const)
      for (let diesAfter = 0; ; diesAfter++) {
        const disk = faultyDisk();
        Object.assign(disk.faults, { diesAfter, unflushed });
        const isKilled = await keptOn(disk)
          .keep(loaded, OPTIONS)
          .then(
            () => false,
            (error: unknown) => error instanceof Killed,
          );
        const left = disk.revived();
        const kept = keptOn(left);
        const hash = await dataHash(loaded, OPTIONS, pause);
        if (await kept.has(hash)) expect(await kept.open(hash), `${diesAfter} ${unflushed}`).toBeDefined();
        await kept.keep(loaded, OPTIONS);
        expect(await kept.open(hash), `${diesAfter} ${unflushed}`).toBeDefined();
        expect(Object.keys(left.paths())).toHaveLength(3);
        if (!isKilled) break;
      }
  });

  it('leave nothing behind when there is no room', async () => {
    const disk = faultyDisk();
    disk.faults.room = 2000;
    await expect(keptOn(disk).keep(await phantoms(), OPTIONS)).rejects.toMatchObject({
      failure: { code: 'storage-full' },
    });
    expect(disk.paths()).toEqual({});
  });

  it('go when no run needs them, unless another tab is at them', async () => {
    const disk = faultyDisk();
    const locks = ownLocks();
    const kept = keptOn(disk, { locks });
    const [needed, busy, idle] = await Promise.all(
      [1, 2, 3].map(async (seed) => kept.keep(await phantoms(), { ...OPTIONS, seed })),
    );
    const release = await locks.take(`gyrus-kept-${busy}`);
    expect(await kept.removeAllBut(new Set([needed as string]))).toBe(1);
    expect(await kept.has(idle as string)).toBe(false);
    expect(await kept.remove(busy as string)).toBe(false);
    await release?.();
    expect(await kept.remove(busy as string)).toBe(true);
    expect(await kept.has(needed as string)).toBe(true);
  });
});
