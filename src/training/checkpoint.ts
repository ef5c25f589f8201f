/**
 * A run's state to named arrays and back: everything that the next step depends on, and nothing of the page. Layouts are
 * those in memory (HWIO); export/ alone has PyTorch's. It refuses to write files and to guess at what is missing.
 */
import * as v from 'valibot';
import type { NamedTensor } from '../format/safetensors.ts';
import { type Arena, readArena } from '../gpu/arena.ts';
import * as tf from '../gpu/tf.ts';
import { type ParamStore, readParams } from '../model/paramStore.ts';
import { FailureError } from '../protocol/failure.ts';
import type { StatPath, StepStat } from '../protocol/stats.ts';
import type { Optimizer, OptimizerMemory } from './optimizer.ts';
import { firstRhythm, type Rhythm } from './rhythm.ts';
import type { StatTally } from './stats.ts';
import type { StateMemory, TrainState } from './trainState.ts';

/** The state's plain numbers, as JSON holds them. */
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const amount = v.pipe(v.number(), v.finite(), v.minValue(0));
const optimizerCounters = v.strictObject({ step: count, started: v.array(v.string()) });
export const stateCounters = v.strictObject({
  nimg: count,
  step: count,
  /** Missing in files from before nCritic could change in a run: see countersIn. */
  rhythm: v.exactOptional(
    v.strictObject({ iteration: count, generatorSteps: amount, nCritic: v.pipe(amount, v.gtValue(0)) }),
  ),
  stage: count,
  tick: count,
  trainedMs: amount,
  optimizerG: optimizerCounters,
  optimizerD: optimizerCounters,
  /** The tick's sums so far: path, sum, count. */
  sums: v.array(v.tuple([v.string(), v.pipe(v.number(), v.finite()), count])),
  last: v.record(v.string(), v.pipe(v.number(), v.finite())),
});
type WrittenCounters = Readonly<v.InferOutput<typeof stateCounters>>;
export type StateCounters = WrittenCounters & { readonly rhythm: Rhythm };

/**
 * Counters as a file has them, whole. nCritic: the settings' in that file, which an older one has had from its first step.
 * Throws FailureError 'bad-checkpoint'.
 */
export function countersIn(written: WrittenCounters, nCritic: number): StateCounters {
  const { step, rhythm = firstRhythm(nCritic) } = written;
  if (rhythm.iteration > step)
    throw new FailureError(
      'bad-checkpoint',
      `The checkpoint counts its critic steps from iteration ${rhythm.iteration}, and it has done ${step}. Choose another checkpoint.`,
    );
  return { ...written, rhythm };
}

export interface CapturedState {
  readonly counters: StateCounters;
  /** By full names: "G.mapping.fc0.weight", "optimizerD.firstMoments.b8.conv0.weight", "augment.p". */
  readonly tensors: ReadonlyMap<string, NamedTensor>;
}

const FEEDBACK = ['augment.p', 'augment.sums', 'pathMean'] as const;

/**
 * The state as it is at the call, whatever is trained while its values are on their way. Call when every submitted step is
 * counted in it.
 */
export function captureState(state: TrainState): Promise<CapturedState> {
  const counters = countersOf(state);
  // All readings begin here, before anything is waited for.
  const reading = [
    named('G', readParams(state.G)),
    named('D', readParams(state.D)),
    named('GEma', readParams(state.GEma)),
    ...momentsOf('optimizerG', state.optimizerG, state.G),
    ...momentsOf('optimizerD', state.optimizerD, state.D),
    feedbackOf(state),
  ];
  return Promise.all(reading).then((parts) => ({ counters, tensors: new Map(parts.flatMap((part) => [...part])) }));
}

function countersOf(state: TrainState): StateCounters {
  const { nimg, step, rhythm, stage, tick, trainedMs, tally } = state;
  const optimizer = ({ step: steps, started }: Optimizer) => ({ step: steps, started: [...started] });
  return {
    ...{ nimg, step, rhythm, stage, tick, trainedMs },
    optimizerG: optimizer(state.optimizerG),
    optimizerD: optimizer(state.optimizerD),
    sums: [...tally.sums].map(([path, { sum, count: steps }]) => [path, sum, steps]),
    last: { ...tally.last } as Record<string, number>,
  };
}

