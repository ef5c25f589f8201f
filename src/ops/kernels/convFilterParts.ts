/**
 * The WGSL that all variants of the filter gradient share: bindings, the scale that x or dy gets as it is loaded, and the
 * store in either order of the channels. It refuses to hold a loop.
 */
import type { FilterTask } from './convShape.ts';
import { typeOf, unroll, VEC } from './wgsl.ts';

/** For program keys. */
export function filterKey({ scales, isExchanged }: FilterTask): string {
  return `${scales}${isExchanged ? ',exchanged' : ''}`;
}

/** Snippets for a thread that reads x by `inWidth` channels and dy by `outWidth`. Positions are WGSL expressions. */
export interface FilterParts {
  /** Bindings x, dy, the scale if there is one, sums, and the uniform `settings`. */
  readonly head: string;
  readonly inType: string;
  readonly outType: string;
  /** The scale of that picture and that group of x's channels, or dy's: whichever is scaled. */
  scale(picture: string, group: string): string;
  /** Stores the products of the c-th group of x with the o-th of dy: sum(lane) names those of one channel of x. */
  store(split: string, tap: string, c: string, o: string, sum: (lane: number) => string): string;
}

export function filterParts(task: FilterTask, inWidth: 1 | 4, outWidth: 1 | 4): FilterParts {
  const { kernel, from, to, scales, isExchanged } = task;
  const [inGroups, outGroups] = [from / inWidth, to / outWidth];
  const [inType, outType] = [typeOf(inWidth), typeOf(outWidth)];
  const hasScale = scales !== 'none';
  const bindings = hasScale ? ['x', 'dy', 'scales'] : ['x', 'dy'];
  const typeOfBinding = (name: string) => (name === 'x' || (name === 'scales' && scales === 'x') ? inType : outType);
  const lanes = Array.from({ length: inWidth }, (_, lane) => lane);
  const component = (name: string, row: number) => (outWidth === 1 ? name : `${name}[${row}]`);
  return {
    inType,
    outType,
    head: `
struct Settings { gain: f32, rows: u32, splits: u32 }
${bindings.map((name, i) => `@group(0) @binding(${i}) var<storage, read> ${name}: array<${typeOfBinding(name)}>;`).join('\n')}
@group(0) @binding(${bindings.length}) var<storage, read_write> sums: array<${isExchanged ? inType : outType}>;
@group(0) @binding(${bindings.length + 1}) var<uniform> settings: Settings;`,
    scale: (picture, group) => `scales[(${picture}) * ${scales === 'x' ? inGroups : outGroups}u + ${group}]`,
    store(split, tap, c, o, sum) {
      const plane = `((${split}) * ${kernel * kernel}u + ${tap})`;
      if (!isExchanged)
        return unroll(
          inWidth,
          (lane) =>
            `sums[(${plane} * ${from}u + (${c}) * ${inWidth}u + ${lane}u) * ${outGroups}u + ${o}] = settings.gain * ${sum(lane)};`,
        );
      const row = (lane: number) => {
        const parts = lanes.map((i) => component(sum(i), lane)).join(', ');
        return inWidth === VEC ? `vec4f(${parts})` : parts;
      };
      return unroll(
        outWidth,
        (lane) =>
          `sums[(${plane} * ${to}u + (${o}) * ${outWidth}u + ${lane}u) * ${inGroups}u + ${c}] = settings.gain * ${row(lane)};`,
      );
    },
  };
}
