/**
 * A checkpoint file: one safetensors file with everything that a run's next step depends on and all that it has told, but
 * for the sheets' pixels. It refuses, with a sentence, whatever it did not write itself.
 */
import * as v from 'valibot';
import { decodeTypedSafetensors, type NamedTensor, safetensorsParts, type TypedTensor } from '../format/safetensors.ts';
import type { LiveChange, SampleSheet, StagePlan } from '../protocol/events.ts';
import { FailureError, toFailure } from '../protocol/failure.ts';
import { type Evaluation, type HealthEvent, REMEDY_KINDS, type RemedyKind } from '../protocol/judging.ts';
import { STEP_STATS, type StepBlock, type TickRecord } from '../protocol/stats.ts';
import { LIVE_FIELDS, type TrainConfig } from '../protocol/trainConfig.ts';
import type { TuningTable } from '../protocol/tuning.ts';
import { configOf, parseRecipe, problemsOf } from '../protocol/validate.ts';
import { type CapturedState, countersIn, stateCounters } from '../training/checkpoint.ts';

/** A sheet without its pixels. */
export type SheetFacts = Omit<SampleSheet, 'png'>;

export interface RunMemory {
  readonly name: string;
  readonly config: TrainConfig;
  readonly stages: readonly StagePlan[];
  /** Classes of the data set, in label order, whether the networks know them or not. */
  readonly classes: readonly string[];
  readonly data: { readonly hash: string; readonly name: string; readonly slices: number };
  readonly changes: readonly LiveChange[];
  readonly steps: StepBlock;
  readonly ticks: readonly TickRecord[];
  readonly evaluations: readonly Evaluation[];
  readonly healthEvents: readonly HealthEvent[];
  /** Remedies that Gyrus might take by itself: what a run that goes on does, too. */
  readonly automatic: readonly RemedyKind[];
  readonly sheets: readonly SheetFacts[];
  /** The kernels' variants that the run was computed with. */
  readonly tuning: TuningTable;
  readonly state: CapturedState;
}

const FORMAT = 'gyrus-checkpoint';
/** Changes when the meaning of an entry does. */
const VERSION = '1';
const STATE = 'state.';
const STEPS = 'steps.';
const TICKS = 'ticks.jsonl';

const number = v.pipe(v.number(), v.finite());
const count = v.pipe(number, v.integer(), v.minValue(0));
const stage = v.strictObject({ resolution: count, startNimg: count, endNimg: count, fadeNimg: number });
const setting = v.union([number, v.record(v.string(), number)]);
const change = v.strictObject({
  nimg: count,
  field: v.picklist(LIVE_FIELDS),
  from: setting,
  to: setting,
  because: v.exactOptional(v.string()),
});
const sheet = v.strictObject({
  columns: count,
  rows: count,
  tile: count,
  nimg: count,
  kimg: number,
  epoch: count,
  resolution: count,
  alpha: number,
  seeds: v.array(count),
  psi: number,
  rowLabels: v.exactOptional(v.array(v.string())),
});
const tick = v.strictObject({
  tick: count,
  nimg: count,
  kimg: number,
  epoch: count,
  resolution: count,
  alpha: number,
  batch: count,
  stats: v.record(v.string(), number),
});
const between = v.strictObject({ low: number, high: number });
const evaluation = v.strictObject({
  nimg: count,
  resolution: count,
  pictures: count,
  floorOf: v.picklist(['held-out subjects', 'halves of the training slices']),
  extractor: v.string(),
  scales: count,
  numbers: v.array(
    v.strictObject({
      ...{ id: v.string(), value: number, interval: between, floor: number, floorInterval: between },
      pictures: v.exactOptional(count),
    }),
  ),
  rank: v.exactOptional(v.strictObject({ fakes: number, reals: number })),
  seconds: number,
});
const liveSettings = v.strictObject({
  gLr: v.exactOptional(setting),
  dLr: v.exactOptional(setting),
  nCritic: v.exactOptional(number),
  r1Gamma: v.exactOptional(number),
  augmentP: v.exactOptional(number),
  augmentTarget: v.exactOptional(number),
});
const healthEvent = v.strictObject({
  nimg: count,
  what: v.picklist(['alarm', 'over', 'remedy', 'undone', 'back']),
  sentence: v.string(),
  remedy: v.exactOptional(
    v.strictObject({ kind: v.picklist(REMEDY_KINDS), automatic: v.boolean(), from: liveSettings, to: liveSettings }),
  ),
});
const runFacts = v.strictObject({
  name: v.string(),
  config: v.record(v.string(), v.unknown()),
  stages: v.pipe(v.array(stage), v.minLength(1)),
  classes: v.array(v.string()),
  data: v.strictObject({ hash: v.string(), name: v.string(), slices: count }),
  changes: v.array(change),
  // Missing in checkpoints that are older than they.
  evaluations: v.optional(v.array(evaluation), []),
  healthEvents: v.optional(v.array(healthEvent), []),
  automatic: v.optional(v.array(v.picklist(REMEDY_KINDS)), []),
  sheets: v.array(sheet),
  tuning: v.record(v.string(), v.string()),
  counters: stateCounters,
});

