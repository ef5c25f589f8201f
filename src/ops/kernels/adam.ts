/** Adam and the moving average over whole arenas: one dispatch, four elements a thread, nothing allocated. */
import { type Arena, PAGE, spareClones } from '../../gpu/arena.ts';
import { dispatch, f32, type Program } from '../../gpu/dispatch.ts';
import { atThisMoment } from '../../gpu/live.ts';
import type * as tf from '../../gpu/tf.ts';
import { type AdamArenas, type AdamSettings, type Average, ROLE, type Roles } from '../adamArenas.ts';
import { LINEAR_MAIN, linearGrid, VEC } from './wgsl.ts';

/** Threads to a page of an arena. */
export const PAGE_THREADS = PAGE / VEC;

const has = (role: keyof typeof ROLE) => `(role & ${ROLE[role]}u) != 0u`;

/** Moves the average by the parameter's role. */
const averaging = (source: string) => `if (${has('isAveraged')}) {
    average[index] = settings.averageBeta * average[index] + (1.0 - settings.averageBeta) * ${source}[index];
  }
  if (${has('isCopied')}) { average[index] = ${source}[index]; }`;

/** By their bits: compilers may take it that floats are finite. */
const FAULTS = `
fn isFaulty(values: vec4f) -> bool { return any((bitcast<vec4u>(values) & vec4u(0x7f800000u)) == vec4u(0x7f800000u)); }
/** The bits of 1.0. */
fn report(isSo: bool) { if (isSo) { atomicStore(&fault[0], 0x3f800000u); } }
`;

function adamProgram(isScaled: boolean, isAveraged: boolean, isWatched: boolean): Program {
  const reads = isScaled ? 3 : 2;
  const settings = reads + 3 + Number(isAveraged) + Number(isWatched);
  const watch = (...values: string[]) =>
    isWatched ? `report(${values.map((value) => `isFaulty(${value})`).join(' || ')});` : '';
  return {
    key: `adam,${isScaled},${isAveraged},${isWatched}`,
    code: () => `
struct Settings { rate: f32, beta1: f32, beta2: f32, correction: f32, epsilon: f32, share: f32, averageBeta: f32 }
@group(0) @binding(0) var<storage, read> gradient: array<vec4f>;
@group(0) @binding(1) var<storage, read> roles: array<u32>;
${isScaled ? '@group(0) @binding(2) var<storage, read> scale: array<f32>;' : ''}
@group(0) @binding(${reads}) var<storage, read_write> parameter: array<vec4f>;
@group(0) @binding(${reads + 1}) var<storage, read_write> first: array<vec4f>;
@group(0) @binding(${reads + 2}) var<storage, read_write> second: array<vec4f>;
${isAveraged ? `@group(0) @binding(${reads + 3}) var<storage, read_write> average: array<vec4f>;` : ''}
${isWatched ? `@group(0) @binding(${settings - 1}) var<storage, read_write> fault: array<atomic<u32>>;` : ''}
@group(0) @binding(${settings}) var<uniform> settings: Settings;
${isWatched ? FAULTS : ''}
${LINEAR_MAIN}
  if (index >= arrayLength(&parameter)) { return; }
  let role = roles[index / ${PAGE_THREADS}u];
  if (${has('steps')}) {
    var g = vec4f();
    if (${has('hasGradient')}) { g = gradient[index] * settings.share${isScaled ? ' * scale[0]' : ''}; }
    let m = settings.beta1 * first[index] + (1.0 - settings.beta1) * g;
    let v = settings.beta2 * second[index] + (1.0 - settings.beta2) * g * g;
    first[index] = m;
    second[index] = v;
    parameter[index] -= settings.rate * m / (sqrt(v * settings.correction) + settings.epsilon);
    ${watch('m', 'v', 'parameter[index]')}
  }
  ${isAveraged ? `${averaging('parameter')} ${watch('average[index]')}` : ''}
}`,
  };
}

const AVERAGE: Program = {
  key: 'averageArena',
  code: () => `
struct Settings { averageBeta: f32 }
@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read> roles: array<u32>;
@group(0) @binding(2) var<storage, read_write> average: array<vec4f>;
@group(0) @binding(3) var<uniform> settings: Settings;
${LINEAR_MAIN}
  if (index >= arrayLength(&source)) { return; }
  let role = roles[index / ${PAGE_THREADS}u];
  ${averaging('source')}
}`,
};

/** One step. All arenas are in one buffer each. */
export function adamFused(arenas: AdamArenas, roles: Roles, settings: AdamSettings, average?: Average): void {
  const { parameters, gradients, firstMoments, secondMoments } = arenas;
  const { learningRate, beta1, beta2, epsilon, step, gradientShare, gradientScale, fault } = settings;
  const written = [parameters, firstMoments, secondMoments, ...(average ? [average.arena] : [])];
  dispatch({
    program: adamProgram(gradientScale !== undefined, average !== undefined, fault !== undefined),
    reads: [wholeOf(gradients), parameters.pageWords(roles), ...(gradientScale ? [gradientScale] : [])],
    writes: [...written.map(writtenWhole), ...(fault ? [fault] : [])],
    uniforms: [
      f32(() => atThisMoment(learningRate) / (1 - beta1 ** atThisMoment(step))),
      f32(beta1),
      f32(beta2),
      f32(() => 1 / (1 - beta2 ** atThisMoment(step))),
      f32(epsilon),
      f32(gradientShare),
      f32(average ? () => atThisMoment(average.beta) : 0),
    ],
    workgroups: linearGrid(wholeOf(parameters).size / VEC),
  });
}

/** The average alone moves, as the roles of `source` say. */
export function averageArenaFused(source: Arena, roles: Roles, { arena, beta }: Average): void {
  dispatch({
    program: AVERAGE,
    reads: [wholeOf(source), source.pageWords(roles)],
    writes: [writtenWhole(arena)],
    uniforms: [f32(() => atThisMoment(beta))],
    workgroups: linearGrid(wholeOf(source).size / VEC),
  });
}

/** All of an arena as a kernel reads it. */
export function wholeOf({ whole }: Arena): tf.Tensor1D {
  if (!whole) throw new Error('A kernel over a whole arena got variables with a buffer each.');
  return whole;
}

function writtenWhole(arena: Arena): tf.Tensor1D {
  for (const variable of arena.variables.values()) spareClones(variable);
  return wholeOf(arena);
}
