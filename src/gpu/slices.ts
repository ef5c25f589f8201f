/**
 * Tensors that lie in a part of a buffer that they share with others: which they are, and what tfjs's backend has to know of
 * them, since it binds and reads whole buffers. It refuses to make such buffers (arena.ts does).
 */
import type { CommandStream } from './commandStream.ts';
import type * as tf from './tf.ts';

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

/** The methods of tfjs's backend (4.22) that take a tensor's buffer for its own. */
interface Insides extends CommandStream {
  tensorToBinding(tensor: tf.TensorInfo | null | undefined): GPUBindingResource | null;
  releaseResource(dataId: object): void;
  read(dataId: object): Promise<tf.BackendValues>;
  readSync(dataId: object): tf.BackendValues;
  readToGPU(dataId: object): tf.GPUData;
  disposeData(dataId: object): boolean;
}

/** Makes tfjs's backend mind slices. Call once, before any tensor. Returns it. */
export function teachSlices<Backend extends tf.KernelBackend>(backend: Backend): Backend {
  const insides = backend as unknown as Insides;
  const { tensorToBinding, releaseResource, read, readSync, readToGPU } = insides;
  const reading = (dataId: object) => copyOfSlice(insides, dataId).dataId;
  insides.tensorToBinding = (tensor) => {
    const slice = tensor && slices.get(tensor.dataId);
    if (!slice) return tensorToBinding.call(insides, tensor);
    const { resource } = insides.tensorMap.get(tensor.dataId);
    return { buffer: resource as GPUBuffer, offset: slice.offset, size: slice.size };
  };
  insides.releaseResource = (dataId) => {
    releaseResource.call(insides, dataId);
    const slice = slices.get(dataId);
    slices.delete(dataId);
    slice?.released();
  };
  // Values that were read are not kept, as tfjs would: kernels that write a whole arena could not find them all.
  insides.read = async (dataId) => {
    if (!slices.has(dataId)) return read.call(insides, dataId);
    const copy = reading(dataId);
    try {
      return await read.call(insides, copy);
    } finally {
      insides.disposeData(copy);
    }
  };
  insides.readSync = (dataId) => {
    if (!slices.has(dataId)) return readSync.call(insides, dataId);
    const copy = reading(dataId);
    try {
      return readSync.call(insides, copy);
    } finally {
      insides.disposeData(copy);
    }
  };
  insides.readToGPU = (dataId) => {
    if (!slices.has(dataId)) return readToGPU.call(insides, dataId);
    const copy = reading(dataId);
    try {
      return readToGPU.call(insides, copy);
    } finally {
      insides.disposeData(copy);
    }
  };
  return backend;
}

/** The slice's values in a buffer of tfjs's own, as of the commands recorded so far. Caller disposes the data. */
export function copyOfSlice(stream: CommandStream, dataId: object): tf.TensorInfo {
  const { offset, size } = slices.get(dataId) as Slice;
  const source = stream.tensorMap.get(dataId);
  const copy = stream.makeTensorInfo(source.shape, source.dtype);
  stream.uploadToGPU(copy.dataId);
  stream.commandQueueOwnedIds.add(dataId);
  stream.commandQueueOwnedIds.add(copy.dataId);
  const { resource } = stream.tensorMap.get(copy.dataId);
  copyBuffer(stream, { buffer: source.resource as GPUBuffer, offset, size }, { buffer: resource as GPUBuffer });
  return copy;
}

/** Records a copy, in order with all else. Both must be bound as bindingOf does, or live until the commands are submitted. */
export function copyBuffer(stream: CommandStream, from: Required<GPUBufferBinding>, to: GPUBufferBinding): void {
  stream.ensureCommandEncoderReady();
  stream.endComputePassEncoder();
  const encoder = stream.commandEncoder as GPUCommandEncoder;
  encoder.copyBufferToBuffer(from.buffer, from.offset, to.buffer, to.offset ?? 0, from.size);
}
