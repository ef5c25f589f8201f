/** What is written below a sheet that a person takes away, and what its file is called. Pure. */
import type { PngTexts } from '../export/pngText.ts';
import { SYNTHETIC_NOTE } from '../protocol/explore.ts';
import type { SheetOf } from '../protocol/media.ts';
import type { SheetBlock } from './sheetBlocks.ts';

export interface SheetText {
  /** The first is the title. */
  readonly lines: readonly string[];
  readonly fileName: string;
  /** Words inside the PNG. */
  readonly texts: PngTexts;
}

const IMAGES_PER_KIMG = 1000;
const NOT_IN_NAMES = /[^\p{L}\p{N}._-]+/gu;
const kimgOf = (nimg: number) => (nimg / IMAGES_PER_KIMG).toFixed(1);

/** blocks: from left to right; of a stages sheet from the top. */
export function sheetText(kind: SheetOf['kind'], blocks: readonly SheetBlock[]): SheetText {
  const lines = linesOf(kind, blocks);
  const generated = blocks.filter((block) => block.kind === 'generated');
  const caption = lines.join(' ');
  return {
    lines,
    fileName: fileNameOf(kind, blocks),
    texts: {
      Title: lines[0] ?? '',
      Description: caption,
      Software: 'Gyrus',
      ...(generated.length > 0 ? { Comment: SYNTHETIC_NOTE } : {}),
    },
  };
}

function linesOf(kind: SheetOf['kind'], blocks: readonly SheetBlock[]): string[] {
  const [first, second] = blocks.map(described);
  const synthetic = `${SYNTHETIC_NOTE}.`;
  switch (kind) {
    case 'real':
      return ['Real slices', `${first}.`];
    case 'generated':
      return ['Generated pictures', `${first}.`, synthetic];
    case 'beside':
      return ['Left is generated, right is real', `Left: ${first}. Right: ${second}.`, `Left is ${synthetic}`];
    case 'before-after':
      return ['Left is before, right is after', `Left: ${first}. Right: ${second}.`, synthetic];
    case 'stages':
      return ['The last sheet of each resolution, from the top', `${blocks.map(described).join('; ')}.`, synthetic];
  }
}

function described(block: SheetBlock): string {
  const size = `${block.tile} × ${block.tile} px`;
  if (block.kind === 'real') return `real slices of ${block.name}, ${size}`;
  const { preset, nimg, psi, seeds } = block;
  return `${preset}, ${kimgOf(nimg)} kimg, psi ${psi.toFixed(2)}, ${size}, ${seedsText(seeds)}, SYNTHETIC`;
}

function seedsText(seeds: readonly number[]): string {
  const [least, most] = [Math.min(...seeds), Math.max(...seeds)];
  return least === most ? `seed ${least}` : `seeds ${least} to ${most}`;
}

/** "gyrus-oasis64-281.0kimg-beside-SYNTHETIC.png", "gyrus-slices.zip-real.png". */
function fileNameOf(kind: SheetOf['kind'], blocks: readonly SheetBlock[]): string {
  const generated = blocks.filter((block) => block.kind === 'generated');
  const [name] = blocks.flatMap((block) => (block.kind === 'real' ? [block.name] : []));
  const [first, last] = [generated[0], generated.at(-1)];
  if (!first || !last) return `gyrus-${(name ?? '').replace(NOT_IN_NAMES, '_')}-${kind}.png`;
  const moments = [...new Set([kimgOf(first.nimg), kimgOf(last.nimg)])].join('to');
  return `gyrus-${first.preset.replace(NOT_IN_NAMES, '_')}-${moments}kimg-${kind}-SYNTHETIC.png`;
}
