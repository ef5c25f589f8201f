/** What a traced step consists of, as handed over by tfjs and by our own dispatches. It refuses to run anything. */
import type { Word } from '../words.ts';

/** A part of a buffer, as a kernel binds it or a copy reads it. */
export interface Operand {
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly size: number;
}

/** Compiled together with all others when the trace is complete. */
export interface PendingPipeline {
  readonly descriptor: GPUComputePipelineDescriptor;
  ready: GPUComputePipeline | undefined;
}
export type TracedPipeline = GPUComputePipeline | PendingPipeline;

export function isPending(pipeline: TracedPipeline): pipeline is PendingPipeline {
  return 'descriptor' in pipeline;
}

export interface TracedDispatch {
  readonly kind: 'dispatch';
  readonly pipeline: TracedPipeline;
  /** In the order of their bindings, from 0. */
  readonly operands: readonly Operand[];
  /** Which of the operands it writes. What it writes it may read, too. */
  readonly writes: readonly number[];
  /** The block bound after the operands: bytes that stay, or words of which some are live. */
  readonly uniforms: ArrayBuffer | readonly Word[] | undefined;
  readonly workgroups: readonly [number, number, number];
}

export interface TracedCopy {
  readonly kind: 'copy';
  readonly from: Operand;
  readonly to: Operand;
}

export type TracedOp = TracedDispatch | TracedCopy;

/** Takes a step's operations down instead of running them. */
export interface Recorder {
  /** The GPU that the step will run on. */
  readonly device: GPUDevice;
  readonly add: (op: TracedOp) => void;
}

let active: Recorder | undefined;

/** The recorder of the step that is being traced; undefined while commands run for real. */
export function activeRecorder(): Recorder | undefined {
  return active;
}

/** Runs f with everything recorded. */
export function whileRecording<T>(recorder: Recorder, f: () => T): T {
  if (active) throw new Error('A step is being recorded already: steps are recorded one after the other.');
  active = recorder;
  try {
    return f();
  } finally {
    active = undefined;
  }
}

/** Operands that an operation reads, those that it also writes among them. */
export function readsOf(op: TracedOp): readonly Operand[] {
  return op.kind === 'copy' ? [op.from] : op.operands;
}

export function writesOf(op: TracedOp): readonly Operand[] {
  return op.kind === 'copy' ? [op.to] : op.writes.map((place) => op.operands[place] as Operand);
}
