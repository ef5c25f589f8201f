/**
 * The WGSL that all convolution variants share: bindings, the filter in either reading, the scale that x gets as it is
 * loaded, and what is done to a sum as it is stored. It refuses to hold a loop.
 */
import { typeOf, unroll, VEC } from './wgsl.ts';

/** What a kernel does beside convolving, in this order. Each kernel is compiled for what it does. */
export interface Fusions {
  /** The filter is stored for the opposite direction: [k,k,to,from], and upside down where the stride is 1. */
  readonly isAdjoint: boolean;
  /** x times [N,from]. */
  readonly scalesInput: boolean;
  /** The sum times [N,to]. */
  readonly scalesOutput: boolean;
  /** Plus [to]. */
  readonly addsBias: boolean;
  /** Leaky ReLU, and a gain. */
  readonly activates: boolean;
  /** Plus a tensor of the result's shape. */
  readonly addsResidual: boolean;
}

export const NO_FUSIONS: Fusions = {
  isAdjoint: false,
  scalesInput: false,
  scalesOutput: false,
  addsBias: false,
  activates: false,
  addsResidual: false,
};

/** For program keys. */
export function fusionsKey(fusions: Fusions): string {
  return Object.values(fusions).map(Number).join('');
}

export interface Filter {
  readonly kernel: number;
  readonly from: number;
  readonly to: number;
  readonly fusions: Fusions;
  /** Whether an adjoint reading turns the filter upside down. */
  readonly isTurned: boolean;
}

/** Snippets for a thread that reads x by `inWidth` channels and makes `outWidth` of y. Positions are WGSL expressions. */
export interface ConvParts {
  /** Bindings x, weights, those of the fusions, y, and the uniform `settings`. */
  readonly head: string;
  readonly inType: string;
  readonly outType: string;
  /** Defines w0.. (one for each channel of x that is read together) for the c-th group of inputs and the o-th of outputs. */
  filter(tap: string, c: string, o: string): string;
  /** Defines what `scaled` needs, for all x of that picture and group of channels. */
  scale(picture: string, c: string): string;
  scaled(value: string): string;
  /** Defines what `store` needs for all y of that picture and the o-th group of channels; `name` tells groups apart. */
  finish(name: string, picture: string, o: string): string;
  /** A block. at: element of y; name: of its group of channels. */
  store(at: string, sum: string, name: string): string;
}

export function convParts({ kernel, from, to, fusions, isTurned }: Filter, inWidth: 1 | 4, outWidth: 1 | 4): ConvParts {
  const [inGroups, outGroups] = [from / inWidth, to / outWidth];
  const [inType, outType] = [typeOf(inWidth), typeOf(outWidth)];
  const { isAdjoint, scalesInput, scalesOutput, addsBias, activates, addsResidual } = fusions;
  const reads: [name: string, type: string, isRead: boolean][] = [
    ['x', inType, true],
    ['weights', isAdjoint ? inType : outType, true],
    ['inputScale', inType, scalesInput],
    ['outputScale', outType, scalesOutput],
    ['bias', outType, addsBias],
    ['residual', outType, addsResidual],
  ];
  const bound = reads.filter(([, , isRead]) => isRead);
  const picked = (lane: number) => (inWidth === 1 ? '' : `[${lane}]`);
  return {
    inType,
    outType,
    head: `
struct Settings { gain: f32, rows: u32, slope: f32, factor: f32 }
${bound.map(([name, type], i) => `@group(0) @binding(${i}) var<storage, read> ${name}: array<${type}>;`).join('\n')}
@group(0) @binding(${bound.length}) var<storage, read_write> y: array<${outType}>;
@group(0) @binding(${bound.length + 1}) var<uniform> settings: Settings;`,
    filter(tap, c, o) {
      if (!isAdjoint)
        return unroll(
          inWidth,
          (lane) =>
            `let w${lane} = weights[((${tap}) * ${from}u + ${c} * ${inWidth}u + ${lane}u) * ${outGroups}u + ${o}];`,
        );
      const own = isTurned ? `(${kernel * kernel - 1}u - (${tap}))` : `(${tap})`;
      const row = (lane: number) => `let f${lane} = weights[first + ${lane * inGroups}u];`;
      const rows = Array.from({ length: outWidth }, (_, lane) => lane);
      const column = (lane: number) => rows.map((row) => `f${row}${picked(lane)}`).join(', ');
      return `let first = (${own} * ${to}u + (${o}) * ${outWidth}u) * ${inGroups}u + ${c};
        ${unroll(outWidth, row)}
        ${unroll(inWidth, (lane) => `let w${lane} = ${outWidth === VEC ? `vec4f(${column(lane)})` : column(lane)};`)}`;
    },
    scale: (picture, c) => (scalesInput ? `let scale = inputScale[(${picture}) * ${inGroups}u + ${c}];` : ''),
    scaled: (value) => (scalesInput ? `${value} * scale` : value),
    finish: (name, picture, o) => `
  ${scalesOutput ? `let ${name}Scale = settings.gain * outputScale[(${picture}) * ${outGroups}u + ${o}];` : ''}
  ${addsBias ? `let ${name}Bias = bias[${o}];` : ''}`,
    store(at, sum, name) {
      const product = `${scalesOutput ? `${name}Scale` : 'settings.gain'} * ${sum}`;
      const value = addsBias ? `${product} + ${name}Bias` : product;
      const added = addsResidual ? `residual[${at}] + ` : '';
      if (!activates) return `{ y[${at}] = ${added}${value}; }`;
      return `{ let value = ${value}; y[${at}] = ${added}settings.factor * select(settings.slope * value, value, value > ${outType}()); }`;
    },
  };
}
