/** What the Sheets pane offers: kinds with their names, and the request for one. Pure. */
import type { SampleSheet } from '../../protocol/events.ts';
import type { SheetOf } from '../../protocol/media.ts';

export type SheetKind = SheetOf['kind'];

export const SHEET_KINDS: readonly { readonly value: SheetKind; readonly label: string }[] = [
  { value: 'generated', label: 'Generated' },
  { value: 'beside', label: 'Generated beside real' },
  { value: 'real', label: 'Real' },
  { value: 'before-after', label: 'Before and after' },
  { value: 'stages', label: 'One of each resolution' },
];

const IMAGES_PER_KIMG = 1000;

/** The sheets of a run as choices, newest first: "281.0 kimg, 64 × 64". */
export function momentsOf(sheets: readonly SampleSheet[]): { readonly value: number; readonly label: string }[] {
  return sheets
    .map(({ nimg, resolution }) => ({
      value: nimg,
      label: `${(nimg / IMAGES_PER_KIMG).toFixed(1)} kimg, ${resolution} × ${resolution}`,
    }))
    .reverse();
}

/** at: of the sheet, or of the earlier one; after: of the later one. The newest where they are not said. */
export function sheetWish(kind: SheetKind, at: number | undefined, after: number | undefined): SheetOf | undefined {
  if (kind === 'real' || kind === 'stages') return { kind };
  if (kind === 'before-after')
    return at === undefined || after === undefined ? undefined : { kind, beforeNimg: at, afterNimg: after };
  return at === undefined ? { kind } : { kind, nimg: at };
}
