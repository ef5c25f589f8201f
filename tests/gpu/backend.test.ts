import { describe, expect, it } from 'vitest';
import { emptyBufferPool, emptyTensor, flush } from '../../src/gpu/commandStream.ts';
import { requestDevice } from '../../src/gpu/device.ts';
import { dispatch, f32, type Program, u32 } from '../../src/gpu/dispatch.ts';
import { submittedWorkDone } from '../../src/gpu/submitted.ts';
import * as tf from '../../src/gpu/tf.ts';
import { startedBackend } from './support/backend.ts';
import { countingCommands } from './support/counters.ts';

const holder = startedBackend();

/** Writes x * scale + shift and x + shift, to show two outputs and mixed uniforms. */
const PAIR: Program = {
  key: 'test.pair',
  code: () => `
struct Settings { count: u32, scale: f32, shift: f32 }
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> a: array<f32>;
@group(0) @binding(2) var<storage, read_write> b: array<f32>;
@group(0) @binding(3) var<uniform> settings: Settings;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= settings.count) { return; }
  a[id.x] = x[id.x] * settings.scale + settings.shift;
  b[id.x] = x[id.x] + settings.shift;
}`,
};

function pair(x: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const outputs = [emptyTensor(x.shape), emptyTensor(x.shape)];
  dispatch({
    program: PAIR,
    reads: [x],
    writes: outputs,
    uniforms: [u32(x.size), f32(2), f32(0.5)],
    workgroups: [Math.ceil(x.size / 64), 1, 1],
  });
  return outputs.map((info) => tf.engine().makeTensorFromTensorInfo(info)) as [tf.Tensor, tf.Tensor];
}

describe('our device as the backend of tfjs', () => {
  it('says which adapter it is, in words', () => {
    const { adapter } = holder.started as { adapter: { description: string; maxBinding: number } };
    expect(adapter.description.length).toBeGreaterThan(5);
    expect(adapter.maxBinding).toBeGreaterThanOrEqual(128 * 1024 * 1024);
  });

  it('computes small tensors on the GPU, not on the CPU', async () => {
    expect(tf.env().getBool('WEBGPU_CPU_FORWARD')).toBe(false);
    const x = tf.tensor1d([1, 2, 3]);
    const counts = await countingCommands(() => {
      tf.square(x).dispose();
      flush();
    });
    expect(counts.dispatches).toBe(1);
    expect(counts.submits).toBeGreaterThanOrEqual(1);
    x.dispose();
  });

  it('runs a pipeline of ours between two ops of tfjs, in order', async () => {
    const x = tf.tensor1d([1, 2, 3]);
    const squared = tf.square(x);
    const [a, b] = pair(squared);
    const sum = tf.add(a, b);
    expect(Array.from(await sum.data())).toEqual([4, 13, 28]);
    tf.dispose([x, squared, a, b, sum]);
  });

  it('keeps a disposed input alive until its commands were submitted', async () => {
    const results = tf.tidy(() => {
      const kept: tf.Tensor[] = [];
      for (let i = 0; i < 40; i++) kept.push(pair(tf.fill([100], i))[0]);
      return tf.stack(kept);
    });
    const data = await results.data();
    for (let i = 0; i < 40; i++) expect(data[i * 100]).toBe(2 * i + 0.5);
    results.dispose();
  });

  it('frees the pool without touching live tensors', async () => {
    const live = tf.square(tf.tidy(() => tf.fill([1000], 3)));
    tf.fill([1000], 4).dispose();
    await submittedWorkDone();
    emptyBufferPool();
    expect((await live.data())[999]).toBe(9);
    live.dispose();
  });

  it('reports what the GPU refuses', async () => {
    const { device } = await requestDevice();
    const refused: string[] = [];
    device.addEventListener('uncapturederror', ({ error }) => refused.push(error.message));
    const module = device.createShaderModule({ code: 'fn main( {' });
    await module.getCompilationInfo();
    await device.queue.onSubmittedWorkDone();
    expect(refused.length).toBeGreaterThan(0);
    device.destroy();
  });
});
