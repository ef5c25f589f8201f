/** A set of grey pictures of one size, as metrics take it: bytes 0..255, no tensors, no files. */

export interface GreyImages {
  /** Row by row, picture by picture: count * side * side bytes. */
  readonly pixels: Uint8Array;
  readonly count: number;
  /** Pixels a side of each square. */
  readonly side: number;
}

/** Checks the sizes once, so that the metrics need not. Keeps `pixels` without a copy. */
export function greyImages(pixels: Uint8Array, side: number): GreyImages {
  const count = pixels.length / (side * side);
  if (Number.isInteger(count) && Number.isInteger(side) && side > 0) return { pixels, count, side };
  throw new RangeError(`${pixels.length} pixels are not a whole number of pictures of ${side} x ${side}.`);
}

/** The pictures at `indices`, in that order, copied. */
export function chosenImages({ pixels, side }: GreyImages, indices: ArrayLike<number>): GreyImages {
  const size = side * side;
  const chosen = new Uint8Array(indices.length * size);
  for (let i = 0; i < indices.length; i++) {
    const from = (indices[i] as number) * size;
    if (!(from >= 0 && from + size <= pixels.length)) throw new RangeError(`There is no picture number ${indices[i]}.`);
    chosen.set(pixels.subarray(from, from + size), i * size);
  }
  return { pixels: chosen, count: indices.length, side };
}
