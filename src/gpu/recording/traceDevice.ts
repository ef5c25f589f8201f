/**
 * What tfjs's backend sees instead of the GPU while a step is traced: its commands are taken down and nothing runs. It
 * refuses what cannot be replayed: readbacks, timestamps, textures.
 */
import type { CommandStream } from '../commandStream.ts';
import type { Operand, PendingPipeline, Recorder, TracedPipeline } from './trace.ts';
import { fillVirtual, virtualBuffer, virtualFacts } from './virtualBuffer.ts';

const refuse = (what: string) => () => {
  throw new Error(`A step that is being recorded used ${what}, which cannot be replayed: move it out of the step.`);
};

/** tfjs's parts for the time of the recording. */
export interface TraceParts {
  readonly device: GPUDevice;
  readonly queue: GPUQueue;
  readonly bufferManager: CommandStream['bufferManager'];
  /** Buffers from outside that the step gave back. */
  readonly givenBack: ReadonlySet<GPUBuffer>;
}

export function traceParts(pool: CommandStream['bufferManager'], recorder: Recorder): TraceParts {
  const { device: gpu } = recorder;
  const givenBack = new Set<GPUBuffer>();
  const queue = {
    submit: () => undefined,
    writeBuffer: (buffer: GPUBuffer, offset: number, data: ArrayBuffer, from = 0, size = data.byteLength - from) => {
      fillVirtual(buffer, offset, new Uint8Array(data, from, size));
    },
    onSubmittedWorkDone: refuse('a wait'),
  };
  const device = {
    limits: gpu.limits,
    features: gpu.features,
    queue,
    createShaderModule: (descriptor: GPUShaderModuleDescriptor) => gpu.createShaderModule(descriptor),
    createComputePipeline: (descriptor: GPUComputePipelineDescriptor): PendingPipeline & object => ({
      descriptor,
      ready: undefined,
      ...{ getBindGroupLayout: () => undefined },
    }),
    // A bind group is kept as its description: the recorded step makes the real one.
    createBindGroup: (descriptor: GPUBindGroupDescriptor) => descriptor,
    createCommandEncoder: () => traceEncoder(recorder),
    createTexture: refuse('a texture'),
    createQuerySet: refuse('a timestamp'),
  };
  const bufferManager = {
    ...pool,
    freeBuffers: new Map<string, GPUBuffer[]>(),
    acquireBuffer: (size: number, usage: GPUBufferUsageFlags, isMapped = false) => virtualBuffer(size, usage, isMapped),
    releaseBuffer: (buffer: GPUBuffer) => {
      if (!virtualFacts(buffer)) givenBack.add(buffer);
    },
  };
  // tfjs uses no more of its device and queue than these in a step; what it might use else must fail, not pass through.
  return { device: device as unknown as GPUDevice, queue: queue as unknown as GPUQueue, bufferManager, givenBack };
}

/** tfjs binds its output first, then the inputs, then the uniform block. */
function traceEncoder(recorder: Recorder) {
  return {
    beginComputePass() {
      let pipeline: TracedPipeline | undefined;
      let bound: readonly GPUBufferBinding[] = [];
      return {
        setPipeline: (next: TracedPipeline) => {
          pipeline = next;
        },
        setBindGroup: (_: number, { entries }: { entries: readonly { resource: GPUBufferBinding }[] }) => {
          bound = entries.map(({ resource }) => resource);
        },
        dispatchWorkgroups: (x: number, y = 1, z = 1) => {
          const block = bound.at(-1);
          const contents = block && virtualFacts(block.buffer)?.contents;
          if (!pipeline || !block || !contents) throw new Error('tfjs dispatched without a pipeline or uniforms.');
          recorder.add({
            kind: 'dispatch',
            pipeline,
            operands: bound.slice(0, -1).map(operandOf),
            writes: [0],
            uniforms: contents.slice(0, block.size ?? contents.byteLength),
            workgroups: [x, y, z],
          });
        },
        end: () => undefined,
      };
    },
    copyBufferToBuffer: (from: GPUBuffer, fromOffset: number, to: GPUBuffer, toOffset: number, size: number) => {
      recorder.add({
        kind: 'copy',
        from: { buffer: from, offset: fromOffset, size },
        to: { buffer: to, offset: toOffset, size },
      });
    },
    copyBufferToTexture: refuse('a readback'),
    resolveQuerySet: refuse('a timestamp'),
    finish: () => undefined,
  };
}

function operandOf({ buffer, offset = 0, size }: GPUBufferBinding): Operand {
  return { buffer, offset, size: size ?? buffer.size - offset };
}
