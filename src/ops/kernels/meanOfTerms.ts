/**
 * Means of simple functions of a pair of numbers, as adversarial losses are, in one dispatch; and their gradient in
 * another. The terms are written into the kernel.
 */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { ROOT_EPSILON } from '../references/meanOfTerms.ts';
import type { Curve, Term } from '../terms.ts';
import { LINEAR_MAIN, linearGrid, sizeOf, unroll, WORKGROUP } from './wgsl.ts';

const ROOT = `sqrt(t + ${ROOT_EPSILON})`;

const VALUES: Readonly<Record<Curve, string>> = {
  linear: 't',
  relu: 'max(t, 0.0)',
  softplus: 'max(t, 0.0) + log(1.0 + exp(-abs(t)))',
  square: 't * t',
  'unit gap': `(${ROOT} - 1.0) * (${ROOT} - 1.0)`,
  sign: 'sign(t)',
};

const SLOPES: Readonly<Record<Curve, string>> = {
  linear: '1.0',
  relu: 'select(0.0, 1.0, t > 0.0)',
  softplus: '1.0 / (1.0 + exp(-t))',
  square: '2.0 * t',
  'unit gap': `1.0 - 1.0 / ${ROOT}`,
  sign: '0.0',
};

/** A number as WGSL writes a float. */
const float = (value: number) => (Number.isInteger(value) ? value.toFixed(1) : value.toPrecision(FLOAT_DIGITS));
/** Decimal digits that name a float32 exactly. */
const FLOAT_DIGITS = 9;

/** The pair of place i: of two tensors, or of the halves of one. */
export type Pairing = 'alone' | 'two tensors' | 'two halves';

const bindings = (pairing: Pairing) =>
  `@group(0) @binding(0) var<storage, read> first: array<f32>;
${pairing === 'two tensors' ? '@group(0) @binding(1) var<storage, read> second: array<f32>;' : ''}`;

const PAIRS: Readonly<Record<Pairing, string>> = {
  alone: 'let a = first[i];',
  'two tensors': 'let a = first[i]; let b = second[i];',
  'two halves': 'let a = first[i]; let b = first[settings.count + i];',
};

/** The argument of a term's curve. */
const argument = ({ first, second = 0, constant = 0 }: Term, pairing: Pairing) =>
  `${float(first)} * a${pairing === 'alone' ? '' : ` + ${float(second)} * b`} + ${float(constant)}`;

function valueProgram(means: readonly (readonly Term[])[], pairing: Pairing): Program {
  const count = pairing === 'two tensors' ? 2 : 1;
  const add = (term: Term, k: number) =>
    `{ let t = ${argument(term, pairing)}; sum${k} += ${float(term.weight)} * (${VALUES[term.curve]}); }`;
  const each = (line: (k: number) => string) => unroll(means.length, line);
  return {
    key: `meanOfTerms,${pairing},${JSON.stringify(means)}`,
    code: () => `struct Settings { count: u32 }
${bindings(pairing)}
${each((k) => `@group(0) @binding(${count + k}) var<storage, read_write> y${k}: array<f32>;`)}
@group(0) @binding(${count + means.length}) var<uniform> settings: Settings;
var<workgroup> partial: array<f32, ${means.length * WORKGROUP}>;
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) thread: u32) {
  ${each((k) => `var sum${k} = 0.0;`)}
  for (var i = thread; i < settings.count; i += ${WORKGROUP}u) {
    ${PAIRS[pairing]}
    ${means.map((terms, k) => terms.map((term) => add(term, k)).join('\n    ')).join('\n    ')}
  }
  ${each((k) => `partial[${k * WORKGROUP}u + thread] = sum${k};`)}
  workgroupBarrier();
  if (thread > 0u) { return; }
  ${each(
    (k) => `for (var i = 1u; i < ${WORKGROUP}u; i++) { sum${k} += partial[${k * WORKGROUP}u + i]; }
  y${k}[0] = sum${k} / f32(settings.count);`,
  )}
}`,
  };
}

function slopeProgram(terms: readonly Term[], pairing: Pairing, side: 'first' | 'second'): Program {
  const count = pairing === 'two tensors' ? 2 : 1;
  const slope = (of: 'first' | 'second') =>
    terms
      .map((term) => {
        const factor = float((term[of] ?? 0) * term.weight);
        return `{ let t = ${argument(term, pairing)}; sum += ${factor} * (${SLOPES[term.curve]}); }`;
      })
      .join('\n    ');
  return {
    key: `meanOfTermsSlope,${pairing},${side},${JSON.stringify(terms)}`,
    code: () => `struct Settings { count: u32 }
${bindings(pairing)}
@group(0) @binding(${count}) var<storage, read> dy: array<f32>;
@group(0) @binding(${count + 1}) var<storage, read_write> dx: array<f32>;
@group(0) @binding(${count + 2}) var<uniform> settings: Settings;
${LINEAR_MAIN}
  let i = index % settings.count;
  if (index >= ${pairing === 'two halves' ? 2 : 1}u * settings.count) { return; }
  ${PAIRS[pairing]}
  var sum = 0.0;
  ${
    pairing === 'two halves'
      ? `if (index < settings.count) {
    ${slope('first')}
  } else {
    ${slope('second')}
  }`
      : slope(side)
  }
  dx[index] = dy[0] * sum / f32(settings.count);
}`,
  };
}

const countOf = (inputs: readonly tf.TensorInfo[], pairing: Pairing) =>
  sizeOf(inputs[0] as tf.TensorInfo) / (pairing === 'two halves' ? 2 : 1);

/** One tensor, or two of one size -> [] for each mean. */
export function meansOfTermsFused(
  means: readonly (readonly Term[])[],
  pairing: Pairing,
  inputs: readonly tf.TensorInfo[],
): tf.TensorInfo[] {
  const writes = means.map(() => emptyTensor([]));
  const uniforms = [u32(countOf(inputs, pairing))];
  dispatch({ program: valueProgram(means, pairing), reads: inputs, writes, uniforms, workgroups: [1, 1, 1] });
  return writes;
}

/** dy [] -> the gradient in the input of that side, or in both halves of the one input. */
export function meanSlopeFused(
  terms: readonly Term[],
  pairing: Pairing,
  side: 'first' | 'second',
  dy: tf.TensorInfo,
  inputs: readonly tf.TensorInfo[],
): tf.TensorInfo {
  const [input] = inputs as [tf.TensorInfo];
  const dx = emptyTensor(input.shape);
  dispatch({
    program: slopeProgram(terms, pairing, side),
    reads: [...inputs, dy],
    writes: [dx],
    uniforms: [u32(countOf(inputs, pairing))],
    workgroups: linearGrid(sizeOf(input)),
  });
  return dx;
}
