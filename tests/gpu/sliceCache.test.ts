/** The slice cache in the browser's real file system; its rules are tested in Node with one of our own. */
import { expect, it } from 'vitest';

it('keeps squares in a locked file and leaves none behind', async () => {
  const worker = new Worker(new URL('./sliceCache.worker.ts', import.meta.url), { type: 'module' });
  const seen = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
  });
  worker.terminate();
  expect(seen).toEqual({ wrong: [], files: 1, removedWhileOpen: 0, filesAfter: 0, removedAfterCrash: 1 });
});
