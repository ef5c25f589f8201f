/** Phantoms into a store, as reading a zip would leave slices there. It refuses to hold more than one phantom outside it. */
import type { DatasetOptions } from '../protocol/dataset.ts';
import type { DatasetHooks } from './hooks.ts';
import type { LoadedSlices } from './loadedSlices.ts';
import { phantomSlice } from './phantom.ts';
import { progressReporter } from './progress.ts';

const MILLISECONDS = 1000;

/** `count` phantoms of `phantomSeed`. Throws the signal's reason when aborted; the store is closed then. */
export async function drawPhantoms(
  count: number,
  phantomSeed: number,
  options: DatasetOptions,
  hooks: DatasetHooks,
): Promise<LoadedSlices> {
  const started = performance.now();
  const { resolution, channels } = options;
  const store = await hooks.makeStore(resolution ** 2 * channels, count);
  try {
    const progress = progressReporter('Drawing phantoms', count, hooks);
    for (let index = 0; index < count; index++) {
      store.append(repeated(phantomSlice(index, phantomSeed, resolution), channels));
      await progress.done();
    }
    await progress.finish();
  } catch (error) {
    await store.close();
    throw error;
  }
  const digits = String(count - 1).length;
  const slices = Array.from({ length: count }, (_, index) => {
    const name = `phantom ${String(index).padStart(digits, '0')}`;
    return { name, subject: name, className: '', split: '' };
  });
  return {
    name: `phantoms of seed ${phantomSeed}`,
    kind: 'phantom',
    bytes: 0,
    seconds: (performance.now() - started) / MILLISECONDS,
    resolution,
    channels,
    store,
    slots: Uint32Array.from(slices.keys()),
    slices,
    subjectsFrom: 'none',
    layout: 'flat',
    choices: ['flat'],
    files: 0,
    labelMaps: 0,
    labelMapsKept: false,
    sizes: [{ width: resolution, height: resolution, slices: count }],
    enlarged: 0,
    deep: 0,
    coloured: 0,
    skipped: [],
  };
}

/** Each value `channels` times: a phantom has no colours, so its RGB is grey. */
function repeated(grey: Uint8Array, channels: number): Uint8Array {
  if (channels === 1) return grey;
  return new Uint8Array(grey.length * channels).map((_, at) => grey[Math.floor(at / channels)] as number);
}
