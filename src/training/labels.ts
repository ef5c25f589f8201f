/**
 * Classes as the networks are told them: one-hot rows of the reals' own classes and of classes drawn for fakes, with the
 * strength of the moment. It refuses to tell anything to a network without classes.
 */
import * as tf from '../gpu/tf.ts';
import { type Labels, oneHot } from '../model/labels.ts';
import type { NetworkShape } from '../model/networkShape.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import type { Moment } from './schedule.ts';

/** `count` classes for the draw `step` of `stream`. */
export type DrawLabels = (stream: number, step: number, count: number) => Uint32Array;

interface Labeller {
  /** Of the reals in part `part` of `parts`; empty where the network is told none. */
  readonly realsOf: (part: number, parts: number) => { readonly realLabels?: Labels };
  /** Of as many fakes as a part has reals, drawn by `stream` and `draw`. */
  readonly fakesOf: (stream: number, draw: number, parts: number) => { readonly fakeLabels?: Labels };
}

/** The classes with the strength of the moment. Call inside a tidy. */
export function labelsNow(labels: Uint32Array, { classes }: NetworkShape, { labelStrength }: Moment): Labels {
  return { oneHot: oneHot(labels, classes), ...(labelStrength < 1 ? { strength: tf.scalar(labelStrength) } : {}) };
}

/** Call, and use the result, inside one tidy. */
export function createLabeller(
  { conditional }: Pick<TrainConfig, 'conditional'>,
  shape: NetworkShape,
  now: Moment,
  { labels, drawLabels }: { readonly labels?: Uint32Array; readonly drawLabels: DrawLabels },
): Labeller {
  if (!conditional || shape.classes === 0) return { realsOf: () => ({}), fakesOf: () => ({}) };
  if (!labels) throw new Error('The run is conditional, but its batch came without classes.');
  return {
    realsOf(part, parts) {
      const count = labels.length / parts;
      return { realLabels: labelsNow(labels.subarray(part * count, (part + 1) * count), shape, now) };
    },
    fakesOf: (stream, draw, parts) => ({
      fakeLabels: labelsNow(drawLabels(stream, draw, labels.length / parts), shape, now),
    }),
  };
}
