/** A recorded step as GPU commands with their bind groups, and how they are handed over. It refuses to decide what runs. */
import { compiled } from './pipelines.ts';
import type { Operand, TracedOp } from './trace.ts';
import type { UniformBlocks } from './uniformBlocks.ts';

type Command =
  | {
      readonly kind: 'dispatch';
      readonly pipeline: GPUComputePipeline;
      readonly group: GPUBindGroup;
      readonly workgroups: readonly [number, number, number];
    }
  | { readonly kind: 'copy'; readonly from: Operand; readonly to: Operand };

export type Commands = readonly Command[];

/** bufferOf: the real buffer for one of the trace. */
export function commandsOf(
  device: GPUDevice,
  ops: readonly TracedOp[],
  places: readonly number[],
  bufferOf: (buffer: GPUBuffer) => GPUBuffer,
  uniforms: UniformBlocks,
): Commands {
  const real = ({ buffer, offset, size }: Operand): Operand => ({ buffer: bufferOf(buffer), offset, size });
  const layouts = new Map<GPUComputePipeline, GPUBindGroupLayout>();
  return places.map((place): Command => {
    const op = ops[place] as TracedOp;
    if (op.kind === 'copy') return { kind: 'copy', from: real(op.from), to: real(op.to) };
    const pipeline = compiled(op.pipeline);
    const layout = layouts.get(pipeline) ?? pipeline.getBindGroupLayout(0);
    layouts.set(pipeline, layout);
    const block = uniforms.bindingOf(op);
    const resources = [...op.operands.map(real), ...(block ? [block] : [])];
    const entries = resources.map((resource, binding) => ({ binding, resource }));
    const group = device.createBindGroup({ layout, entries });
    return { kind: 'dispatch', pipeline, group, workgroups: op.workgroups };
  });
}

/** Submits the commands, at most `mostInOne` dispatches at a time. */
export function encode(device: GPUDevice, commands: Commands, mostInOne = Number.POSITIVE_INFINITY): void {
  if (commands.length === 0) return;
  let encoder = device.createCommandEncoder();
  let pass: GPUComputePassEncoder | undefined;
  let last: GPUComputePipeline | undefined;
  let inThis = 0;
  const endPass = () => {
    pass?.end();
    pass = undefined;
    last = undefined;
  };
  for (const command of commands) {
    if (command.kind === 'copy') {
      endPass();
      const { from, to } = command;
      encoder.copyBufferToBuffer(from.buffer, from.offset, to.buffer, to.offset, Math.min(from.size, to.size));
      continue;
    }
    if (inThis >= mostInOne) {
      endPass();
      device.queue.submit([encoder.finish()]);
      encoder = device.createCommandEncoder();
      inThis = 0;
    }
    pass ??= encoder.beginComputePass();
    if (command.pipeline !== last) pass.setPipeline(command.pipeline);
    last = command.pipeline;
    pass.setBindGroup(0, command.group);
    pass.dispatchWorkgroups(...command.workgroups);
    inThis++;
  }
  endPass();
  device.queue.submit([encoder.finish()]);
}
