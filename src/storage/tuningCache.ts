/**
 * Kernel choices of earlier runs, by adapter, as one small JSON file: so that a shape is timed once. It refuses to believe
 * the file: one that is damaged counts as empty, and choices for other kernels than today's are left out.
 */
import * as v from 'valibot';
import type { TuningTable } from '../protocol/tuning.ts';
import type { TextFile } from './textFile.ts';

/** For whom choices hold. */
export interface TuningPlace {
  /** As AdapterFacts describes it. */
  readonly adapter: string;
  /** Differs where the kernels do. */
  readonly kernels: string;
}

export interface KeptTuning {
  readonly table: TuningTable;
  /** Why the file was not used, as part of a sentence. */
  readonly problem?: string;
}

export interface TuningCache {
  known(): Promise<KeptTuning>;
  /** Adds choices, for later runs and other tabs. Gives why they are kept in memory alone, if they are. */
  keep(table: TuningTable): Promise<string | undefined>;
}

const FORMAT = 'gyrus-tuning/1';
/** Its name in the origin private file system. */
export const TUNING_FILE = 'gyrus-tuning.json';
/** A laptop has two GPUs, and browsers change their names now and then. */
const MOST_ADAPTERS = 8;
/** Shapes an adapter: a run has about a hundred at each resolution. */
const MOST_SHAPES = 2000;
/** Both together, generously. */
const MOST_CHARACTERS = 2 ** 22;
const MOST_NAME = 200;

const name = v.pipe(v.string(), v.maxLength(MOST_NAME));
const contents = v.strictObject({
  format: v.literal(FORMAT),
  adapters: v.pipe(
    v.array(v.strictObject({ adapter: v.string(), kernels: name, shapes: v.record(name, name) })),
    v.maxLength(MOST_ADAPTERS),
  ),
});
type Adapters = v.InferOutput<typeof contents>['adapters'];

/**
 * The cache in `file`, for one adapter and today's kernels; undefined where this browser has no files. What is not written is
 * still known until the worker ends.
 */
export function createTuningCache(file: TextFile | undefined, { adapter, kernels }: TuningPlace): TuningCache {
  let own: TuningTable = {};
  const isOurs = (entry: Adapters[number]) => entry.adapter === adapter && entry.kernels === kernels;

  const stored = async (): Promise<{ readonly adapters: Adapters; readonly problem?: string }> => {
    try {
      const text = await file?.read();
      return text === undefined ? { adapters: [] } : adaptersIn(text);
    } catch (error) {
      return { adapters: [], problem: `the file ${TUNING_FILE} could not be read (${String(error)})` };
    }
  };

  return {
    async known() {
      const { adapters, problem } = await stored();
      return { table: { ...adapters.find(isOurs)?.shapes, ...own }, ...(problem === undefined ? {} : { problem }) };
    },
    async keep(table) {
      own = { ...own, ...table };
      const { adapters } = await stored();
      const before = adapters.find(isOurs)?.shapes ?? {};
      const others = adapters.filter((entry) => entry.adapter !== adapter);
      const shapes = newest(before, own);
      const kept = [{ adapter, kernels, shapes }, ...others].slice(0, MOST_ADAPTERS);
      try {
        await file?.write(JSON.stringify({ format: FORMAT, adapters: kept }));
        return undefined;
      } catch (error) {
        return `the file ${TUNING_FILE} could not be written (${String(error)})`;
      }
    },
  };
}

function adaptersIn(text: string): { readonly adapters: Adapters; readonly problem?: string } {
  const refused = (why: string) => ({ adapters: [], problem: `the file ${TUNING_FILE} ${why}` });
  if (text.length > MOST_CHARACTERS) return refused('is far too large');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return refused(`is not JSON (${String(error)})`);
  }
  const parsed = v.safeParse(contents, json);
  if (parsed.success) return { adapters: parsed.output.adapters };
  const [issue] = parsed.issues;
  return refused(`is not what Gyrus writes (${v.getDotPath(issue) ?? 'the whole'}: ${issue.message})`);
}

/** Both, those of `latest` last and all of them within the bounds: the oldest go. */
function newest(before: TuningTable, latest: TuningTable): Record<string, string> {
  const older = Object.entries(before).filter(([shape]) => !(shape in latest));
  return Object.fromEntries([...older, ...Object.entries(latest)].slice(-MOST_SHAPES));
}