/** The file in pieces, to be written one after the other; they are views of the memory's arrays. */
export function encodeCheckpoint(memory: RunMemory): Uint8Array[] {
  const { state, steps, ticks, ...facts } = memory;
  const tensors = new Map<string, TypedTensor>();
  for (const [name, tensor] of state.tensors) tensors.set(STATE + name, tensor);
  const rows = [steps.nimg.length];
  tensors.set(`${STEPS}nimg`, { shape: rows, data: steps.nimg });
  tensors.set(`${STEPS}resolution`, { shape: rows, data: Float32Array.from(steps.resolution) });
  tensors.set(`${STEPS}alpha`, { shape: rows, data: steps.alpha });
  for (const stat of STEP_STATS) tensors.set(STEPS + stat, { shape: rows, data: steps.values[stat] });
  // Last: its length is odd, and numbers behind it would lie askew.
  const lines = new TextEncoder().encode(ticks.map((record) => `${JSON.stringify(record)}\n`).join(''));
  tensors.set(TICKS, { shape: [lines.length], data: lines });
  return safetensorsParts(tensors, {
    format: FORMAT,
    version: VERSION,
    run: JSON.stringify({ ...facts, counters: state.counters }),
  });
}

/** What encodeCheckpoint was given. Throws FailureError 'bad-checkpoint'. Nothing in it is shared with `bytes`. */
export function decodeCheckpoint(bytes: Uint8Array): RunMemory {
  const { tensors, metadata } = opened(bytes);
  if (metadata.format !== FORMAT) throw refused('it is not one that Gyrus wrote');
  if (metadata.version !== VERSION)
    throw refused(`it is of version ${metadata.version}, and this version of Gyrus reads ${VERSION}`);
  const { counters, config, ...facts } = parsed(runFacts, jsonOf(metadata.run ?? '', 'settings'), 'settings');
  const state = new Map<string, NamedTensor>();
  for (const [name, { shape, data }] of tensors)
    if (name.startsWith(STATE) && data instanceof Float32Array) state.set(name.slice(STATE.length), { shape, data });
  const settings = checkedConfig(config);
  return {
    ...(facts as Omit<typeof facts, 'changes' | 'evaluations'> & { changes: LiveChange[]; evaluations: Evaluation[] }),
    config: settings,
    steps: stepsOf(tensors),
    ticks: ticksOf(tensors),
    state: { counters: countersIn(counters, settings.nCritic), tensors: state },
  };
}

function opened(bytes: Uint8Array) {
  try {
    return decodeTypedSafetensors(bytes);
  } catch (error) {
    if (error instanceof FailureError) throw refused('it is damaged', toFailure(error).message);
    throw error;
  }
}

function checkedConfig(record: Record<string, unknown>): TrainConfig {
  const read = parseRecipe(JSON.stringify(record));
  if ('failure' in read) throw refused('its settings cannot be read', read.failure.message);
  const config = configOf(read.recipe);
  const [problem] = Object.values(problemsOf(config));
  if (problem !== undefined) throw refused('its settings are not valid', problem);
  return config;
}

function stepsOf(tensors: ReadonlyMap<string, TypedTensor>): StepBlock {
  const rows = tensors.get(`${STEPS}nimg`)?.data;
  if (!(rows instanceof Float64Array)) throw refused('its steps are missing');
  const column = (name: string): Float32Array<ArrayBuffer> => {
    const data = tensors.get(STEPS + name)?.data;
    if (!(data instanceof Float32Array) || data.length !== rows.length)
      throw refused(`its steps have no whole column ${name}`);
    return new Float32Array(data);
  };
  return {
    nimg: new Float64Array(rows),
    resolution: Uint16Array.from(column('resolution')),
    alpha: column('alpha'),
    values: Object.fromEntries(STEP_STATS.map((stat) => [stat, column(stat)])) as StepBlock['values'],
  };
}

function ticksOf(tensors: ReadonlyMap<string, TypedTensor>): TickRecord[] {
  const lines = tensors.get(TICKS)?.data;
  if (!(lines instanceof Uint8Array)) throw refused('its ticks are missing');
  return new TextDecoder()
    .decode(lines)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => parsed(tick, jsonOf(line, 'ticks'), 'ticks'));
}

function jsonOf(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refused(`its ${what} are not JSON`, String(error));
  }
}

function parsed<S extends v.GenericSchema>(schema: S, value: unknown, what: string): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw refused(
    `its ${what} do not have the expected form`,
    result.issues.map((issue) => `${v.getDotPath(issue) ?? ''}: ${issue.message}`).join(' '),
  );
}

function refused(reason: string, detail?: string): FailureError {
  return new FailureError(
    'bad-checkpoint',
    `The checkpoint cannot be used: ${reason}. Choose a file that "Download checkpoint" wrote, copied whole.`,
    detail,
  );
}
