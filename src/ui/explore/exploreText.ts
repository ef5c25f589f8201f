/** The words and numbers of the Explore view: seeds, layer ranges, where pictures come from. Pure. */
import type { DrawnFrom, LayerRange, Look } from '../../protocol/explore.ts';
import { decimalText } from '../kit/format.ts';

const REALS_PER_KIMG = 1000;
export const LARGEST_SEED = 2 ** 32 - 1;

/** So many seeds from `first` on, none beyond the largest. */
export function seedsFrom(first: number, count: number): number[] {
  const start = Math.min(first, LARGEST_SEED + 1 - count);
  return Array.from({ length: count }, (_, i) => start + i);
}

/** What is wrong with a number that is to be whole and within bounds; undefined where nothing is. */
export function wholeProblem(value: number, least: number, most: number): string | undefined {
  if (Number.isInteger(value) && value >= least && value <= most) return undefined;
  return `Take a whole number from ${least} to ${most.toLocaleString('en-US')}.`;
}

/** "from the EMA weights at 281.0 kimg". */
export function fromText({ nimg, file }: DrawnFrom): string {
  return `from ${file ?? 'the EMA weights'} at ${decimalText(nimg / REALS_PER_KIMG, 1)} kimg`;
}

/** "psi 0.70, constant noise, AD, 281.0 kimg". */
export function lookText({ psi, noise, className }: Look, { nimg }: DrawnFrom): string {
  const noiseText = noise === 'none' ? 'no noise' : `${noise} noise`;
  const parts = [`psi ${decimalText(psi, 2)}`, noiseText, ...(className === undefined ? [] : [className])];
  return `${parts.join(', ')}, ${decimalText(nimg / REALS_PER_KIMG, 1)} kimg`;
}

const SCALES = ['coarse', 'middle', 'fine'] as const;
export type Scale = (typeof SCALES)[number];

/** Those that have layers: pictures of 4 x 4 have no middle. */
export function scalesOf(layers: number): Scale[] {
  return SCALES.filter((scale) => layersOf(scale, layers).to > layersOf(scale, layers).from);
}

/**
 * The layers of a scale. From 64 on as the paper has them: coarse 4 and 8, middle 16 and 32, fine the rest; of smaller
 * pictures about a third each. @see Karras 2019, figure 3
 */
export function layersOf(scale: Scale, layers: number): LayerRange {
  const PAPER = [4, 8] as const;
  const THIRDS = SCALES.length;
  const [middle, fine] =
    layers > PAPER[1] ? PAPER : [Math.round(layers / THIRDS), layers - Math.round(layers / THIRDS)];
  return { coarse: { from: 0, to: middle }, middle: { from: middle, to: fine }, fine: { from: fine, to: layers } }[
    scale
  ];
}

/** "Coarse, layers 0 to 3". */
export function scaleLabel(scale: Scale, layers: number): string {
  const { from, to } = layersOf(scale, layers);
  const name = `${scale[0]?.toUpperCase()}${scale.slice(1)}`;
  return to - from === 1 ? `${name}, layer ${from}` : `${name}, layers ${from} to ${to - 1}`;
}
