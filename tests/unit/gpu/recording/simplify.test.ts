import { expect, test } from 'vitest';
import { type AbstractOp, type BufferKind, simplify } from '../../../../src/gpu/recording/simplify.ts';

const op = (signature: string | undefined, reads: number[], writes: number[]): AbstractOp => ({
  signature,
  reads,
  writes,
});
/** Buffer 0 lives outside, 1 is a constant, the others are temporaries. */
const kinds = (count: number): BufferKind[] =>
  Array.from({ length: count }, (_, i) => (i === 0 ? 'outside' : i === 1 ? 'constant' : 'temporary'));

test('operations on constants run once, and what follows from them too', () => {
  const { once, each, constants } = simplify(kinds(5), [
    op('fill', [], [2]),
    op('add', [1, 2], [3]),
    op('mul', [3, 0], [4]),
    op('store', [4], [0]),
  ]);
  expect(once).toEqual([0, 1]);
  expect(each).toEqual([2, 3]);
  expect([...constants].sort()).toEqual([1, 2, 3]);
});

test('equal operations on equal inputs run once a step', () => {
  const { each, sameAs } = simplify(kinds(6), [
    op('flip', [0], [2]),
    op('flip', [0], [3]),
    op('turn', [0], [4]),
    op('sum', [2, 3, 4], [5]),
    op('store', [5], [0]),
  ]);
  expect(each).toEqual([0, 2, 3, 4]);
  expect([...sameAs]).toEqual([[3, 2]]);
});

test('not when the input was written in between', () => {
  const { each, sameAs } = simplify(kinds(5), [
    op('flip', [0], [2]),
    op('store', [2], [0]),
    op('flip', [0], [3]),
    op('store', [3], [0]),
  ]);
  expect(each).toEqual([0, 1, 2, 3]);
  expect(sameAs.size).toBe(0);
});

test('what is live is neither merged nor done once', () => {
  const { once, each } = simplify(kinds(4), [op(undefined, [], [2]), op(undefined, [], [3]), op('store', [2, 3], [0])]);
  expect(once).toEqual([]);
  expect(each).toEqual([0, 1, 2]);
});

test('what nobody reads does not run, nor what only it reads', () => {
  const { once, each } = simplify(kinds(6), [
    op('fill', [], [2]),
    op('load', [0], [3]),
    op('mul', [2, 3], [4]),
    op('load more', [0], [5]),
    op('store', [5], [0]),
  ]);
  expect(once).toEqual([]);
  expect(each).toEqual([3, 4]);
});

test('a temporary that is written twice keeps both writers and is never a constant', () => {
  const { once, each, constants } = simplify(kinds(3), [
    op('fill', [], [2]),
    op('scatter', [1, 2], [2]),
    op('store', [2], [0]),
  ]);
  expect(once).toEqual([]);
  expect(each).toEqual([0, 1, 2]);
  expect([...constants]).toEqual([1]);
});
