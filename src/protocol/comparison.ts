/** What may be compared with what, and what comes out: types and limits only. */
import type { SheetImage } from './dataset.ts';
import type { Look } from './explore.ts';

/** One side of a comparison: a class of the networks at hand (reals of the same folder), or the last averages of a saved run. */
export type Side =
  | { readonly kind: 'class'; readonly className: string }
  | { readonly kind: 'run'; readonly runId: string };

export const EMBEDDING_METHODS = ['umap', 'tsne', 'pca'] as const;
export type EmbeddingMethod = (typeof EMBEDDING_METHODS)[number];
/** Pictures of each side and kind. */
export const MOST_EMBEDDED = 1000;
export const FEWEST_EMBEDDED = 10;
/** Seeds whose pictures are shown in pairs, and over which their difference is averaged, at most. */
export const MOST_PAIRS_SHOWN = 8;
export const MOST_PAIRS = 256;
/** Rows of steps in a story at most: a chart is no wider. */
export const MOST_STORY_STEPS = 2000;

/** Points of one plane, side A's first. */
export interface Embedded {
  /** x and y by turns. */
  readonly points: Float32Array<ArrayBuffer>;
  /** How many of them are side A's. */
  readonly first: number;
}

/** A number about two sets, what it would be if nothing set them apart, and its middle 95 %. */
export interface SeparationNumber {
  readonly id: 'oneNearest' | 'silhouette' | 'auc';
  readonly value: number;
  readonly interval: { readonly low: number; readonly high: number };
  readonly ifNone: number;
}

export interface Separation {
  readonly embedded: Embedded;
  /** Those that can be measured. */
  readonly numbers: readonly SeparationNumber[];
  /** Pictures of each side that the numbers are of: as many real as generated. */
  readonly pictures: number;
}

export interface Comparison {
  readonly method: EmbeddingMethod;
  readonly extractor: string;
  /** The first of side A's, whose seeds are followed by side B's. */
  readonly seed: number;
  readonly psi: number;
  /** The names of the sides. */
  readonly names: readonly [string, string];
  /** Reals that each side's critic had been shown when it was drawn. */
  readonly nimg: readonly [number, number];
  /** The control: reals of both sides. Missing where the data set at hand has none. */
  readonly real?: Separation;
  /** Why there is no control, as a sentence. */
  readonly noControl?: string;
  readonly generated: Separation;
  /** What the numbers say, honestly. */
  readonly sentence: string;
}

/** The same seeds drawn by both sides. */
export interface SeedPairs {
  readonly seeds: readonly number[];
  readonly look: Look;
  readonly names: readonly [string, string];
  readonly nimg: readonly [number, number];
  /** Three rows: A, B and B - A around middle grey, halved so that nothing is cut off. */
  readonly sheet: SheetImage;
  /** The mean of B - A over `averaged` seeds, around middle grey, halved and then stretched by `gain`. */
  readonly mean: SheetImage;
  readonly averaged: number;
  readonly gain: number;
}
