/**
 * Traces a step without running it and makes it ready to be replayed. It refuses steps that read back, that leave tensors
 * behind, or that make variables: those would differ from replay to replay.
 */
import { type CommandStream, commandStream, flush } from '../commandStream.ts';
import { sliceOf } from '../slices.ts';
import * as tf from '../tf.ts';
import { elideCopies } from './elideCopies.ts';
import { compileAll } from './pipelines.ts';
import { type BoundTensor, createRecordedStep, type RecordedStep } from './recordedStep.ts';
import type { Temporaries } from './temporaries.ts';
import { type Operand, type TracedOp, whileRecording } from './trace.ts';
import { traceParts } from './traceDevice.ts';
import { virtualFacts } from './virtualBuffer.ts';

/** Commands are never handed over in the middle of a trace. */
const NO_SUBMIT = 1e9;
const SUBMIT_FLAG = 'WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE';

/**
 * Runs `step` once with nothing done and nothing kept, for whoever listens to what it asks for. The step is one that could be
 * recorded; throws what it throws, with everything as before.
 */
export function traceStep(step: () => void): void {
  const stream = commandStream();
  flush();
  trace(stream, step, [], uploadedVariables(stream));
  forgetStandIns(stream);
}

/**
 * Runs `step` once with everything taken down and nothing done. It must be synchronous, may assign variables that exist,
 * and must leave no other tensor behind. Throws what it throws, with everything as before. Caller disposes the result;
 * `temporaries` stay the caller's.
 */
export async function recordStep(step: () => void, temporaries: Temporaries): Promise<RecordedStep> {
  const stream = commandStream();
  flush();
  const variables = uploadedVariables(stream);
  const ops: TracedOp[] = [];
  const touched = trace(stream, step, ops, variables);
  const bound = [...touched]
    .filter((id) => stream.tensorMap.has(id))
    .map((id) => stream.tensorMap.get(id))
    .flatMap((record): BoundTensor[] => (record.resource ? [{ record, buffer: record.resource }] : []));
  await compileAll(stream.device, ops);
  forgetStandIns(stream);
  const placed = elideCopies(ops, (buffer) => virtualFacts(buffer) !== undefined);
  return createRecordedStep(placed, bound, temporaries);
}

/** What a variable was before the step. */
interface Before {
  readonly buffer: GPUBuffer;
  /**
   * Keeps the data's id while the step gives the variable another one. Variables of an arena keep theirs: an assignment
   * copies into their places.
   */
  readonly held: tf.Tensor | undefined;
}

function uploadedVariables(stream: CommandStream): Map<tf.Variable, Before> {
  const variables = new Map<tf.Variable, Before>();
  for (const variable of Object.values(tf.engine().registeredVariables)) {
    stream.uploadToGPU(variable.dataId);
    const { resource } = stream.tensorMap.get(variable.dataId);
    const held = sliceOf(variable.dataId) ? undefined : tf.keep(tf.clone(variable));
    if (resource) variables.set(variable, { buffer: resource, held });
  }
  // Variables of an arena share its buffer, each in its own place.
  const own = [...variables.values()].filter(({ held }) => held).map(({ buffer }) => buffer);
  if (new Set(own).size < own.length)
    throw new Error(
      'Two variables share one buffer, so a step that assigns one would change both: copy before recording.',
    );
  flush();
  return variables;
}

/** Returns the tensors that the step had on the GPU. */
function trace(
  stream: CommandStream,
  step: () => void,
  ops: TracedOp[],
  variables: ReadonlyMap<tf.Variable, Before>,
): ReadonlySet<object> {
  const recorder = { device: stream.device, add: (op: TracedOp) => void ops.push(op) };
  const parts = traceParts(stream.bufferManager, recorder);
  const touched = new Set<object>();
  const { device, queue, bufferManager, uploadToGPU } = stream;
  const batch = tf.env().getNumber(SUBMIT_FLAG);
  Object.assign(stream, { device: parts.device, queue: parts.queue, bufferManager: parts.bufferManager });
  stream.uploadToGPU = (id) => {
    touched.add(id);
    uploadToGPU.call(stream, id);
  };
  tf.env().set(SUBMIT_FLAG, NO_SUBMIT);
  let isWhole = false;
  try {
    whileRecording(recorder, () => tf.tidy(step));
    for (const { held } of assignInPlace(stream, variables, ops)) if (held) touched.add(held.dataId);
    isWhole = true;
  } finally {
    restoreVariables(variables);
    // Whatever tfjs still holds back is of the trace; disposed tensors are freed at a submit alone, also where it ran nothing.
    stream.ensureCommandEncoderReady();
    stream.endComputePassEncoder();
    stream.submitQueue();
    Object.assign(stream, { device, queue, bufferManager, uploadToGPU });
    tf.env().set(SUBMIT_FLAG, batch);
    if (!isWhole) {
      forgetStandIns(stream);
      leftovers(stream, touched);
    }
    for (const buffer of parts.givenBack) bufferManager.releaseBuffer(buffer);
  }
  if (leftovers(stream, touched) > 0)
    throw new Error('A recorded step left a tensor behind, which a replay could not fill: write it into a variable.');
  return touched;
}

/** A variable that was given another tensor gets that one's values copied into its own buffer at the end. Returns those. */
function assignInPlace(stream: CommandStream, variables: ReadonlyMap<tf.Variable, Before>, ops: TracedOp[]): Before[] {
  for (const variable of Object.values(tf.engine().registeredVariables))
    if (!variables.has(variable))
      throw new Error(`The variable ${variable.name} was made inside a step that is being recorded: make it before.`);
  const whole = (buffer: GPUBuffer): Operand => ({ buffer, offset: 0, size: buffer.size });
  const assigned: Before[] = [];
  for (const [variable, before] of variables) {
    const { resource } = stream.tensorMap.get(variable.dataId);
    if (!resource || resource === before.buffer) continue;
    ops.push({ kind: 'copy', from: whole(resource), to: whole(before.buffer) });
    assigned.push(before);
  }
  return assigned;
}

/** Every variable has its own data again, under the id that it had. */
function restoreVariables(variables: ReadonlyMap<tf.Variable, Before>): void {
  for (const [variable, { held }] of variables) {
    if (!held) continue;
    if (held.dataId !== variable.dataId) variable.assign(held);
    held.dispose();
  }
}

/** Compiled kernels take their stand-ins' places in tfjs's cache; those that were never compiled leave it. */
function forgetStandIns({ pipelineCache }: CommandStream): void {
  for (const [key, pipeline] of Object.entries(pipelineCache)) {
    if (!('descriptor' in pipeline)) continue;
    const { ready } = pipeline as unknown as { ready: GPUComputePipeline | undefined };
    if (ready) pipelineCache[key] = ready;
    else delete pipelineCache[key];
  }
}

/** Tensors that outlive the trace; their buffers never existed, so they lose them. */
function leftovers(stream: CommandStream, touched: ReadonlySet<object>): number {
  let count = 0;
  for (const id of touched) {
    if (!stream.tensorMap.has(id)) continue;
    const record = stream.tensorMap.get(id);
    if (!record.resource || !virtualFacts(record.resource)) continue;
    delete record.resource;
    count++;
  }
  return count;
}
