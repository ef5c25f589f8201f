/**
 * Lets an operation write straight to where its result would be copied: gradients into their arena. Pure. It leaves a copy
 * alone wherever something else could see the difference, or where WebGPU would refuse the bindings.
 */
import { type Operand, readsOf, type TracedCopy, type TracedDispatch, type TracedOp, writesOf } from './trace.ts';

/** isTemporary: whether the buffer is made and used within the trace alone. Returns the operations that are left. */
export function elideCopies(ops: readonly TracedOp[], isTemporary: (buffer: GPUBuffer) => boolean): TracedOp[] {
  const touches = touchesOf(ops);
  const result: (TracedOp | undefined)[] = [...ops];
  ops.forEach((op, place) => {
    if (op.kind !== 'copy' || !isTemporary(op.from.buffer) || isTemporary(op.to.buffer)) return;
    const places = touches.get(op.from.buffer) ?? [];
    if (!mayMove(result, op, places, place)) return;
    for (const touched of places) {
      const moved = result[touched];
      if (moved?.kind === 'dispatch') result[touched] = withOperand(moved, op.from.buffer, op.to);
    }
    result[place] = undefined;
  });
  return result.filter((op) => op !== undefined);
}

/** places: of the operations that touch the copy's source, the copy's own among them. */
function mayMove(
  ops: readonly (TracedOp | undefined)[],
  { from, to }: TracedCopy,
  places: readonly number[],
  place: number,
): boolean {
  const [first = place] = places;
  const isWhole = from.offset === 0 && from.size === from.buffer.size && from.size === to.size;
  if (!isWhole || places.at(-1) !== place || first === place) return false;
  for (let between = first; between < place; between++) {
    const op = ops[between];
    if (!op) continue;
    const isSource = places.includes(between);
    if (isSource && op.kind !== 'dispatch') return false;
    const writesSource = writesOf(op).some(({ buffer }) => buffer === from.buffer);
    // Written once, by the first: what is written in place might want what was there before.
    if (writesSource !== (between === first)) return false;
    for (const { buffer, offset, size } of [...readsOf(op), ...writesOf(op)])
      if (buffer === to.buffer && offset < to.offset + to.size && to.offset < offset + size) return false;
    // One kernel may not read a buffer and write it elsewhere.
    const written = writesOf(op).some(({ buffer }) => buffer === to.buffer);
    const read = onlyRead(op).some(({ buffer }) => buffer === to.buffer);
    if (isSource && (writesSource ? read : written)) return false;
  }
  return true;
}

function onlyRead(op: TracedOp): readonly Operand[] {
  const written = new Set(writesOf(op));
  return readsOf(op).filter((operand) => !written.has(operand));
}

function withOperand(op: TracedDispatch, buffer: GPUBuffer, to: Operand): TracedDispatch {
  return { ...op, operands: op.operands.map((operand) => (operand.buffer === buffer ? to : operand)) };
}

/** Where each buffer is touched, in order. */
function touchesOf(ops: readonly TracedOp[]): Map<GPUBuffer, number[]> {
  const touches = new Map<GPUBuffer, number[]>();
  ops.forEach((op, place) => {
    for (const buffer of new Set([...readsOf(op), ...writesOf(op)].map((operand) => operand.buffer)))
      touches.set(buffer, [...(touches.get(buffer) ?? []), place]);
  });
  return touches;
}
