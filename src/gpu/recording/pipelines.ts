/** Compiles the kernels of a trace, all at once. It refuses to compile one twice. */
import { isPending, type PendingPipeline, type TracedOp, type TracedPipeline } from './trace.ts';

/** Resolves when every kernel of the operations is ready to run. Throws the compiler's words. */
export async function compileAll(device: GPUDevice, ops: readonly TracedOp[]): Promise<void> {
  const pending = new Set<PendingPipeline>();
  for (const op of ops)
    if (op.kind === 'dispatch' && isPending(op.pipeline) && !op.pipeline.ready) pending.add(op.pipeline);
  await Promise.all(
    [...pending].map(async (standIn) => {
      standIn.ready = await device.createComputePipelineAsync(standIn.descriptor);
    }),
  );
}

/** The compiled kernel. */
export function compiled(pipeline: TracedPipeline): GPUComputePipeline {
  if (!isPending(pipeline)) return pipeline;
  if (!pipeline.ready) throw new Error('A recorded kernel was never compiled: its recording was broken off.');
  return pipeline.ready;
}
