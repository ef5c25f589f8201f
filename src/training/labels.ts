/**
 * Classes as the networks are told them: one-hot rows of the reals' own classes and of classes drawn for fakes, with the
 * strength of the moment. It refuses to tell anything to a network without classes.
 */
import type { Live } from '../gpu/live.ts';
import * as tf from '../gpu/tf.ts';
import type { Labels } from '../model/labels.ts';
import type { NetworkShape } from '../model/networkShape.ts';
import { liveNumber } from '../ops/liveNumber.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import type { PreparedBatch } from './feed.ts';

interface Labeller {
  /** Of the reals in part `part` of `parts`; empty where the network is told none. */
  readonly realsOf: (part: number, parts: number) => { readonly realLabels?: Labels };
  /** Of as many fakes as a part has reals, drawn by `stream` and `draw`. */
  readonly fakesOf: (stream: number, draw: Live, parts: number) => { readonly fakeLabels?: Labels };
  /** Of the held-out slices; empty where the network is told none. */
  readonly heldOut: () => { readonly labels?: Labels };
}

/** strength: undefined is 1. Call, and use the result, inside one tidy. */
export function createLabeller(
  { conditional }: Pick<TrainConfig, 'conditional'>,
  { classes }: NetworkShape,
  feed: PreparedBatch,
  batch: number,
  strength: Live | undefined,
): Labeller {
  if (!conditional || classes === 0) return { realsOf: () => ({}), fakesOf: () => ({}), heldOut: () => ({}) };
  const shared = strength === undefined ? {} : { strength: liveNumber(strength) };
  const told = (oneHot: tf.Tensor2D): Labels => ({ oneHot, ...shared });
  const reals = feed.labels(batch);
  return {
    realsOf(part, parts) {
      const count = batch / parts;
      return { realLabels: told(parts === 1 ? reals : tf.slice(reals, [part * count, 0], [count, classes])) };
    },
    fakesOf: (stream, draw, parts) => ({ fakeLabels: told(feed.drawnLabels(stream, draw, batch / parts)) }),
    heldOut: () => ({ labels: told(feed.heldOutLabels(batch)) }),
  };
}
