/**
 * A tab that is killed before each operation on its files, and halfway through each write, with what was not flushed
 * kept, lost or torn: the run is found as it was before or as it is after what was under way.
 */
import { describe, expect, it } from 'vitest';
import type { OpenRun, RunStore } from '../../../src/storage/runStore.ts';
import { type FaultyDisk, faultyDisk, Killed, type Unflushed } from '../../support/faultyFolder.ts';
import { CREATED_AT, checkpoint, factsAt, joined, newRun, storeOn } from '../../support/savedRunFixtures.ts';

const ID = 'run-1';
const MODES: readonly Unflushed[] = ['kept', 'lost', 'torn'];

/** One thing done with an open run, after those before it. */
interface Step {
  readonly what: string;
  readonly act: (run: OpenRun) => Promise<unknown>;
}

const STEPS: readonly Step[] = [
  { what: 'the first save', act: (run) => run.save(checkpoint(1), factsAt(1)) },
  { what: 'the second save', act: (run) => run.save(checkpoint(2), factsAt(2)) },
  { what: 'the third save, shorter', act: (run) => run.save(checkpoint(3, 40), factsAt(3)) },
  { what: 'the first pin', act: (run) => run.pin('change') },
  { what: 'the fourth save', act: (run) => run.save(checkpoint(4), factsAt(4)) },
  { what: 'a newer pin of the same kind', act: (run) => run.pin('change') },
  { what: 'the fifth save', act: (run) => run.save(checkpoint(5), factsAt(5)) },
  { what: 'a pin of another kind', act: (run) => run.pin('best') },
  { what: 'a sheet', act: (run) => run.writeSheet(1, Uint8Array.of(1, 2, 3, 4)) },
  { what: 'a second sheet', act: (run) => run.writeSheet(2, Uint8Array.of(5, 6, 7, 8)) },
  { what: 'the second sheet anew', act: (run) => run.writeSheet(2, Uint8Array.of(9, 9)) },
  { what: 'averages', act: (run) => run.writeAverages(2, checkpoint(9)) },
  { what: 'renaming', act: (run) => run.rename('my run') },
  { what: 'finishing', act: (run) => run.setState('finished') },
  { what: 'removing a sheet', act: (run) => run.removeSheet(1) },
  { what: 'forgetting what came later', act: (run) => run.forgetAfter(1) },
];

/** Everything that a run has, and that every byte of it is there. */
async function seen(run: OpenRun) {
  const { record } = run;
  const loaded = await run.load().catch((error: unknown) => {
    if (record.current) throw error;
    return undefined;
  });
  const entries = (list: readonly number[], read: (nimg: number) => Promise<Uint8Array | undefined>) =>
    Promise.all(list.map(async (nimg) => [nimg, [...((await read(nimg)) ?? [])]]));
  return {
    name: record.name,
    state: record.state,
    newest: loaded && [loaded.slot.nimg, ...loaded.bytes],
    damage: loaded?.damage,
    pins: await Promise.all(
      record.pins.map(async ({ kind, nimg }) => [kind, nimg, ...((await run.loadPin(kind)) ?? [])]),
    ),
    sheets: await entries(record.sheets, run.readSheet),
    averages: await entries(record.averages, run.readAverages),
  };
}

async function seenOn(disk: FaultyDisk) {
  return seen(await storeOn(disk.folder).open(ID));
}

/** Does `act` on a copy of `disk`, killed at its `at`th operation; whether it came to its end, and the disk then. */
async function killedDuring(disk: FaultyDisk, act: (store: RunStore) => Promise<unknown>, at: number, mode: Unflushed) {
  const doomed = disk.revived();
  const store = storeOn(doomed.folder);
  doomed.faults.unflushed = mode;
  doomed.faults.diesAfter = at;
  try {
    await act(store);
    return { survived: true, after: doomed.revived() };
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return { survived: false, after: doomed.revived() };
  }
}

