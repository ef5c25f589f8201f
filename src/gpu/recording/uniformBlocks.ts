/** The uniform blocks of a recorded step: equal ones once, and the live ones brought up to date before each replay. */
import { blockOf, isLive, type Word } from '../words.ts';
import type { TracedDispatch, TracedOp } from './trace.ts';

export interface UniformBlocks {
  /** Where the operation's block lies; undefined where it has none. */
  bindingOf(op: TracedDispatch): GPUBufferBinding | undefined;
  /** Uploads the live blocks that have changed since. */
  refresh(): void;
  dispose(): void;
}

interface LiveBlock {
  readonly words: readonly Word[];
  readonly offset: number;
  held: Uint32Array;
}

export function createUniformBlocks(
  device: GPUDevice,
  ops: readonly TracedOp[],
  places: readonly number[],
): UniformBlocks {
  const alignment = device.limits.minUniformBufferOffsetAlignment;
  const offsets = new Map<string, number>();
  const placeOf = new Map<TracedDispatch, { readonly offset: number; readonly size: number }>();
  const blocks: { readonly offset: number; readonly content: ArrayBuffer }[] = [];
  const live: LiveBlock[] = [];
  let end = 0;
  const append = (content: ArrayBuffer): number => {
    const offset = end;
    blocks.push({ offset, content });
    end += Math.ceil(content.byteLength / alignment) * alignment;
    return offset;
  };
  for (const place of places) {
    const op = ops[place];
    if (op?.kind !== 'dispatch' || !op.uniforms) continue;
    const content = op.uniforms instanceof ArrayBuffer ? op.uniforms : blockOf(op.uniforms);
    const size = content.byteLength;
    if (!(op.uniforms instanceof ArrayBuffer) && isLive(op.uniforms)) {
      const offset = append(content);
      live.push({ words: op.uniforms, offset, held: new Uint32Array(content) });
      placeOf.set(op, { offset, size });
      continue;
    }
    const key = new Uint32Array(content.slice(0, content.byteLength - (content.byteLength % 4))).join();
    const offset = offsets.get(key) ?? append(content);
    offsets.set(key, offset);
    placeOf.set(op, { offset, size });
  }
  const image = new Uint8Array(Math.max(end, alignment));
  for (const { offset, content } of blocks) image.set(new Uint8Array(content), offset);
  const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
  const buffer = device.createBuffer({ label: 'uniforms of a recorded step', size: image.byteLength, usage });
  device.queue.writeBuffer(buffer, 0, image);

  return {
    bindingOf(op) {
      const place = placeOf.get(op);
      return place && { buffer, ...place };
    },
    refresh() {
      for (const block of live) {
        const next = new Uint32Array(blockOf(block.words));
        if (next.every((word, i) => word === block.held[i])) continue;
        device.queue.writeBuffer(buffer, block.offset, next);
        block.held = next;
      }
    },
    dispose: () => buffer.destroy(),
  };
}
