/** What may be compared with what, and what comes out: types and limits only. */
import type { SheetImage } from './dataset.ts';
import type { Look } from './explore.ts';

/** One side of a comparison: a class of the networks at hand (reals of the same folder), or the last averages of a saved run. */
export type Side =
  | { readonly kind: 'class'; readonly className: string }
  | { readonly kind: 'run'; readonly runId: string };

export const EMBEDDING_METHODS = ['umap', 'tsne', 'pca'] as const;
export type EmbeddingMethod = (typeof EMBEDDING_METHODS)[number];
/** Pictures of each side and kind at most. */
export const MOST_EMBEDDED = 1000;

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
  readonly numbers: readonly SeparationNumber[];
}

export interface Comparison {
  readonly method: EmbeddingMethod;
  readonly extractor: string;
  readonly seed: number;
  /** The names of the sides. */
  readonly names: readonly [string, string];
  /** Missing where the data set at hand has no reals of both sides. */
  readonly real?: Separation;
  readonly generated: Separation;
  /** What the numbers say, honestly. */
  readonly sentence: string;
}

/** The same seeds drawn by both sides. */
export interface SeedPairs {
  readonly seeds: readonly number[];
  readonly look: Look;
  readonly names: readonly [string, string];
  /** Three rows: A, B and B - A around middle grey. */
  readonly sheet: SheetImage;
  /** The mean of B - A over `averaged` seeds, around middle grey, stretched by `gain`. */
  readonly mean: SheetImage;
  readonly averaged: number;
  readonly gain: number;
}
