/**
 * Runs our own compute pipelines inside tfjs's command stream, in order with its own: any number of outputs, in-place
 * writes, no per-call uploads but the uniforms. It refuses to know what a kernel computes.
 */
import { bindingOf, type CommandStream, commandStream } from './commandStream.ts';
import { activeRecorder, isPending, type TracedPipeline } from './recording/trace.ts';
import * as tf from './tf.ts';
import { blockOf, isLive, type Word } from './words.ts';

export { f32, u32, type Word } from './words.ts';

/** A WGSL module with one entry point, `main`. */
export interface Program {
  /** Names everything that `code` depends on; also the pipeline's label. */
  readonly key: string;
  /**
   * WGSL. Group 0 holds the reads, then the writes (read_write), then the uniform block if there is one; every binding
   * must be used, or WebGPU drops it from the layout.
   */
  readonly code: () => string;
}

export interface Dispatch {
  readonly program: Program;
  readonly reads: readonly tf.TensorInfo[];
  /** Their buffers are bound read_write; tfjs's CPU copies of them are dropped. No tensor may be both read and written. */
  readonly writes: readonly tf.TensorInfo[];
  /** The uniform struct's members in order, all 4 bytes wide. */
  readonly uniforms?: readonly Word[];
  readonly workgroups: readonly [number, number, number];
}

interface DeviceCache {
  readonly pipelines: Map<string, TracedPipeline>;
  readonly uniforms: Map<string, GPUBuffer>;
  /** The changing words last uploaded: the dispatches of one optimizer step share theirs. */
  recent?: { readonly key: string; readonly buffer: GPUBuffer; readonly encoder: GPUCommandEncoder | null };
}

const caches = new WeakMap<GPUDevice, DeviceCache>();

/** Records one dispatch; it runs after everything recorded before it. */
export function dispatch({ program, reads, writes, uniforms, workgroups }: Dispatch): void {
  const stream = commandStream();
  const bindings: Required<GPUBufferBinding>[] = [];
  for (const tensor of reads) bindings.push(bindingOf(tensor));
  for (const tensor of writes) {
    bindings.push(bindingOf(tensor));
    stream.tensorMap.get(tensor.dataId).values = null;
  }
  const recorder = activeRecorder();
  if (recorder) {
    recorder.add({
      kind: 'dispatch',
      pipeline: tracedPipeline(recorder.device, program),
      operands: bindings,
      writes: writes.map((_, i) => reads.length + i),
      uniforms,
      workgroups,
    });
    return;
  }
  const cache = cacheOf(stream.device);
  const block = uniforms && uniformBuffer(stream, cache, uniforms);
  const pipeline = readyPipeline(stream.device, cache, program);
  const bindGroup = stream.device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [...bindings, ...(block ? [{ buffer: block }] : [])].map((resource, binding) => ({ binding, resource })),
  });
  stream.ensureCommandEncoderReady();
  stream.computePassEncoder ??= (stream.commandEncoder as GPUCommandEncoder).beginComputePass();
  stream.computePassEncoder.setPipeline(pipeline);
  stream.computePassEncoder.setBindGroup(0, bindGroup);
  stream.computePassEncoder.dispatchWorkgroups(...workgroups);
  stream.dispatchCountInPass += 1;
  if (stream.dispatchCountInPass >= tf.env().getNumber('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE')) {
    stream.endComputePassEncoder();
    stream.submitQueue();
  }
}

function cacheOf(device: GPUDevice): DeviceCache {
  let cache = caches.get(device);
  if (!cache) {
    cache = { pipelines: new Map(), uniforms: new Map() };
    caches.set(device, cache);
  }
  return cache;
}

function readyPipeline(device: GPUDevice, cache: DeviceCache, program: Program): GPUComputePipeline {
  const known = cache.pipelines.get(program.key);
  if (known && !isPending(known)) return known;
  const pipeline = known?.ready ?? device.createComputePipeline(known?.descriptor ?? descriptorOf(device, program));
  cache.pipelines.set(program.key, pipeline);
  return pipeline;
}

/** While a step is recorded: what is not compiled yet is compiled with all else when the trace is complete. */
function tracedPipeline(device: GPUDevice, program: Program): TracedPipeline {
  const { pipelines } = cacheOf(device);
  const known = pipelines.get(program.key);
  if (known) return known;
  const standIn = { descriptor: descriptorOf(device, program), ready: undefined };
  pipelines.set(program.key, standIn);
  return standIn;
}

function descriptorOf(device: GPUDevice, { key, code }: Program): GPUComputePipelineDescriptor {
  const module = device.createShaderModule({ label: key, code: code() });
  return { label: key, layout: 'auto', compute: { module, entryPoint: 'main' } };
}

function uniformBuffer(stream: CommandStream, cache: DeviceCache, words: readonly Word[]): GPUBuffer {
  const content = blockOf(words);
  const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
  const key = new Uint32Array(content).join();
  if (isLive(words)) {
    const { recent } = cache;
    stream.ensureCommandEncoderReady();
    // With the encoder it was made for, the buffer goes back to the pool and gets other words.
    if (recent?.key === key && recent.encoder === stream.commandEncoder) return recent.buffer;
    const buffer = stream.bufferManager.acquireBuffer(content.byteLength, usage);
    stream.queue.writeBuffer(buffer, 0, content);
    stream.uniformPendingDisposal.push(buffer);
    cache.recent = { key, buffer, encoder: stream.commandEncoder };
    return buffer;
  }
  let buffer = cache.uniforms.get(key);
  if (!buffer) {
    buffer = stream.device.createBuffer({ size: content.byteLength, usage });
    stream.queue.writeBuffer(buffer, 0, content);
    cache.uniforms.set(key, buffer);
  }
  return buffer;
}
