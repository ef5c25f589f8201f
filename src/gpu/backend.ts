/**
 * Makes our device tfjs's backend, and listens for what would otherwise pass in silence: a bad shader gives zeros, a lost
 * device goes on "succeeding". It refuses to recover: after a loss, a new device is installed from outside.
 */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { AdapterFacts } from '../protocol/events.ts';
import { type Failure, FailureError } from '../protocol/failure.ts';
import { emptyBufferPool } from './commandStream.ts';
import { type OwnedDevice, requestDevice } from './device.ts';
import { markSoftware } from './softwareAdapter.ts';
import { submittedWorkDone } from './submitted.ts';
import { teachSlices } from './teachSlices.ts';
import * as tf from './tf.ts';

const BACKEND = 'webgpu';

export interface StartedBackend {
  readonly adapter: AdapterFacts;
  /** Resolves when everything submitted so far is done. */
  submitted(): Promise<void>;
  /** Frees the buffers kept for reuse. */
  releaseBuffers(): void;
  /** Whether the device is gone; waits a moment, since failing commands are heard of before the loss is. */
  isLost(): Promise<boolean>;
}

const LOSS_IS_HEARD_MS = 1000;

/** A fresh device as tfjs's backend. onFailure: see installBackend. Throws FailureError `no-webgpu`. */
export async function startBackend(onFailure: (failure: Failure) => void): Promise<StartedBackend> {
  const owned = await requestDevice();
  await installBackend(owned, onFailure);
  const isLost = () =>
    Promise.race([
      owned.device.lost.then(() => true),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(false), LOSS_IS_HEARD_MS)),
    ]);
  return { adapter: owned.facts, submitted: submittedWorkDone, releaseBuffers: emptyBufferPool, isLost };
}

/**
 * Replaces tfjs's backend; every tensor of an earlier one is gone. onFailure hears of shader and memory errors
 * (`internal`) and of the device's loss (`device-lost`), each as it happens, possibly many times.
 */
async function installBackend(
  { device, info, facts }: OwnedDevice,
  onFailure: (failure: Failure) => void,
): Promise<void> {
  if (facts.software) markSoftware(device);
  device.addEventListener('uncapturederror', ({ error }) => {
    onFailure({
      code: 'internal',
      message: 'The GPU refused a command, so numbers since then may be wrong. Stop the run and report this.',
      detail: error.message,
    });
  });
  // Also where it was destroyed: nothing here does that.
  void device.lost.then(({ reason, message }) =>
    onFailure({
      code: 'device-lost',
      message: 'The browser lost the GPU: the driver was reset, the computer slept, or another program took it.',
      detail: `${reason}: ${message}`,
    }),
  );
  // Before any tensor: otherwise tfjs computes whatever is small and not yet uploaded on the CPU.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  // The package registers a factory of its own as it loads.
  if (tf.findBackendFactory(BACKEND)) tf.removeBackend(BACKEND);
  tf.registerBackend(BACKEND, () => teachSlices(new WebGPUBackend(device, info)));
  if (!(await tf.setBackend(BACKEND)))
    throw new FailureError(
      'no-webgpu',
      'The GPU was found but could not be started. Reload the page, or restart the browser.',
    );
  await tf.ready();
}
