/**
 * A recorded step: its trace simplified, its temporaries packed, its bind groups cached. Replaying runs none of the code
 * that made it. It refuses to run when a tensor that it was recorded with has been given another buffer.
 */
import { commandStream, flush, type TensorRecord } from '../commandStream.ts';
import { type Commands, commandsOf, encode } from './commands.ts';
import { type Layout, layoutOf } from './layout.ts';
import type { Temporaries } from './temporaries.ts';
import { type TracedOp, writesOf } from './trace.ts';
import { createUniformBlocks } from './uniformBlocks.ts';

/** A tensor that lives longer than the step, with the buffer that the step was recorded with. */
export interface BoundTensor {
  readonly record: TensorRecord;
  readonly buffer: GPUBuffer;
}

/** Counts of what one replay does, and of the memory that it takes. */
export interface RecordedFacts {
  readonly dispatches: number;
  readonly copies: number;
  /** Operations that were traced, before equal and unused ones were taken out. */
  readonly traced: number;
  readonly temporaryBytes: number;
  /** The most bytes of temporaries alive at once: the least that any packing needs. */
  readonly peakBytes: number;
  readonly constantBytes: number;
  /** The largest temporary: one buffer, which the GPU has to be able to bind. */
  readonly largestBytes: number;
  /** Equal for two recordings of the same step; a difference is a number that should have been live. */
  readonly fingerprint: string;
}

export interface RecordedStep {
  readonly facts: RecordedFacts;
  /** Hands the step to the GPU. mostInOne: dispatches a submission at most, so that the screen gets its turn. */
  replay(mostInOne?: number): void;
  dispose(): void;
}

export function createRecordedStep(
  ops: readonly TracedOp[],
  bound: readonly BoundTensor[],
  temporaries: Temporaries,
): RecordedStep {
  const { device } = commandStream();
  const layout = layoutOf(ops);
  const uniforms = createUniformBlocks(device, ops, [...layout.once, ...layout.each]);
  const constants = createConstants(device, layout);
  const written = writtenTensors(ops, layout, bound);
  let commands: Commands | undefined;
  let boundVersion = -1;

  const bind = () => {
    temporaries.fit(layout.packing.slotSizes);
    if (commands && boundVersion === temporaries.version) return commands;
    const bufferOf = (buffer: GPUBuffer): GPUBuffer => {
      const place = layout.placeOf(buffer);
      if (place.kind === 'outside') return buffer;
      if (place.kind === 'constant') return constants.get(place.number) as GPUBuffer;
      return temporaries.at(place.number);
    };
    if (!commands) encode(device, commandsOf(device, ops, layout.once, bufferOf, uniforms));
    commands = commandsOf(device, ops, layout.each, bufferOf, uniforms);
    boundVersion = temporaries.version;
    return commands;
  };

  return {
    facts: factsOf(ops, layout, constants),
    replay(mostInOne) {
      // First: tfjs takes buffers from disposed tensors when it hands its commands over.
      flush();
      for (const { record, buffer } of bound)
        if (record.resource !== buffer)
          throw new Error('A tensor that a step was recorded with has got another buffer: record the step again.');
      for (const { record } of written) record.values = null;
      const ready = bind();
      uniforms.refresh();
      encode(device, ready, mostInOne);
    },
    dispose() {
      uniforms.dispose();
      for (const buffer of constants.values()) buffer.destroy();
    },
  };
}

/** Buffers of what is the same in every step, filled where JavaScript filled them. */
function createConstants(device: GPUDevice, { constants }: Layout): Map<number, GPUBuffer> {
  return new Map(
    constants.map(({ number, size, contents }) => {
      const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
      const buffer = device.createBuffer({ label: `constant ${number}`, size, usage });
      if (contents) device.queue.writeBuffer(buffer, 0, contents);
      return [number, buffer];
    }),
  );
}

/** tfjs keeps what it has read; after a replay that is out of date. */
function writtenTensors(
  ops: readonly TracedOp[],
  { each }: Layout,
  bound: readonly BoundTensor[],
): readonly BoundTensor[] {
  const buffers = new Set(each.flatMap((place) => writesOf(ops[place] as TracedOp).map(({ buffer }) => buffer)));
  return bound.filter(({ buffer }) => buffers.has(buffer));
}

function factsOf(ops: readonly TracedOp[], layout: Layout, constants: ReadonlyMap<number, GPUBuffer>): RecordedFacts {
  const copies = layout.each.filter((place) => ops[place]?.kind === 'copy').length;
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
  return {
    dispatches: layout.each.length - copies,
    copies,
    traced: ops.length,
    temporaryBytes: sum(layout.packing.slotSizes),
    peakBytes: layout.packing.peakBytes,
    constantBytes: sum([...constants.values()].map(({ size }) => size)),
    largestBytes: Math.max(0, ...layout.packing.slotSizes),
    fingerprint: layout.fingerprint,
  };
}
