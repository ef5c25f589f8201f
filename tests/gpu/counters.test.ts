/**
 * What a training step asks of the GPU must not creep: counts are the same on every machine. The bounds are what was
 * reached; whoever lowers a number lowers its bound.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countWorld, type WorldCounts } from '../../bench/countWorld.ts';
import { ourPathLengthWorld, ourWorld } from '../../bench/measuredStep.ts';
import { emptyBufferPool } from '../../src/gpu/commandStream.ts';
import { countsBetween, type GpuCounters, type GpuCounts, installGpuCounters } from '../../src/gpu/counters.ts';
import { requestDevice } from '../../src/gpu/device.ts';
import { startedBackend } from './support/backend.ts';

startedBackend();

/** At most, for StyleGAN2 at 32 px with batch 8, recorded, in steady state; see docs/performance.md for the aims. */
const BOUNDS: Readonly<Record<string, Pick<GpuCounts, 'dispatches' | 'copies' | 'submits' | 'uploadedBytes'>>> = {
  'Gmain + average': { dispatches: 163, copies: 0, submits: 1, uploadedBytes: 176 },
  Dmain: { dispatches: 115, copies: 0, submits: 0, uploadedBytes: 144 },
  Dreg: { dispatches: 160, copies: 0, submits: 0, uploadedBytes: 32 },
  step: { dispatches: 277, copies: 0, submits: 1, uploadedBytes: 320 },
  'step with R1': { dispatches: 437, copies: 0, submits: 1, uploadedBytes: 352 },
  'Gpl + average': { dispatches: 705, copies: 1, submits: 1, uploadedBytes: 208 },
};
/** Nothing is made in a step. */
const NEVER = ['buffers', 'bindGroups', 'pipelines'] as const;
/** Peak GPU bytes in multiples of the least that must be held at once. */
const PEAK = 1.5;

let counters: GpuCounters;
beforeAll(() => {
  counters = installGpuCounters();
});
afterAll(() => counters.uninstall());

/** All that is above its bound, as sentences. */
function excesses({ parts }: WorldCounts): string[] {
  return Object.entries(parts).flatMap(([part, counts]) => {
    const bounds = BOUNDS[part];
    if (!bounds) return [`${part} has no bounds.`];
    const limits = { ...bounds, ...Object.fromEntries(NEVER.map((kind) => [kind, 0])) } as Partial<GpuCounts>;
    return (Object.entries(limits) as [keyof GpuCounts, number][])
      .filter(([kind, limit]) => counts[kind] > limit)
      .map(([kind, limit]) => `${part}: ${counts[kind]} ${kind}, at most ${limit}`);
  });
}

/** For whoever lowers the bounds. */
function show({ parts, peakBytes, memory }: WorldCounts): void {
  for (const [part, counts] of Object.entries(parts)) console.info(`${part}: ${JSON.stringify(counts)}`);
  console.info(`peak ${peakBytes} bytes, at least ${memory?.minimumBytes}`);
}

test('a recorded step stays within its bounds', async () => {
  const counted = await countWorld(() => ourWorld('recorded'), counters, emptyBufferPool);
  show(counted);
  expect(excesses(counted)).toEqual([]);
  const minimum = counted.memory?.minimumBytes ?? Number.NaN;
  expect(counted.peakBytes / minimum, 'peak GPU bytes / minimum').toBeLessThan(PEAK);
});

test('so does its path length', async () => {
  const counted = await countWorld(() => ourPathLengthWorld('recorded'), counters, emptyBufferPool);
  show(counted);
  expect(excesses(counted)).toEqual([]);
});

describe('the counters', () => {
  const SIZE = 64;
  const code =
    '@group(0) @binding(0) var<storage, read_write> x: array<f32>; @compute @workgroup_size(1) fn main() { x[0] = 1; }';

  test('count each command, and hold what is not destroyed', async () => {
    const { device } = await requestDevice();
    const before = counters.counts();
    const held = counters.heldBytes();
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    const buffer = device.createBuffer({ size: SIZE, usage });
    const mapped = device.createBuffer({ size: SIZE, usage, mappedAtCreation: true });
    mapped.unmap();
    counters.restartPeak();
    device.queue.writeBuffer(buffer, 0, new Float32Array(4), 1, 2);
    device.queue.writeBuffer(buffer, 0, new Float32Array(4));
    const module = device.createShaderModule({ code });
    const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
    const layout = pipeline.getBindGroupLayout(0);
    const group = device.createBindGroup({ layout, entries: [{ binding: 0, resource: { buffer } }] });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(1);
    pass.dispatchWorkgroups(1);
    pass.end();
    encoder.copyBufferToBuffer(buffer, 0, mapped, 0, SIZE);
    device.queue.submit([encoder.finish()]);
    expect(countsBetween(before, counters.counts())).toEqual({
      dispatches: 2,
      copies: 1,
      submits: 1,
      buffers: 2,
      bindGroups: 1,
      pipelines: 1,
      uploads: 3,
      uploadedBytes: SIZE + 8 + 16,
    });
    expect(counters.heldBytes() - held).toBe(2 * SIZE);
    buffer.destroy();
    buffer.destroy();
    expect(counters.heldBytes() - held).toBe(SIZE);
    expect(counters.peakBytes() - held).toBe(2 * SIZE);
    mapped.destroy();
    device.destroy();
  });

  test('put the browser back as it was', () => {
    const { createBuffer } = GPUDevice.prototype;
    counters.uninstall();
    expect(GPUDevice.prototype.createBuffer).not.toBe(createBuffer);
    counters = installGpuCounters();
  });
});
