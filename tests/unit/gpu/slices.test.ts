/** What tfjs's backend is taught of slices, on a stand-in for it: headless pages cannot read back synchronously. */
import { expect, test } from 'vitest';
import { markSlice } from '../../../src/gpu/slices.ts';
import { teachSlices } from '../../../src/gpu/teachSlices.ts';
import type * as tf from '../../../src/gpu/tf.ts';

/** Notes what it is asked; a tensor's values are its name. */
function standIn() {
  const notes: string[] = [];
  const names = new Map<object, string>();
  const idOf = (name: string) => {
    const id = {};
    names.set(id, name);
    return id;
  };
  const note = (what: string) => (id: object) => {
    notes.push(`${what} ${names.get(id)}`);
    return names.get(id);
  };
  const backend = {
    tensorMap: { get: (id: object) => ({ shape: [3], dtype: 'float32', resource: `buffer of ${names.get(id)}` }) },
    commandQueueOwnedIds: new WeakSet(),
    commandEncoder: {
      copyBufferToBuffer: (from: string, at: number, to: string, start: number, size: number) =>
        notes.push(`copy ${from} ${at}+${size} to ${to} ${start}`),
    },
    ensureCommandEncoderReady: () => undefined,
    endComputePassEncoder: () => undefined,
    makeTensorInfo: (shape: number[], dtype: string) => ({ dataId: idOf('copy'), shape, dtype }),
    uploadToGPU: () => undefined,
    tensorToBinding: (tensor?: { dataId: object }) =>
      tensor ? { buffer: `buffer of ${names.get(tensor.dataId)}` } : null,
    releaseResource: note('release'),
    read: async (id: object) => note('read')(id),
    readSync: note('readSync'),
    readToGPU: note('readToGPU'),
    disposeData: note('dispose'),
  };
  const taught = teachSlices(backend as unknown as tf.KernelBackend) as unknown as typeof backend;
  return { taught, notes, idOf };
}

test('a slice is bound, read and released as a part; other tensors as before', async () => {
  const { taught, notes, idOf } = standIn();
  const [plain, slice] = [idOf('plain'), idOf('slice')];
  markSlice(slice, { offset: 256, size: 12, released: () => notes.push('released') });
  expect(taught.tensorToBinding({ dataId: plain })).toEqual({ buffer: 'buffer of plain' });
  expect(taught.tensorToBinding()).toBe(null);
  expect(taught.tensorToBinding({ dataId: slice })).toEqual({ buffer: 'buffer of slice', offset: 256, size: 12 });
  expect([taught.readSync(plain), await taught.read(plain), taught.readToGPU(plain)]).toEqual(Array(3).fill('plain'));
  expect(notes.splice(0)).toEqual(['readSync plain', 'read plain', 'readToGPU plain']);
  const copied = 'copy buffer of slice 256+12 to buffer of copy 0';
  for (const how of ['readSync', 'read', 'readToGPU'] as const) {
    expect(await taught[how](slice)).toBe('copy');
    expect(notes.splice(0)).toEqual([copied, `${how} copy`, 'dispose copy']);
  }
  taught.releaseResource(plain);
  taught.releaseResource(slice);
  expect(notes).toEqual(['release plain', 'release slice', 'released']);
  expect(taught.tensorToBinding({ dataId: slice })).toEqual({ buffer: 'buffer of slice' });
});
