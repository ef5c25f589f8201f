/**
 * Teaches tfjs's backend that a tensor may be a part of a buffer: by itself it binds and reads whole ones. It refuses to keep
 * values that were read, as tfjs would: kernels that write a whole arena could not find them all.
 */
import type { CommandStream } from './commandStream.ts';
import { type Slice, sliceOf, unmarkSlice } from './slices.ts';
import type * as tf from './tf.ts';

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
    const slice = tensor && sliceOf(tensor.dataId);
    if (!slice) return tensorToBinding.call(insides, tensor);
    const { resource } = insides.tensorMap.get(tensor.dataId);
    return { buffer: resource as GPUBuffer, offset: slice.offset, size: slice.size };
  };
  insides.releaseResource = (dataId) => {
    releaseResource.call(insides, dataId);
    if (sliceOf(dataId)) unmarkSlice(dataId).released();
  };
  insides.read = async (dataId) => {
    if (!sliceOf(dataId)) return read.call(insides, dataId);
    const copy = reading(dataId);
    try {
      return await read.call(insides, copy);
    } finally {
      insides.disposeData(copy);
    }
  };
  insides.readSync = (dataId) => {
    if (!sliceOf(dataId)) return readSync.call(insides, dataId);
    const copy = reading(dataId);
    try {
      return readSync.call(insides, copy);
    } finally {
      insides.disposeData(copy);
    }
  };
  insides.readToGPU = (dataId) => {
    if (!sliceOf(dataId)) return readToGPU.call(insides, dataId);
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
  const { offset, size } = sliceOf(dataId) as Slice;
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
