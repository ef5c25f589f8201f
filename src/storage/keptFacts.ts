/** What is known of kept slices beside their pixels, as a file, with the form that it must have. It refuses to guess. */
import * as v from 'valibot';
import type { LoadedSlices } from '../dataset/loadedSlices.ts';
import type { DatasetOptions } from '../protocol/dataset.ts';
import { seal, unseal } from './sealed.ts';

/** Changes when the meaning of a field does. */
const FACTS_VERSION = 1;
/** As many slices as a zip may bring, and more; and what their names may take. */
const MOST_SLICES = 1_000_000;
const LARGEST_SIDE = 1024;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const side = v.pipe(count, v.minValue(1), v.maxValue(LARGEST_SIDE));
const pictureSide = v.pipe(count, v.minValue(1));
const channels = v.picklist([1, 3]);
const layout = v.picklist(['flat', 'classes', 'oasis', 'adni']);

const options = v.object({
  resolution: side,
  channels,
  layout: v.exactOptional(layout),
  includeLabelMaps: v.exactOptional(v.boolean()),
  seed: v.pipe(v.number(), v.finite()),
  heldOut: v.pipe(v.number(), v.finite()),
  trainOn: v.union([v.literal('all'), v.array(v.string())]),
});

const loaded = v.object({
  name: v.string(),
  kind: v.picklist(['zip', 'phantom']),
  bytes: count,
  seconds: v.pipe(v.number(), v.minValue(0)),
  resolution: side,
  channels,
  slices: v.pipe(
    v.array(v.object({ name: v.string(), subject: v.string(), className: v.string(), split: v.string() })),
    v.minLength(1),
    v.maxLength(MOST_SLICES),
  ),
  subjectsFrom: v.picklist(['file names', 'folders', 'none']),
  layout,
  choices: v.array(layout),
  files: count,
  labelMaps: count,
  labelMapsKept: v.boolean(),
  sizes: v.array(v.object({ width: pictureSide, height: pictureSide, slices: count })),
  enlarged: count,
  deep: count,
  coloured: count,
  skipped: v.array(v.object({ reason: v.string(), count, names: v.array(v.string()) })),
});

const kept = v.object({ version: v.literal(FACTS_VERSION), loaded, options });

export interface KeptFacts {
  readonly loaded: Omit<LoadedSlices, 'store' | 'slots'>;
  readonly options: DatasetOptions;
}

/** The facts of `loaded`, without its pixels, as bytes of a file. */
export function factsBytes(loaded: LoadedSlices, options: DatasetOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { store: _, slots: __, ...facts } = loaded;
  return seal({ version: FACTS_VERSION, loaded: facts, options });
}

/** undefined where `bytes` are not what factsBytes gave, or of another version. */
export async function factsIn(bytes: Uint8Array<ArrayBuffer>): Promise<KeptFacts | undefined> {
  const parsed = v.safeParse(kept, await unseal(bytes));
  return parsed.success ? parsed.output : undefined;
}
