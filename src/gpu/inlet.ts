/**
 * A tensor with a buffer of its own that JavaScript writes between steps: what changes from batch to batch reaches a
 * recorded step through it. It refuses to be written while a step is recorded, and never grows.
 */
import { commandStream, flush } from './commandStream.ts';
import * as tf from './tf.ts';

export interface Inlet {
  /** Read it in any kernel; a tidy leaves it alone. */
  readonly tensor: tf.Tensor;
  /**
   * Copies the bytes of `values` (a multiple of 4 of them) to the elements from `at` on. Commands recorded before still see
   * the old ones.
   */
  write(values: ArrayBufferView<ArrayBuffer>, at?: number): void;
  dispose(): void;
}

const BYTES_AN_ELEMENT = 4;

/** An inlet of zeros, on the active backend. int32 elements may hold any 32 bits. Caller disposes. */
export function createInlet(shape: number[], dtype: 'float32' | 'int32'): Inlet {
  return tf.getBackend() === 'webgpu' ? inletOnGpu(shape, dtype) : inletInMemory(shape, dtype);
}

/** Bytes that one inlet may have on the active backend. */
export function mostInletBytes(): number {
  if (tf.getBackend() !== 'webgpu') return Number.POSITIVE_INFINITY;
  const { maxStorageBufferBindingSize, maxBufferSize } = commandStream().device.limits;
  return Math.min(maxStorageBufferBindingSize, maxBufferSize);
}

/** Resolves when the GPU has what was written so far, and the browser no longer keeps a copy. */
export async function inletsWritten(): Promise<void> {
  if (tf.getBackend() === 'webgpu') await commandStream().queue.onSubmittedWorkDone();
}

function inletOnGpu(shape: number[], dtype: 'float32' | 'int32'): Inlet {
  const { device } = commandStream();
  const size = tf.util.sizeFromShape(shape) * BYTES_AN_ELEMENT;
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const buffer = device.createBuffer({ label: `inlet [${shape}]`, size, usage });
  const tensor = tf.keep(tf.tensor({ buffer, zeroCopy: true }, shape, dtype));
  return {
    tensor,
    write(values, at = 0) {
      const start = at * BYTES_AN_ELEMENT;
      refuseOverflow(start + values.byteLength, size, shape);
      // The queue would put the write before commands that tfjs still holds back.
      flush();
      const { queue, tensorMap } = commandStream();
      queue.writeBuffer(buffer, start, values.buffer, values.byteOffset, values.byteLength);
      tensorMap.get(tensor.dataId).values = null;
    },
    dispose() {
      if (tensor.isDisposed) return;
      flush();
      tensor.dispose();
      buffer.destroy();
    },
  };
}

/** The same on any other backend, for tests. */
function inletInMemory(shape: number[], dtype: 'float32' | 'int32'): Inlet {
  const variable = tf.tidy(() => tf.variable(tf.zeros(shape, dtype), false));
  return {
    tensor: variable,
    write(values, at = 0) {
      const content = variable.dataSync().slice();
      const start = at * BYTES_AN_ELEMENT;
      refuseOverflow(start + values.byteLength, content.byteLength, shape);
      new Uint8Array(content.buffer).set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), start);
      tf.tidy(() => variable.assign(tf.tensor(content, shape, dtype)));
    },
    dispose: () => variable.dispose(),
  };
}

function refuseOverflow(end: number, size: number, shape: readonly number[]): void {
  if (end > size)
    throw new RangeError(`An inlet [${shape}] of ${size} bytes was written up to byte ${end}: make it larger.`);
}
