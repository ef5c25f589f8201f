/** Which tensors lie in a part of a buffer that they share with others. It refuses to make such buffers (arena.ts does). */

/** In bytes. */
export interface Slice {
  readonly offset: number;
  readonly size: number;
}

interface OwnedSlice extends Slice {
  /** Called when tfjs has let go of the last tensor there, and of the commands that use it. */
  readonly released: () => void;
}

const slices = new WeakMap<object, OwnedSlice>();

/** The tensor's part of its buffer; undefined where the buffer is its own. */
export function sliceOf(dataId: object): Slice | undefined {
  return slices.get(dataId);
}

/** The tensor's buffer is to be bound, copied and read in this part alone. tfjs's pool must not own the buffer. */
export function markSlice(dataId: object, slice: OwnedSlice): void {
  slices.set(dataId, slice);
}

/** The tensor gets a buffer of its own. Returns what it was marked with: `released` is the caller's to call. */
export function unmarkSlice(dataId: object): OwnedSlice {
  const slice = slices.get(dataId);
  if (!slice) throw new Error('A tensor that has a buffer of its own was taken for a part of another.');
  slices.delete(dataId);
  return slice;
}