/** Calls `check` with the disk after a kill at each operation of `act`; gives how many kills there were. */
async function atEveryOperation(
  disk: FaultyDisk,
  act: (store: RunStore) => Promise<unknown>,
  check: (after: FaultyDisk, where: string) => Promise<void>,
): Promise<number> {
  let kills = 0;
  for (const mode of MODES)
    for (let at = 0; ; at++) {
      const { survived, after } = await killedDuring(disk, act, at, mode);
      await check(after, `killed at operation ${at}, unflushed bytes ${mode}`);
      if (survived) break;
      kills++;
    }
  return kills;
}

/** A disk with a run after the first `count` steps. */
async function diskAfter(count: number): Promise<FaultyDisk> {
  const disk = faultyDisk();
  const run = await storeOn(disk.folder).create(newRun(ID));
  for (const { act } of STEPS.slice(0, count)) await act(run);
  await run.close();
  return disk;
}

describe('a run whose tab is killed', () => {
  it.each(STEPS.map(({ what }, index) => [what, index] as const))('is whole after %s', async (_, index) => {
    const disk = await diskAfter(index);
    const before = await seenOn(disk.revived());
    const after = await seenOn(await diskAfter(index + 1));
    const { act } = STEPS[index] as Step;
    // A sheet that is written anew is forgotten in between, never half of one.
    const without = { ...before, sheets: before.sheets.filter(([nimg]) => nimg !== 2) };
    const allowed = [
      before,
      after,
      ...(index === STEPS.findIndex(({ what }) => what.endsWith('anew')) ? [without] : []),
    ];
    const kills = await atEveryOperation(
      disk,
      async (store) => act(await store.open(ID)),
      async (left, where) => {
        const now = await seenOn(left.revived());
        expect(allowed, where).toContainEqual(now);
        // It also goes on from there.
        const run = await storeOn(left.folder).open(ID);
        await run.save(checkpoint(99), factsAt(99));
        expect([...(await run.load()).bytes], where).toEqual(joined(checkpoint(99)));
        expect(Object.keys(left.paths()).length, where).toBe(2 + filesNamed(run));
      },
    );
    expect(kills).toBeGreaterThan(30);
  });

  it('is made whole, or leaves what goes at the next start', async () => {
    const kills = await atEveryOperation(
      faultyDisk(),
      (store) => store.create(newRun(ID)),
      async (left, where) => {
        const store = storeOn(left.folder);
        expect(await store.list(), where).toEqual({ runs: [], unreadable: [] });
        await store.removeUnsaved();
        expect(left.paths(), where).toEqual({});
        await store.create(newRun(ID));
      },
    );
    expect(kills).toBeGreaterThan(20);
  });

  it('is copied whole, or not at all', async () => {
    const disk = await diskAfter(STEPS.length - 2);
    const original = await seenOn(disk.revived());
    const kills = await atEveryOperation(
      disk,
      (store) => store.duplicate(ID, 'copy', CREATED_AT),
      async (left, where) => {
        expect(await seenOn(left.revived()), where).toEqual(original);
        const store = storeOn(left.folder);
        await store.removeUnsaved();
        const { runs, unreadable } = await store.list();
        expect(unreadable, where).toEqual([]);
        if (runs.length === 2)
          expect(await seen(await store.open('copy')), where).toEqual({ ...original, name: 'my run (copy)' });
        else
          expect(
            Object.keys(left.paths()).filter((path) => path.startsWith('copy')),
            where,
          ).toEqual([]);
      },
    );
    expect(kills).toBeGreaterThan(100);
  });

  it('loses nothing when it is killed once more while it comes back', async () => {
    const { after: left } = await killedDuring(
      await diskAfter(STEPS.length),
      async (store) => (await store.open(ID)).save(checkpoint(50), factsAt(50)),
      30,
      'torn',
    );
    const before = await seenOn(left.revived());
    await atEveryOperation(
      left,
      async (store) => (await store.open(ID)).load(),
      async (again, where) => expect(await seenOn(again), where).toEqual(before),
    );
  });
});

function filesNamed({ record }: OpenRun): number {
  const slots = [record.current, record.previous].filter((slot) => slot !== undefined);
  const pins = new Set(record.pins.map(({ file }) => file));
  return slots.length + pins.size + record.sheets.length + record.averages.length;
}
