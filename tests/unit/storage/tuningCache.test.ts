/** Kept kernel choices: for one adapter and one set of kernels, within bounds, and never from a file that is damaged. */
import { describe, expect, it } from 'vitest';
import { memoryFolder } from '../../../src/storage/memoryFolder.ts';
import { type TextFile, textFileIn } from '../../../src/storage/textFile.ts';
import { createTuningCache, TUNING_FILE } from '../../../src/storage/tuningCache.ts';

const HERE = { adapter: 'one GPU', kernels: 'today' };

const fileHolding = (text: string): TextFile => ({ read: async () => text, write: async () => undefined });
const contents = (adapters: unknown) => JSON.stringify({ format: 'gyrus-tuning/1', adapters });

describe('kept kernel choices', () => {
  it('are known to later visits on the same adapter with the same kernels', async () => {
    const file = textFileIn(memoryFolder(), TUNING_FILE);
    const cache = createTuningCache(file, HERE);
    expect(await cache.known()).toEqual({ table: {} });
    expect(await cache.keep({ a: 'direct', b: 'gemm32' })).toBeUndefined();
    expect(await cache.keep({ b: 'gemm64' })).toBeUndefined();
    expect(await createTuningCache(file, HERE).known()).toEqual({ table: { a: 'direct', b: 'gemm64' } });
  });

  it('are of no use to other adapters, or when the kernels have changed', async () => {
    const file = textFileIn(memoryFolder(), TUNING_FILE);
    await createTuningCache(file, HERE).keep({ a: 'direct' });
    const other = createTuningCache(file, { ...HERE, adapter: 'another GPU' });
    expect(await other.known()).toEqual({ table: {} });
    await other.keep({ a: 'gemm32' });
    expect(await createTuningCache(file, HERE).known()).toEqual({ table: { a: 'direct' } });
    const updated = { ...HERE, kernels: 'tomorrow' };
    expect(await createTuningCache(file, updated).known()).toEqual({ table: {} });
    await createTuningCache(file, updated).keep({ b: 'direct' });
    expect(await createTuningCache(file, updated).known()).toEqual({ table: { b: 'direct' } });
    expect(await createTuningCache(file, HERE).known()).toEqual({ table: {} });
  });

  it('stay within bounds: the oldest go', async () => {
    const file = textFileIn(memoryFolder(), TUNING_FILE);
    for (let i = 0; i < 10; i++) await createTuningCache(file, { ...HERE, adapter: `${i}` }).keep({ a: 'direct' });
    const { adapters } = JSON.parse((await file.read()) ?? '');
    expect(adapters.map(({ adapter }: { adapter: string }) => adapter)).toEqual([...'98765432']);
    const cache = createTuningCache(file, HERE);
    await cache.keep({ first: 'direct' });
    await cache.keep(Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`shape ${i}`, 'direct'])));
    const { table } = await createTuningCache(file, HERE).known();
    expect(Object.keys(table)).toHaveLength(2000);
    expect(table).not.toHaveProperty('first');
  });

  it.each([
    ['half a file', '{"format":"gyrus-tun', /not JSON/],
    ['another format', JSON.stringify({ format: 'gyrus-tuning/2', adapters: [] }), /format/],
    ['no names', contents([{ ...HERE, shapes: { a: 1 } }]), /shapes/],
    ['a name without end', contents([{ ...HERE, shapes: { a: 'x'.repeat(1000) } }]), /shapes/],
    ['too many adapters', contents(Array.from({ length: 9 }, () => ({ ...HERE, shapes: {} }))), /adapters/],
    ['more than it can hold', ' '.repeat(2 ** 23), /too large/],
  ])('of %s are none, and the reason is told', async (_, text, says) => {
    const { table, problem } = await createTuningCache(fileHolding(text), HERE).known();
    expect(table).toEqual({});
    expect(problem).toMatch(says);
  });

  it('that cannot be read or written are known until the worker ends, and the reason is told', async () => {
    const refuse = async () => {
      throw new DOMException('The disk is full.', 'QuotaExceededError');
    };
    const cache = createTuningCache({ read: refuse, write: refuse }, HERE);
    expect(await cache.keep({ a: 'direct' })).toMatch(/could not be written.*disk is full/);
    expect(await cache.known()).toEqual({
      table: { a: 'direct' },
      problem: expect.stringMatching(/could not be read/),
    });
  });

  it('are known until the worker ends where there are no files', async () => {
    const cache = createTuningCache(undefined, HERE);
    expect(await cache.keep({ a: 'direct' })).toBeUndefined();
    expect(await cache.known()).toEqual({ table: { a: 'direct' } });
  });
});
