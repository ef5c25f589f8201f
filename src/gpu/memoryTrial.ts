/** Whether the GPU has room for something, by trying. It refuses to free anything: whoever tried does. */
import { commandStream, flush } from './commandStream.ts';
import * as tf from './tf.ts';

/**
 * Runs `work`, and says whether the GPU had the memory for all that it allocated. Where it had not, what `work` computed is
 * worthless, and its other complaints are taken as consequences.
 */
export async function fitsInMemory(work: () => Promise<void>): Promise<boolean> {
  if (tf.getBackend() !== 'webgpu') {
    await work();
    return true;
  }
  const { device } = commandStream();
  device.pushErrorScope('validation');
  device.pushErrorScope('out-of-memory');
  let memory: GPUError | null = null;
  let other: GPUError | null = null;
  try {
    await work();
    flush();
  } finally {
    memory = await device.popErrorScope();
    other = await device.popErrorScope();
  }
  if (!memory && other) throw new Error(`The GPU refused a command: ${other.message}`);
  return memory === null;
}