async function named(
  prefix: string,
  values: Promise<ReadonlyMap<string, NamedTensor>>,
): Promise<[string, NamedTensor][]> {
  return [...(await values)].map(([name, tensor]) => [`${prefix}.${name}`, tensor]);
}

function momentsOf(prefix: string, { arenas }: Optimizer, params: ParamStore): Promise<[string, NamedTensor][]>[] {
  const shapes = new Map([...params].map(([name, { shape }]) => [name, [...shape]]));
  const shaped = async (arena: Arena) =>
    new Map([...(await readArena(arena))].map(([name, data]) => [name, { shape: shapes.get(name) as number[], data }]));
  return [
    named(`${prefix}.firstMoments`, shaped(arenas.firstMoments)),
    named(`${prefix}.secondMoments`, shaped(arenas.secondMoments)),
  ];
}

/** What steps learn about themselves on the GPU. A joined copy: tfjs would keep what it reads of the variables. */
async function feedbackOf({ augment, pathMean }: TrainState): Promise<[string, NamedTensor][]> {
  const joined = tf.tidy(() => tf.concat([augment.p, augment.sums, tf.reshape(pathMean, [1])]));
  const values = Float32Array.from(await joined.data());
  joined.dispose();
  const { p, sums, mean } = { p: values.slice(0, 1), sums: values.slice(1, 1 + 2), mean: values.slice(1 + 2) };
  const [nameOfP, nameOfSums, nameOfMean] = FEEDBACK;
  return [
    [nameOfP, { shape: [1], data: p }],
    [nameOfSums, { shape: [2], data: sums }],
    [nameOfMean, { shape: [], data: mean }],
  ];
}

/** What restoredTrainState takes. The arrays stay the captured's. Throws FailureError 'bad-checkpoint'. */
export function memoryOf({ counters, tensors }: CapturedState): StateMemory {
  const { nimg, step, rhythm, stage, tick, trainedMs } = counters;
  const [p, sums, mean] = FEEDBACK.map((name) => valuesOf(tensors, name)) as [Float32Array, Float32Array, Float32Array];
  return {
    ...{ nimg, step, rhythm, stage, tick, trainedMs },
    tally: tallyOf(counters),
    G: under(tensors, 'G.'),
    D: under(tensors, 'D.'),
    GEma: under(tensors, 'GEma.'),
    optimizerG: optimizerMemory(tensors, 'optimizerG', counters.optimizerG),
    optimizerD: optimizerMemory(tensors, 'optimizerD', counters.optimizerD),
    augmentP: p[0] as number,
    augmentSums: [sums[0] as number, sums[1] as number],
    pathMean: mean[0] as number,
  };
}

function tallyOf({ sums, last }: StateCounters): StatTally {
  return {
    // Names that no statistic has do no harm: nothing asks for them.
    sums: new Map(sums.map(([path, sum, steps]) => [path as StatPath, { sum, count: steps }])),
    last: { ...(last as Partial<Record<StepStat, number>>) },
  };
}

function optimizerMemory(
  tensors: CapturedState['tensors'],
  prefix: string,
  { step, started }: StateCounters['optimizerG'],
): OptimizerMemory {
  return {
    step,
    started,
    firstMoments: under(tensors, `${prefix}.firstMoments.`),
    secondMoments: under(tensors, `${prefix}.secondMoments.`),
  };
}

/** Values by the rest of their names. */
function under(tensors: CapturedState['tensors'], prefix: string): Map<string, Float32Array> {
  return new Map(
    [...tensors].flatMap(([name, { data }]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), data]] : [])),
  );
}

const SIZES: Readonly<Record<(typeof FEEDBACK)[number], number>> = { 'augment.p': 1, 'augment.sums': 2, pathMean: 1 };

function valuesOf(tensors: CapturedState['tensors'], name: (typeof FEEDBACK)[number]): Float32Array {
  const data = tensors.get(name)?.data;
  if (data?.length !== SIZES[name])
    throw new FailureError(
      'bad-checkpoint',
      `The checkpoint holds ${data?.length ?? 'no'} values of ${name}, not ${SIZES[name]}. Choose another checkpoint.`,
    );
  return data;
}
