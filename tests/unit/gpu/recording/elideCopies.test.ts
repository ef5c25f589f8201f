import { expect, test } from 'vitest';
import { elideCopies } from '../../../../src/gpu/recording/elideCopies.ts';
import type { Operand, TracedOp } from '../../../../src/gpu/recording/trace.ts';

const SIZE = 256;
/** A buffer is told by its size and identity alone here. */
const buffer = (size: number) => ({ size }) as GPUBuffer;
const whole = (of: GPUBuffer): Operand => ({ buffer: of, offset: 0, size: of.size });
const slice = (of: GPUBuffer, number: number): Operand => ({ buffer: of, offset: SIZE * number, size: SIZE });
const dispatch = (reads: Operand[], writes: Operand[]): TracedOp => ({
  kind: 'dispatch',
  pipeline: { descriptor: { layout: 'auto', compute: { module: {} as GPUShaderModule } }, ready: undefined },
  operands: [...reads, ...writes],
  writes: writes.map((_, i) => reads.length + i),
  uniforms: undefined,
  workgroups: [1, 1, 1],
});
const copy = (from: Operand, to: Operand): TracedOp => ({ kind: 'copy', from, to });

const arena = buffer(4 * SIZE);
const weights = buffer(SIZE);
const isTemporary = (of: GPUBuffer) => of !== arena && of !== weights;
const operandsOf = (ops: readonly TracedOp[]) => ops.map((op) => (op.kind === 'dispatch' ? op.operands : 'copy'));

test('a result goes straight to its place, also for those who read it before the copy', () => {
  const [gradient, norm] = [buffer(SIZE), buffer(4)];
  const left = elideCopies(
    [
      dispatch([whole(weights)], [whole(gradient)]),
      dispatch([whole(gradient)], [whole(norm)]),
      copy(whole(gradient), slice(arena, 1)),
    ],
    isTemporary,
  );
  expect(operandsOf(left)).toEqual([
    [whole(weights), slice(arena, 1)],
    [slice(arena, 1), whole(norm)],
  ]);
});

test('two results of one kernel go to two places of one buffer', () => {
  const [a, b] = [buffer(SIZE), buffer(SIZE)];
  const left = elideCopies(
    [
      dispatch([whole(weights)], [whole(a), whole(b)]),
      copy(whole(a), slice(arena, 0)),
      copy(whole(b), slice(arena, 2)),
    ],
    isTemporary,
  );
  expect(operandsOf(left)).toEqual([[whole(weights), slice(arena, 0), slice(arena, 2)]]);
});

test('a kernel that reads one result to make another keeps one of the copies', () => {
  const [a, b] = [buffer(SIZE), buffer(SIZE)];
  const left = elideCopies(
    [
      dispatch([whole(weights)], [whole(a)]),
      dispatch([whole(a)], [whole(b)]),
      copy(whole(a), slice(arena, 0)),
      copy(whole(b), slice(arena, 1)),
    ],
    isTemporary,
  );
  expect(operandsOf(left)).toEqual([[whole(weights), slice(arena, 0)], [slice(arena, 0), whole(b)], 'copy']);
});

test.each<[string, (result: GPUBuffer) => TracedOp[]]>([
  [
    'the place is read in between',
    (result) => [
      dispatch([whole(weights)], [whole(result)]),
      dispatch([whole(arena)], [whole(weights)]),
      copy(whole(result), slice(arena, 0)),
    ],
  ],
  [
    'the result is read after it was copied',
    (result) => [
      dispatch([whole(weights)], [whole(result)]),
      copy(whole(result), slice(arena, 0)),
      dispatch([whole(result)], [whole(weights)]),
    ],
  ],
  [
    'the result is written twice',
    (result) => [
      dispatch([whole(weights)], [whole(result)]),
      dispatch([whole(weights)], [whole(result)]),
      copy(whole(result), slice(arena, 0)),
    ],
  ],
  ['values come from JavaScript', (result) => [copy(whole(result), slice(arena, 0))]],
  [
    'only a part is copied',
    (result) => [
      dispatch([whole(weights)], [whole(result)]),
      copy({ buffer: result, offset: 0, size: SIZE / 2 }, { buffer: arena, offset: 0, size: SIZE / 2 }),
    ],
  ],
  [
    'the result is itself a copy',
    (result) => [copy(whole(weights), whole(result)), copy(whole(result), slice(arena, 0))],
  ],
])('nothing changes where %s', (_, opsOf) => {
  const ops = opsOf(buffer(SIZE));
  expect(elideCopies(ops, isTemporary)).toEqual(ops);
});
