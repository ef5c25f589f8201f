/**
 * Batches of slices and their classes on the GPU, in an order that is a pure function of seed and nimg: no slice is repeated
 * or dropped within an epoch. `prepare` is all that JavaScript does for a step; the rest are kernels, which a recorded step
 * replays.
 */
import type { SliceSource } from '../dataset/sliceSource.ts';
import { mostInletBytes } from '../gpu/inlet.ts';
import type { Live } from '../gpu/live.ts';
import type * as tf from '../gpu/tf.ts';
import type { PixelPlacement } from '../protocol/events.ts';
import { FailureError } from '../protocol/failure.ts';
import { batchOrder, heldOutOrder } from './data/order.ts';
import { MOST_PIXEL_BYTES, pixelPlacement } from './data/placement.ts';
import { createSupply } from './data/supply.ts';

/** Which batch is wanted. */
export interface BatchAt {
  /** Reals shown before it. */
  readonly nimg: number;
  /** Iterations before it: the held-out slices follow it. */
  readonly step: number;
  readonly batch: number;
  readonly resolution: number;
}

/**
 * What a step reads of the prepared batch. All of it is synchronous and may be recorded; callers dispose. Batch sizes must
 * be those that were prepared.
 */
export interface PreparedBatch {
  /** [batch,R,R,channels] in [-1,1]. */
  pictures(batch: number, resolution: number): tf.Tensor4D;
  /** The class of each, one-hot [batch,K]; zeros alone where a slice has none. Only where there are classes. */
  labels(batch: number): tf.Tensor2D;
  /**
   * Classes of `count` training slices drawn with replacement, one-hot [count,K], so that fakes have the data's shares: pure
   * in (seed, stream, step). Only where there are classes.
   */
  drawnLabels(stream: number, step: Live, count: number): tf.Tensor2D;
  /** Slices never trained on, of the classes that are, as pictures(); where they were prepared. */
  heldOutPictures(batch: number, resolution: number): tf.Tensor4D;
  heldOutLabels(batch: number): tf.Tensor2D;
}

export interface Feed extends PreparedBatch {
  readonly slicesPerEpoch: number;
  /** Values a pixel: 1 or 3. */
  readonly channels: number;
  /** Class names in label order; [] where the data set has none. */
  readonly classes: readonly string[];
  /** Held-out slices of the classes that are trained on. */
  readonly heldOutCount: number;
  /** Where the slices lie while batches of at most `batch` are trained on. */
  placement(batch: number): PixelPlacement;
  /**
   * Makes a batch the present one, and where `heldOut`, as many held-out slices: pure in (seed, step), none twice unless
   * there are fewer. Steps submitted before still see theirs. Throws FailureError 'bad-config' where none is held out.
   */
  prepare(at: BatchAt, needs: { readonly heldOut: boolean }): Promise<void>;
  /** Frees what is on the GPU; the next prepare makes it anew. */
  release(): void;
}

/** A feed over the source's training slices. The source stays the caller's. mostBytes: of slices that lie on the GPU. */
export function createFeed(source: SliceSource, seed: number, mostBytes = MOST_PIXEL_BYTES): Feed {
  const { trainingIndices, channels, classes, resolution: side } = source;
  const training = trainingIndices.length;
  if (training === 0)
    throw new Error('There is no slice to train on: choose other classes or hold fewer subjects out.');
  const heldOutIndices = heldOutOfTrainedClasses(source);
  const heldOut = heldOutIndices.length;
  const placement = (batch: number) =>
    pixelPlacement({ training, heldOut, side, channels, batch }, mostBytes, mostInletBytes());
  const { where } = placement(1);
  const reals = createSupply(source, trainingIndices, where);
  const away = createSupply(source, heldOutIndices, where);
  const order = batchOrder(seed, training);
  return {
    slicesPerEpoch: training,
    channels,
    classes,
    heldOutCount: heldOut,
    placement,
    async prepare({ nimg, step, batch }, needs) {
      if (needs.heldOut && heldOut === 0)
        throw new FailureError(
          'bad-config',
          'No slice is held out to compare with: hold out a share of the subjects, or keep augmentation fixed.',
        );
      await reals.put(order(nimg, batch), order(nimg + batch, batch));
      if (needs.heldOut) await away.put(heldOutOrder(seed, heldOut, step, batch));
    },
    pictures: reals.pictures,
    labels: reals.classes,
    drawnLabels: (stream, step, count) => reals.drawnClasses({ seed, stream, step }, count),
    heldOutPictures: away.pictures,
    heldOutLabels: away.classes,
    release() {
      reals.release();
      away.release();
    },
  };
}

/** A critic that never saw a class would score it low for that alone. */
function heldOutOfTrainedClasses({ slices, trainingIndices, heldOutIndices }: SliceSource): number[] {
  const trained = new Set(trainingIndices.map((index) => slices[index]?.className));
  return heldOutIndices.filter((index) => trained.has(slices[index]?.className));
}
