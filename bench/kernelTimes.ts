/**
 * How long each kernel of a recorded step takes: its commands are listened to during one replay, then each is run alone,
 * many times in one submit. The sum is not the step's time: alone, nothing overlaps. It refuses eager steps, whose
 * uniforms are gone by then.
 */
import { deviceInUse } from '../src/gpu/commandStream.ts';
import { submittedWorkDone } from '../src/gpu/submitted.ts';

export interface KernelTime {
  /** The kernel's label, with what it was compiled for. */
  readonly label: string;
  readonly dispatches: number;
  readonly milliseconds: number;
}

interface Heard {
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
  readonly workgroups: readonly [number, number, number];
}

/** Long enough that the cost of a submit does not count. */
const MEASURE_MS = 6;
const MOST_REPEATS = 200;
const ROUNDS = 3;

/** replay: hands the step to the GPU once. Slowest labels first, each with the least of several rounds. What the step writes is no longer what training would. */
export async function kernelTimes(replay: () => Promise<void>): Promise<KernelTime[]> {
  const heard = await listen(replay);
  await submittedWorkDone();
  const empty = await timed(undefined, 1);
  const totals = new Map<string, { dispatches: number; milliseconds: number }>();
  for (const command of heard) {
    const once = await timed(command, 1);
    const repeats = Math.max(1, Math.min(MOST_REPEATS, Math.ceil(MEASURE_MS / Math.max(once - empty, 1e-3))));
    const rounds: number[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push((await timed(command, repeats)) - empty);
    const { label } = command.pipeline;
    const total = totals.get(label) ?? { dispatches: 0, milliseconds: 0 };
    totals.set(label, {
      dispatches: total.dispatches + 1,
      milliseconds: total.milliseconds + Math.max(0, Math.min(...rounds)) / repeats,
    });
  }
  return [...totals]
    .map(([label, total]) => ({ label, ...total }))
    .sort((one, other) => other.milliseconds - one.milliseconds);
}

async function listen(replay: () => Promise<void>): Promise<Heard[]> {
  const pass = GPUComputePassEncoder.prototype;
  const { setPipeline, setBindGroup, dispatchWorkgroups } = pass;
  const heard: Heard[] = [];
  let pipeline: GPUComputePipeline;
  let group: GPUBindGroup;
  pass.setPipeline = function (next) {
    pipeline = next;
    return setPipeline.call(this, next);
  };
  pass.setBindGroup = function (this: GPUComputePassEncoder, ...args: Parameters<typeof setBindGroup>) {
    group = args[1] as GPUBindGroup;
    return setBindGroup.apply(this, args);
  } as typeof setBindGroup;
  pass.dispatchWorkgroups = function (x, y = 1, z = 1) {
    heard.push({ pipeline, group, workgroups: [x, y, z] });
    return dispatchWorkgroups.call(this, x, y, z);
  };
  try {
    await replay();
  } finally {
    Object.assign(pass, { setPipeline, setBindGroup, dispatchWorkgroups });
  }
  return heard;
}

/** Milliseconds from the submit to its end. */
async function timed(command: Heard | undefined, repeats: number): Promise<number> {
  const device = deviceInUse();
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  if (command) {
    pass.setPipeline(command.pipeline);
    pass.setBindGroup(0, command.group);
    for (let i = 0; i < repeats; i++) pass.dispatchWorkgroups(...command.workgroups);
  }
  pass.end();
  const start = performance.now();
  device.queue.submit([encoder.finish()]);
  await device.queue.onSubmittedWorkDone();
  return performance.now() - start;
}
