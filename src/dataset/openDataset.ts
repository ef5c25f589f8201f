/**
 * The arrow from a dropped file, or a phantom seed, to a SliceSource and what the page says about it; and from there to
 * another reading of the same. It refuses to touch the data set that was open before until the new one is whole.
 */
import type { DatasetOptions, DatasetSummary } from '../protocol/dataset.ts';
import { FailureError } from '../protocol/failure.ts';
import { drawPhantoms } from './drawPhantoms.ts';
import type { DatasetHooks } from './hooks.ts';
import type { LoadedSlices } from './loadedSlices.ts';
import { checkResolution } from './pyramid.ts';
import { FEWEST_SLICES, readSlices } from './readSlices.ts';
import type { SliceSource } from './sliceSource.ts';
import { splitSlices } from './split.ts';
import { storedSource } from './storedSource.ts';
import { summaryOf } from './summary.ts';

/** Largest side of the prepared squares; presets go to 256. */
const MAX_RESOLUTION = 1024;
/** Most phantoms at once: as many as pictures in a zip. */
const MAX_PHANTOMS = 100_000;

/** An open data set. Close it by source.close(); a reconfigured one shares or replaces its pixels, see reconfigure. */
export interface OpenedDataset {
  readonly source: SliceSource;
  readonly summary: DatasetSummary;
  /** Reads it again; the origin of the pixels, for reconfigure alone. */
  readonly origin: (options: DatasetOptions, hooks: DatasetHooks) => Promise<LoadedSlices>;
  readonly loaded: LoadedSlices;
}

/** Opens a zip. Throws FailureError with the codes of protocol/failure.ts, or the signal's reason. Caller closes the source. */
export function openDataset(file: File, options: DatasetOptions, hooks: DatasetHooks): Promise<OpenedDataset> {
  return open((chosen, used) => readSlices(file, chosen, used), options, hooks);
}

/** Draws `count` phantoms of `phantomSeed`. Throws FailureError 'bad-config', or the signal's reason. Caller closes the source. */
export async function openPhantoms(
  { count, phantomSeed }: { readonly count: number; readonly phantomSeed: number },
  options: DatasetOptions,
  hooks: DatasetHooks,
): Promise<OpenedDataset> {
  if (!Number.isInteger(count) || count < FEWEST_SLICES || count > MAX_PHANTOMS)
    throw new FailureError(
      'bad-config',
      `${count} phantoms cannot be drawn: choose a whole number from ${FEWEST_SLICES} to ${MAX_PHANTOMS}.`,
    );
  return open((chosen, used) => drawPhantoms(count, phantomSeed, chosen, used), options, hooks);
}

/** What was read on an earlier visit. Its zip is not at hand: reading it another way throws FailureError 'no-data'. */
export function openLoaded(loaded: LoadedSlices, options: DatasetOptions): OpenedDataset {
  const origin = () =>
    Promise.reject(
      new FailureError(
        'no-data',
        `These slices of ${loaded.name} were kept as they were prepared, and cannot be prepared another way: drop the zip again.`,
      ),
    );
  return withSplit(loaded, origin, options);
}

/**
 * The same data under other options. A changed seed, held-out share or choice of classes only splits anew, on the same
 * pixels. A changed resolution, number of channels, layout or label-map choice reads again, and then closes the old source. If that fails,
 * `opened` is as usable as before. Afterwards use and close only the result.
 */
export async function reconfigure(
  opened: OpenedDataset,
  options: DatasetOptions,
  hooks: DatasetHooks,
): Promise<OpenedDataset> {
  const before = opened.summary.options;
  const samePixels =
    before.resolution === options.resolution &&
    before.channels === options.channels &&
    before.layout === options.layout &&
    (before.includeLabelMaps ?? false) === (options.includeLabelMaps ?? false);
  if (samePixels) return withSplit(opened.loaded, opened.origin, options);
  const reread = await open(opened.origin, options, hooks);
  await opened.source.close();
  return reread;
}

async function open(
  origin: OpenedDataset['origin'],
  options: DatasetOptions,
  hooks: DatasetHooks,
): Promise<OpenedDataset> {
  checkResolution(options.resolution, MAX_RESOLUTION);
  return withSplit(await origin(options, hooks), origin, options);
}

function withSplit(loaded: LoadedSlices, origin: OpenedDataset['origin'], options: DatasetOptions): OpenedDataset {
  const split = splitSlices(loaded.slices, options);
  const source = storedSource(loaded, split);
  return { source, summary: summaryOf(loaded, split, options), origin, loaded };
}
