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

/** Call, and use the result, inside one tidy. */
export function createLabeller(
  { conditional }: Pick<TrainConfig, 'conditional'>,
  { classes }: NetworkShape,
  now: Moment,
  { labels, drawLabels }: { readonly labels?: Uint32Array; readonly drawLabels: DrawLabels },
): Labeller {
  if (!conditional || classes === 0) return { realsOf: () => ({}), fakesOf: () => ({}) };
  if (!labels) throw new Error('The run is conditional, but its batch came without classes.');
  const strength = now.labelStrength < 1 ? { strength: tf.scalar(now.labelStrength) } : {};
  return {
    realsOf(part, parts) {
      const count = labels.length / parts;
      return {
        realLabels: { oneHot: oneHot(labels.subarray(part * count, (part + 1) * count), classes), ...strength },
      };
    },
    fakesOf(stream, draw, parts) {
      return { fakeLabels: { oneHot: oneHot(drawLabels(stream, draw, labels.length / parts), classes), ...strength } };
    },
  };
}
