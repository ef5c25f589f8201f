/**
 * PyTorch's numbers of tests/golden/expected, and how far ours are from them: per tensor, the largest difference over the
 * largest number. They come from tests/golden/parity.py, which says what they are.
 */
import type * as tf from '../../../src/gpu/tf.ts';

/** One tensor of a file of expected numbers: base64 of little-endian float32. */
interface Packed {
  readonly shape: readonly number[];
  readonly data: string;
}

export interface Expected {
  readonly tensors: Readonly<Record<string, Packed>>;
}

export interface Difference {
  readonly what: string;
  readonly error: number;
}

/**
 * One difference for each expected tensor and each of ours. A tensor that one side lacks counts as zeros: a gradient that
 * nothing reaches. Reads ours back and leaves them to the caller.
 */
export async function differences(
  { tensors }: Expected,
  ours: ReadonlyMap<string, tf.Tensor>,
): Promise<readonly Difference[]> {
  const names = [...new Set([...Object.keys(tensors), ...ours.keys()])];
  return Promise.all(
    names.map(async (what) => {
      const theirs = tensors[what];
      const given = ours.get(what);
      if (theirs && given && theirs.shape.join() !== given.shape.join())
        throw new Error(`${what} is [${given.shape}], but PyTorch's is [${theirs.shape}].`);
      const values = given && (await given.data());
      const reference = theirs && unpacked(theirs);
      return { what, error: errorOf(values ?? zerosLike(reference), reference ?? zerosLike(values)) };
    }),
  );
}

function unpacked({ data }: Packed): Float32Array {
  return new Float32Array(Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)).buffer);
}

/** Largest difference over the largest reference; the largest difference itself where the reference is zero. */
function errorOf(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  if (ours.length !== theirs.length)
    throw new Error(`${ours.length} numbers cannot be compared with ${theirs.length}.`);
  let worst = 0;
  let largest = 0;
  for (let i = 0; i < theirs.length; i++) {
    const difference = Math.abs((ours[i] as number) - (theirs[i] as number));
    // Not Math.max alone: it must not lose a NaN.
    worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference);
    largest = Math.max(largest, Math.abs(theirs[i] as number));
  }
  return largest > 0 ? worst / largest : worst;
}

const zerosLike = (values: ArrayLike<number> | undefined) => new Float32Array(values?.length ?? 0);
