/**
 * Whether a run's slices lie on the GPU for good, and how many bytes they take there. Pure: it refuses to allocate, so that
 * the answer can be had before a run.
 */
import type { PixelPlacement } from '../../protocol/events.ts';

/**
 * Beyond this the slices are streamed: a laptop's GPU shares a few gigabytes with everything else, and the networks need
 * most of them. A limit of our own, since no browser tells how much memory a GPU has.
 */
export const MOST_PIXEL_BYTES = 512 * 2 ** 20;

export interface PixelDemand {
  /** Slices trained on, and held-out ones of the same classes. */
  readonly training: number;
  readonly heldOut: number;
  /** Side of the stored squares, and values a pixel. */
  readonly side: number;
  readonly channels: number;
  /** Slices a step, at most. */
  readonly batch: number;
}

/** most: bytes for all slices. mostInOne: bytes of one buffer on this device. */
export function pixelPlacement(
  { training, heldOut, side, channels, batch }: PixelDemand,
  most: number,
  mostInOne: number,
): PixelPlacement {
  const picture = side * side * channels;
  const all = (training + heldOut) * picture;
  const fits = all <= most && Math.max(training, heldOut) * picture <= mostInOne;
  return fits ? { where: 'gpu', bytes: all } : { where: 'streamed', bytes: batch * picture };
}
