/** A real picture sought among those that the generator can draw: what may be asked, and what is told. Types and limits only. */
import type { SheetImage } from './dataset.ts';
import type { DrawnFrom } from './explore.ts';

/** index: into the data set's kept slices, all splits. bytes: a PNG or JPEG file of one's own. */
export type ProjectionTarget =
  | { readonly kind: 'slice'; readonly index: number }
  | { readonly kind: 'file'; readonly file: File };

/** index: into the kept slices. held-out: the `turn`-th of those held out, from 0 and around. */
export type WhichSlice =
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'held-out'; readonly turn: number };

/** One of the data set's kept slices, as it was prepared. */
export interface ShownSlice {
  readonly index: number;
  readonly name: string;
  readonly isHeldOut: boolean;
  /** Kept slices in all, and those held out. */
  readonly slices: number;
  readonly heldOut: number;
  readonly picture: SheetImage;
}

export const PROJECTION_STEPS = { least: 10, usual: 300, most: 1000 } as const;

export interface Projection {
  /** One style for all layers [wDim]: what a shift of Explore may start from. */
  readonly w: Float32Array<ArrayBuffer>;
  /** Of each step. */
  readonly losses: Float32Array<ArrayBuffer>;
  /** Side by side: the real picture, what was found, and their difference around middle grey. */
  readonly sheet: SheetImage;
  /** "pixels, and random conv v1, seed 0, 32 px grey". */
  readonly distance: string;
  /** From the real picture: of the mean picture, where the search began, and of what was found. */
  readonly distances: { readonly start: number; readonly found: number };
  /** "slice 12, IXI002/31.png", or the file's name. */
  readonly target: string;
  readonly from: DrawnFrom;
}
