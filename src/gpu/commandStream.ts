/**
 * The parts of tfjs's WebGPU backend (4.22, pinned) that our own pipelines share with it: its device, buffers and open
 * command encoder. It refuses to run anything; everything that leans on tfjs's insides leans on this one file.
 */
import { activeRecorder } from './recording/trace.ts';
import { sliceOf } from './slices.ts';
import * as tf from './tf.ts';

export interface CommandStream {
  /** These three are exchanged while a step is recorded. */
  device: GPUDevice;
  queue: GPUQueue;
  bufferManager: BufferPool;
  readonly tensorMap: { get(dataId: object): TensorRecord; has(dataId: object): boolean };
  /** tfjs's compiled kernels by what they depend on. */
  readonly pipelineCache: Record<string, GPUComputePipeline>;
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
  makeTensorInfo(shape: number[], dtype: 'float32' | 'int32'): tf.TensorInfo;
}

export interface TensorRecord {
  readonly shape: number[];
  readonly dtype: 'float32' | 'int32';
  resource?: GPUBuffer | null;
  /** The values as last read or written on the CPU. */
  values: object | null;
  /** True where the buffer is not of tfjs's pool and must not go there. */
  external?: boolean;
}

export interface BufferPool {
  readonly freeBuffers: Map<string, GPUBuffer[]>;
  numFreeBuffers: number;
  numBytesAllocated: number;
  acquireBuffer(size: number, usage: GPUBufferUsageFlags, isMapped?: boolean): GPUBuffer;
  releaseBuffer(buffer: GPUBuffer): void;
}

/** The active backend's stream. Throws when the active backend is not webgpu. */
export function commandStream(): CommandStream {
  if (tf.getBackend() !== 'webgpu')
    throw new Error(`Our kernels run on the webgpu backend, and the active one is ${tf.getBackend()}.`);
  return tf.backend() as tf.KernelBackend & CommandStream;
}

/** The GPU itself, also while a step is recorded and tfjs sees a stand-in. */
export function deviceInUse(): GPUDevice {
  return activeRecorder()?.device ?? commandStream().device;
}

/** A float32 tensor with a buffer of unknown content, for a kernel to fill. Not tracked by a tidy until tfjs makes it a Tensor. */
export function emptyTensor(shape: number[]): tf.TensorInfo {
  return commandStream().makeTensorInfo(shape, 'float32');
}

/**
 * Where the tensor lies, for a bind group or a copy of commands not yet submitted: its whole buffer, or its part of one that
 * it shares. Values on the CPU are uploaded, and the buffer stays the tensor's until the commands are.
 */
export function bindingOf(tensor: tf.TensorInfo): Required<GPUBufferBinding> {
  const stream = commandStream();
  stream.uploadToGPU(tensor.dataId);
  stream.commandQueueOwnedIds.add(tensor.dataId);
  const { resource } = stream.tensorMap.get(tensor.dataId);
  if (!resource) throw new Error(`A tensor [${tensor.shape}] has no buffer on the GPU: it was disposed too early.`);
  return { buffer: resource, ...(sliceOf(tensor.dataId) ?? { offset: 0, size: resource.size }) };
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
