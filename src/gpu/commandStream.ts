/**
 * The parts of tfjs's WebGPU backend (4.22, pinned) that our own pipelines share with it: its device, buffers and open
 * command encoder. It refuses to run anything; everything that leans on tfjs's insides leans on this one file.
 */
import * as tf from './tf.ts';

export interface CommandStream {
  readonly device: GPUDevice;
  readonly queue: GPUQueue;
  readonly tensorMap: { get(dataId: object): TensorRecord };
  readonly bufferManager: BufferPool;
  /** Tensors used by commands not yet submitted: disposed ones keep their buffers until then. */
  readonly commandQueueOwnedIds: WeakSet<object>;
  /** Uniform buffers to give back after the next submit. */
  readonly uniformPendingDisposal: GPUBuffer[];
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  dispatchCountInPass: number;
  /** Gives the tensor a buffer, filled with its CPU values if it has any. */
  uploadToGPU(dataId: object): void;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  refCount(dataId: object): number;
  makeTensorInfo(shape: number[], dtype: 'float32'): tf.TensorInfo;
}

interface TensorRecord {
  resource?: GPUBuffer;
  /** The values as last read or written on the CPU. */
  values: object | null;
}

interface BufferPool {
  readonly freeBuffers: Map<string, GPUBuffer[]>;
  numFreeBuffers: number;
  numBytesAllocated: number;
  acquireBuffer(size: number, usage: GPUBufferUsageFlags): GPUBuffer;
}

/** The active backend's stream. Throws when the active backend is not webgpu. */
export function commandStream(): CommandStream {
  if (tf.getBackend() !== 'webgpu')
    throw new Error(`Our kernels run on the webgpu backend, and the active one is ${tf.getBackend()}.`);
  return tf.backend() as tf.KernelBackend & CommandStream;
}

/** A float32 tensor with a buffer of unknown content, for a kernel to fill. Not tracked by a tidy until tfjs makes it a Tensor. */
export function emptyTensor(shape: number[]): tf.TensorInfo {
  return commandStream().makeTensorInfo(shape, 'float32');
}

/** Closes the open pass and hands all recorded commands to the GPU. */
export function flush(): void {
  const stream = commandStream();
  stream.endComputePassEncoder();
  if (stream.commandEncoder) stream.submitQueue();
}

/** Frees the buffers that tfjs keeps for reuse by exact size; worth it when sizes change for good (the picture grew). */
export function emptyBufferPool(): void {
  const { bufferManager } = commandStream();
  flush();
  for (const buffers of bufferManager.freeBuffers.values())
    for (const buffer of buffers.splice(0)) {
      bufferManager.numFreeBuffers -= 1;
      bufferManager.numBytesAllocated -= buffer.size;
      buffer.destroy();
    }
}
