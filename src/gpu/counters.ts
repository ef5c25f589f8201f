/**
 * Counts what a page asks of the GPU: commands, objects made, bytes uploaded and held. For benchmarks and tests alone: it
 * wraps the browser's own methods. A buffer that is dropped without being destroyed counts as held.
 */

export interface GpuCounts {
  dispatches: number;
  /** From buffer to buffer or texture, and clears. */
  copies: number;
  submits: number;
  buffers: number;
  bindGroups: number;
  pipelines: number;
  /** Calls of writeBuffer, and buffers that were made mapped to be filled. */
  uploads: number;
  uploadedBytes: number;
}

export interface GpuCounters {
  /** Since the counters were installed. The object is the caller's. */
  counts(): GpuCounts;
  /** Bytes of the buffers that were made since and not destroyed. */
  heldBytes(): number;
  /** The most bytes held at once since the last restartPeak. */
  peakBytes(): number;
  restartPeak(): void;
  /** Puts the browser's methods back. */
  uninstall(): void;
}

const NOTHING: Readonly<GpuCounts> = {
  dispatches: 0,
  copies: 0,
  submits: 0,
  buffers: 0,
  bindGroups: 0,
  pipelines: 0,
  uploads: 0,
  uploadedBytes: 0,
};

/** Counts on every device of this page from now on. One at a time. Uninstall when done. */
export function installGpuCounters(): GpuCounters {
  const counts = { ...NOTHING };
  const held = new WeakMap<object, number>();
  let heldBytes = 0;
  let peakBytes = 0;
  const upload = (bytes: number) => {
    counts.uploads++;
    counts.uploadedBytes += bytes;
  };
  const buffer = (made: object, { size, mappedAtCreation }: GPUBufferDescriptor) => {
    counts.buffers++;
    held.set(made, size);
    heldBytes += size;
    peakBytes = Math.max(peakBytes, heldBytes);
    if (mappedAtCreation) upload(size);
  };
  const destroyed = (which: object) => {
    heldBytes -= held.get(which) ?? 0;
    held.delete(which);
  };
  const count = (key: keyof GpuCounts) => () => {
    counts[key]++;
  };
  const [device, encoder, pass] = [GPUDevice.prototype, GPUCommandEncoder.prototype, GPUComputePassEncoder.prototype];
  const undo = [
    observe(pass, 'dispatchWorkgroups', count('dispatches')),
    observe(pass, 'dispatchWorkgroupsIndirect', count('dispatches')),
    observe(encoder, 'copyBufferToBuffer', count('copies')),
    observe(encoder, 'copyBufferToTexture', count('copies')),
    observe(encoder, 'copyTextureToBuffer', count('copies')),
    observe(encoder, 'clearBuffer', count('copies')),
    observe(GPUQueue.prototype, 'submit', count('submits')),
    observe(GPUQueue.prototype, 'writeBuffer', ({ args }) => upload(writtenBytes(args as WriteArguments))),
    observe(device, 'createBuffer', ({ args, result }) => buffer(result as object, args[0] as GPUBufferDescriptor)),
    observe(GPUBuffer.prototype, 'destroy', ({ self }) => destroyed(self)),
    observe(device, 'createBindGroup', count('bindGroups')),
    observe(device, 'createComputePipeline', count('pipelines')),
    observe(device, 'createComputePipelineAsync', count('pipelines')),
  ];
  return {
    counts: () => ({ ...counts }),
    heldBytes: () => heldBytes,
    peakBytes: () => peakBytes,
    restartPeak() {
      peakBytes = heldBytes;
    },
    uninstall() {
      for (const putBack of undo) putBack();
    },
  };
}

/** What was counted between two looks. */
export function countsBetween(before: GpuCounts, after: GpuCounts): GpuCounts {
  const between = { ...NOTHING };
  for (const key of Object.keys(between) as (keyof GpuCounts)[]) between[key] = after[key] - before[key];
  return between;
}

type WriteArguments = Parameters<GPUQueue['writeBuffer']>;

/** Offset and size of a typed array count its elements, those of a buffer bytes. */
function writtenBytes([, , data, offset = 0, size]: WriteArguments): number {
  const unit = 'BYTES_PER_ELEMENT' in data ? (data as Uint8Array).BYTES_PER_ELEMENT : 1;
  return size === undefined ? data.byteLength - offset * unit : size * unit;
}

interface Call {
  readonly self: object;
  readonly args: readonly unknown[];
  readonly result: unknown;
}

/** Lets `seen` look at each call of a method after it returned. Returns how to stop. */
function observe(prototype: object, method: string, seen: (call: Call) => void): () => void {
  const original = Reflect.get(prototype, method) as (...args: unknown[]) => unknown;
  const observed = function (this: object, ...args: unknown[]): unknown {
    const result = Reflect.apply(original, this, args);
    seen({ self: this, args, result });
    return result;
  };
  Reflect.set(prototype, method, observed);
  return () => {
    Reflect.set(prototype, method, original);
  };
}
