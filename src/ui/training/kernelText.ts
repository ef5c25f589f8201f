/** How kernels and the shapes that they are for are written, and what came of choosing them. Pure. */
import type { TunedShape, TuningReport } from '../../protocol/tuning.ts';
import { countOf, countText, durationText } from '../kit/format.ts';

/** "forward 3x3 16x4x4x64->65 adjoint" as "forward 3 × 3, 16 × 4 × 4 × 64 → 65, adjoint". */
export function shapeText(shape: string): string {
  return shape
    .replace(/(?<=\d)x(?=\d)/g, ' × ')
    .replace('->', ' → ')
    .replace(/ (stride \d|\d+ × \d+ × |adjoint|exchanged)/g, ', $1')
    .replace(/^(\w+),/, '$1');
}

const BY = { timed: 'timed', kept: 'timed before', saved: 'as saved', rule: 'by rule' } as const;

/** How it was chosen, and what the rules say where that is something else. */
export function chosenText({ variant, rule, by }: TunedShape): string {
  return rule === undefined || rule === variant ? BY[by] : `${BY[by]}; rule: ${rule}`;
}

/** One or two sentences: how many of each, and what it took. */
export function tuningText({ shapes, seconds }: TuningReport): string {
  const counted = (by: TunedShape['by']) => shapes.filter((shape) => shape.by === by).length;
  const parts = (['timed', 'kept', 'saved', 'rule'] as const)
    .filter((by) => counted(by) > 0)
    .map((by) => `${countText(counted(by))} ${BY[by]}`);
  const others = shapes.filter(({ variant, rule }) => rule !== undefined && rule !== variant).length;
  const differ = others === 1 ? '1 differs from the rules' : `${countText(others)} differ from the rules`;
  const took = counted('timed') > 0 ? ` Choosing took ${durationText(seconds)}.` : '';
  return `${countOf(shapes.length, 'shape')} of convolution: ${parts.join(', ')}; ${differ}.${took}`;
}
