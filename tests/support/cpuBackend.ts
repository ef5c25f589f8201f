/** Puts tfjs on its CPU backend, for tests in Node; every op then runs its reference. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '../../src/gpu/tf.ts';

export async function useCpuBackend(): Promise<void> {
  await tf.setBackend('cpu');
  await tf.ready();
}
