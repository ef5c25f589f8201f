/**
 * The data set that a saved run goes on with: its own slices where they were kept, else the present ones if they are the
 * same. It refuses another data set unless told to take it.
 */
import type { DatasetHooks } from '../dataset/hooks.ts';
import { type OpenedDataset, openLoaded, reconfigure } from '../dataset/openDataset.ts';
import { channelsOf, type DatasetOptions } from '../protocol/dataset.ts';
import { FailureError } from '../protocol/failure.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import type { RunMemory } from './checkpointFile.ts';
import type { Storage } from './storage.ts';

/** The data set's options as a run's config wants them; the layout stays as chosen. */
function optionsFor(config: TrainConfig, present: DatasetOptions): DatasetOptions {
  const { resolution, seed, heldOut, trainOn } = config;
  return { ...present, resolution, channels: channelsOf(config), seed, heldOut, trainOn };
}

/** `opened` prepared as the config wants it; itself where it is so already. */
export function preparedFor(config: TrainConfig, opened: OpenedDataset, hooks: DatasetHooks): Promise<OpenedDataset> {
  const wanted = optionsFor(config, opened.summary.options);
  const isSo = JSON.stringify(wanted) === JSON.stringify(opened.summary.options);
  return isSo ? Promise.resolve(opened) : reconfigure(opened, wanted, hooks);
}

/**
 * For the run of `memory`. present: what is open now, which the result may replace. Throws FailureError 'no-data' or
 * 'other-data'.
 */
export async function dataForRun(
  { config, data }: Pick<RunMemory, 'config' | 'data'>,
  present: OpenedDataset | undefined,
  { storage, hooks, anyData }: { storage: Storage; hooks: DatasetHooks; anyData: boolean },
): Promise<OpenedDataset> {
  const hashOf = ({ loaded, summary }: OpenedDataset) => storage.hashOf(loaded, summary.options);
  if (present && sameShape(config, present) && (await hashOf(present)) === data.hash) return present;
  const kept = anyData ? undefined : await storage.kept?.open(data.hash);
  if (kept) return openLoaded(kept.loaded, kept.options);
  if (!present)
    throw new FailureError(
      'no-data',
      `This run was trained on ${data.name} (${data.slices.toLocaleString('en-US')} slices), which is not kept here any more: drop that zip on the page, then resume.`,
    );
  const prepared = await preparedFor(config, present, hooks);
  if (anyData || (await hashOf(prepared)) === data.hash) return prepared;
  throw new FailureError(
    'other-data',
    `This run was trained on ${data.name} (${data.slices.toLocaleString('en-US')} slices), and the data set that is open, ${present.summary.name}, is not the same: drop that zip, or go on with this data all the same.`,
  );
}

/** Whether it could be the run's: hashing takes a while. */
function sameShape({ resolution, channels }: TrainConfig, { summary }: OpenedDataset): boolean {
  return summary.options.resolution === resolution && summary.options.channels === channelsOf({ channels });
}
