/** Runs the filter gradient: shares by the chosen variant, then their sum in fixed order. */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { chooseFilter } from './convVariants.ts';
import { type Reduction, reduceTogether } from './reducePlanes.ts';
import { release } from './wgsl.ts';

export interface FilterTerms {
  /** [N,I]: multiplies x as it is loaded. */
  readonly xScale?: tf.TensorInfo | undefined;
  /** [N,O]: multiplies dy as it is loaded. At most one of both. */
  readonly dyScale?: tf.TensorInfo | undefined;
  /** Writes [k,k,O,I]: the gradient of a filter that is read in the opposite direction. */
  readonly isExchanged?: boolean;
}

export interface FilterExtras extends FilterTerms {
  /** Where the result goes; a tensor of its own unless said. */
  readonly into?: tf.TensorInfo;
  /** Other sums that the dispatch that adds up the shares is to add up, too. */
  readonly beside?: readonly Reduction[];
}

/** A filter gradient yet to be added up: sums [planes, ...shape of the filter]. The caller releases them. */
export interface FilterShares {
  readonly sums: tf.TensorInfo;
  readonly planes: number;
}

/** x [N,H,W,I] (for stride 2: [N,2H+1,2W+1,I]), dy [N,H,W,O] -> shares of [k,k,I,O], for a kernel that adds them up. */
export function conv2dFilterShares(
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  kernel: number,
  gain: number,
  stride: 1 | 2 = 1,
  { xScale, dyScale, isExchanged = false }: FilterTerms = {},
): FilterShares {
  return sharesOf({ x, dy, kernel, gain, stride, terms: { xScale, dyScale, isExchanged }, into: undefined });
}

/** As conv2dFilterShares, but the sum: [k,k,I,O]. */
export function conv2dFilterFused(
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  kernel: number,
  gain: number,
  stride: 1 | 2 = 1,
  { xScale, dyScale, isExchanged = false, into, beside = [] }: FilterExtras = {},
): tf.TensorInfo {
  const terms = { xScale, dyScale, isExchanged };
  const { sums, planes } = sharesOf({ x, dy, kernel, gain, stride, terms, into });
  const gradient = planes === 1 ? sums : (into ?? emptyTensor(sums.shape.slice(1)));
  const own = planes === 1 ? [] : [{ sums, planes, total: gradient }];
  const reductions = [...own, ...beside];
  if (reductions.length > 0) reduceTogether(reductions);
  if (planes > 1) release(sums);
  return gradient;
}

interface Asked {
  readonly x: tf.TensorInfo;
  readonly dy: tf.TensorInfo;
  readonly kernel: number;
  readonly gain: number;
  readonly stride: 1 | 2;
  readonly terms: Required<FilterTerms>;
  readonly into: tf.TensorInfo | undefined;
}

/** A single share goes `into` that tensor, if there is one, and has no axis of planes. */
function sharesOf({ x, dy, kernel, gain, stride, terms, into }: Asked): FilterShares {
  const { xScale, dyScale, isExchanged } = terms;
  if (xScale && dyScale) throw new Error('A filter gradient takes a scale of x or one of dy, not both.');
  const [count, height, width, to] = dy.shape as [number, number, number, number];
  const from = x.shape[3] as number;
  const scales = xScale ? 'x' : dyScale ? 'dy' : 'none';
  const shape = { count, height, width, stride, kernel, from, to };
  const filterShape = [kernel, kernel, ...(isExchanged ? [to, from] : [from, to])];
  const { program, workgroups, splits } = chooseFilter({ ...shape, scales, isExchanged });
  const sums = splits === 1 ? (into ?? emptyTensor(filterShape)) : emptyTensor([splits, ...filterShape]);
  dispatch({
    program,
    reads: [x, dy, xScale, dyScale].filter((tensor) => tensor !== undefined),
    writes: [sums],
    uniforms: [f32(gain), u32(count * height), u32(splits)],
    workgroups,
  });
  return { sums, planes: splits };
}

/** The gradient of convUpFused in its filter: x [N,h,w,I], dy [N,2h+1,2w+1,O] -> shares of [k,k,I,O]; xScale [N,I] multiplies x. */
export function convUpFilterShares(
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  kernel: number,
  gain: number,
  xScale?: tf.TensorInfo,
): FilterShares {
  return conv2dFilterShares(dy, x, kernel, gain, 2, { dyScale: xScale, isExchanged: true });
}
