/** Saves that are kept beside the last one: which is copied, what copies share, and runs that begin at one. */
import { expect, it } from 'vitest';
import { faultyDisk } from '../../support/faultyFolder.ts';
import { CREATED_AT, checkpoint, factsAt, joined, newRun, storeOn } from '../../support/savedRunFixtures.ts';

const PNG = Uint8Array.of(137, 80, 78, 71);

/** Saves at 1000 and 2000; kept: the first as healthy, the second as best; then one more save. */
async function keptRun() {
  const disk = faultyDisk();
  const store = storeOn(disk.folder);
  const run = await store.create(newRun('run'));
  await run.save(checkpoint(1), factsAt(1000));
  await run.save(checkpoint(2), factsAt(2000));
  await run.pin('healthy', 1400);
  await run.pin('best', 1600);
  return { disk, store, run };
}

it('the save nearest to a moment is kept, the newest where none is said, and both are listed', async () => {
  const { store, run } = await keptRun();
  expect([...((await run.loadPin('healthy')) ?? [])]).toEqual(joined(checkpoint(1)));
  expect([...((await run.loadPin('best')) ?? [])]).toEqual(joined(checkpoint(2)));
  await run.save(checkpoint(3), factsAt(3000));
  expect((await store.list()).runs[0]?.kept).toEqual({ healthy: 1000, best: 2000 });
  await run.pin('best');
  expect((await store.list()).runs[0]?.kept).toEqual({ healthy: 1000, best: 3000 });
});

it('one save kept for two reasons is one file, which goes with the last reason', async () => {
  const { disk, run } = await keptRun();
  const pinFiles = () => Object.keys(disk.paths()).filter((path) => path.includes('pin-'));
  await run.pin('healthy', 2000);
  expect(pinFiles()).toHaveLength(1);
  await run.save(checkpoint(3), factsAt(3000));
  await run.pin('best');
  expect(pinFiles()).toHaveLength(2);
  expect([...((await run.loadPin('healthy')) ?? [])]).toEqual(joined(checkpoint(2)));
  await run.pin('healthy');
  expect(pinFiles()).toHaveLength(1);
});

it('a fork has the kept save as its only one, and the pictures up to it', async () => {
  const { store, run } = await keptRun();
  for (const nimg of [500, 1000, 1500]) await run.writeSheet(nimg, PNG);
  await run.writeAverages(900, checkpoint(8));
  await run.writeAverages(1900, checkpoint(9));
  await store.fork('run', 'healthy', 'fork', CREATED_AT + 5);
  await run.close();
  const fork = await store.open('fork');
  expect(fork.record).toMatchObject({
    ...{ name: `${newRun('run').name} from 1.0 kimg`, nimg: 1000, state: 'under-way', createdAt: CREATED_AT + 5 },
    ...{ pins: [], sheets: [500, 1000], averages: [900], totalNimg: 100_000 },
  });
  expect([...(await fork.load()).bytes]).toEqual(joined(checkpoint(1)));
  expect(await fork.readSheet(1000)).toEqual(PNG);
  await fork.save(checkpoint(4), factsAt(4000));
  await fork.close();
  expect([...(await store.load('run')).bytes]).toEqual(joined(checkpoint(2)));
  expect([...(await store.loadPin('run', 'healthy'))]).toEqual(joined(checkpoint(1)));
});

it('what was never kept cannot be forked, and leaves no half run behind', async () => {
  const { disk, store, run } = await keptRun();
  await run.close();
  await expect(store.fork('run', 'other', 'fork', 0)).rejects.toThrow('no save that was kept as "other"');
  const [damaged = ''] = Object.keys(disk.paths()).filter((path) => path.includes('pin-healthy'));
  disk.spoil(damaged);
  await expect(store.fork('run', 'healthy', 'fork', 0)).rejects.toMatchObject({ failure: { code: 'bad-checkpoint' } });
  expect((await store.list()).runs.map(({ runId }) => runId)).toEqual(['run']);
});
