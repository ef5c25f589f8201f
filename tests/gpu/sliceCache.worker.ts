/** Drives the slice cache where synchronous file handles exist, and posts what it saw. */
import { cacheDirectory } from '../../src/storage/opfs.ts';
import { openSliceCache, removeStaleCaches } from '../../src/storage/sliceCache.ts';

const SQUARE = 64 * 64;
const COUNT = 1000;

async function report() {
  const directory = await cacheDirectory();
  if (directory === undefined) throw new Error('This browser has no origin private file system in workers.');
  await removeStaleCaches(directory);
  const cache = await openSliceCache(directory, SQUARE, COUNT);
  for (let i = 0; i < COUNT; i++) cache.append(new Uint8Array(SQUARE).fill(i % 251));
  const square = new Uint8Array(SQUARE);
  const wrong: number[] = [];
  for (let slot = COUNT - 1; slot >= 0; slot--) {
    cache.copy(slot, square, 0);
    if (square[0] !== slot % 251 || square.at(-1) !== slot % 251) wrong.push(slot);
  }
  const files = (await directory.names()).length;
  // Open elsewhere: locked, so another tab's cleaning leaves it alone.
  const removedWhileOpen = await removeStaleCaches(directory);
  await cache.close();
  const filesAfter = (await directory.names()).length;
  // What a crash leaves: a file that nobody holds.
  (await directory.create('slices-left-behind')).close();
  const removedAfterCrash = await removeStaleCaches(directory);
  return { wrong, files, removedWhileOpen, filesAfter, removedAfterCrash };
}

report().then(
  (seen) => postMessage(seen),
  (error: unknown) => postMessage({ error: String(error) }),
);
