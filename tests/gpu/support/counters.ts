/**
 * Counts what reaches the GPU, for tests and benchmarks. It refuses to run in a training page: it wraps the browser's own
 * methods while it counts.
 */

export interface Counts {
  dispatches: number;
  submits: number;
  buffersCreated: number;
}

/** Runs f and counts what it records and submits; f may be asynchronous. Do not nest. */
export async function countingCommands(f: () => void | Promise<void>): Promise<Counts> {
  const counts: Counts = { dispatches: 0, submits: 0, buffersCreated: 0 };
  const pass = GPUComputePassEncoder.prototype;
  const queue = GPUQueue.prototype;
  const device = GPUDevice.prototype;
  const { dispatchWorkgroups } = pass;
  const { submit } = queue;
  const { createBuffer } = device;
  pass.dispatchWorkgroups = function (...size) {
    counts.dispatches += 1;
    return dispatchWorkgroups.apply(this, size);
  };
  queue.submit = function (commands) {
    counts.submits += 1;
    return submit.call(this, commands);
  };
  device.createBuffer = function (descriptor) {
    counts.buffersCreated += 1;
    return createBuffer.call(this, descriptor);
  };
  try {
    await f();
  } finally {
    pass.dispatchWorkgroups = dispatchWorkgroups;
    queue.submit = submit;
    device.createBuffer = createBuffer;
  }
  return counts;
}
