/** Variables in one buffer: read, cloned, assigned and disposed as any others, whatever lies beside them. */
import { expect, test } from 'vitest';
import { type Arena, clearArena, createArena, gatherInto, PAGE, readArena } from '../../src/gpu/arena.ts';
import { commandStream, flush } from '../../src/gpu/commandStream.ts';
import { recordStep } from '../../src/gpu/recording/recordStep.ts';
import { createTemporaries } from '../../src/gpu/recording/temporaries.ts';
import { submittedWorkDone } from '../../src/gpu/submitted.ts';
import * as tf from '../../src/gpu/tf.ts';
import { emaStep } from '../../src/ops/ema.ts';
import { startedBackend } from './support/backend.ts';
import { countingCommands } from './support/counters.ts';
import { tensorOf } from './support/derivatives.ts';

startedBackend();

const SHAPES = new Map<string, readonly number[]>([
  ['conv', [3, 3, 4, 8]],
  ['odd', [7]],
  ['scalar', []],
  ['page', [PAGE]],
  ['pageAndOne', [PAGE + 1]],
  ['matrix', [5, 6]],
  ['last', [2, 2]],
]);

const valuesOf = (name: string) => {
  const shape = SHAPES.get(name) ?? [];
  const seed = [...SHAPES.keys()].indexOf(name) + 1;
  return Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, (_, i) => seed + i / 1000);
};

function arenaOf(): Arena {
  return createArena(SHAPES, { inOneBuffer: true, isTrainable: true, valuesOf });
}

const at = (arena: Arena, name: string) => arena.variables.get(name) as tf.Variable;
const copied = async (tensor: tf.Tensor) => Float32Array.from(await tensor.data());

test('every variable has its first values, read one by one and all at once', async () => {
  const arena = arenaOf();
  const all = await readArena(arena);
  for (const [name, variable] of arena.variables) {
    expect(await copied(variable), name).toEqual(valuesOf(name));
    expect(all.get(name), name).toEqual(valuesOf(name));
    const copy = variable.dataToGPU();
    expect(copy.buffer?.size, name).toBe(valuesOf(name).byteLength);
    expect(await copied(copy.tensorRef), name).toEqual(valuesOf(name));
    copy.tensorRef.dispose();
  }
  arena.dispose();
});

test('tfjs and our own kernels see the variable and nothing beside it', async () => {
  const arena = arenaOf();
  for (const [name, variable] of arena.variables) {
    const [sum, last] = tf.tidy(() => {
      const flat = tf.reshape(variable, [-1]);
      return [tf.sum(flat), tf.slice(tf.concat([flat, flat]), 2 * variable.size - 1, 1)];
    }) as [tf.Tensor, tf.Tensor];
    const values = valuesOf(name);
    const expected = values.reduce((a, b) => a + b, 0);
    expect((await copied(sum))[0] as number, name).toBeCloseTo(expected, 2);
    expect((await copied(last))[0], name).toBe(values.at(-1));
    tf.dispose([sum, last]);
  }
  const source = tf.fill([7], 2);
  emaStep([{ average: at(arena, 'odd'), source }], 0);
  const all = await readArena(arena);
  expect(all.get('odd')).toEqual(new Float32Array(7).fill(2));
  for (const name of ['conv', 'scalar', 'page']) expect(all.get(name)).toEqual(valuesOf(name));
  source.dispose();
  arena.dispose();
});

test('an assignment copies into the place, spares clones, and leaves the rest alone', async () => {
  const arena = arenaOf();
  const variable = at(arena, 'matrix');
  const clone = tf.clone(variable);
  const reshaped = tf.reshape(variable, [30]);
  const before = commandStream().tensorMap.get(variable.dataId).resource;
  const next = tensorOf([5, 6], 3);
  variable.assign(next);
  expect(await copied(variable)).toEqual(await copied(next));
  expect(await copied(clone)).toEqual(valuesOf('matrix'));
  expect(await copied(reshaped)).toEqual(valuesOf('matrix'));
  expect(commandStream().tensorMap.get(variable.dataId).resource).toBe(before);
  next.dispose();
  // Of itself, of a clone of itself, and of another of the same arena.
  const own = tf.clone(variable);
  const seen = await copied(variable);
  variable.assign(variable);
  variable.assign(own);
  expect(await copied(variable)).toEqual(seen);
  const other = tf.tidy(() => tf.reshape(at(arena, 'page'), [8, 8]));
  at(arena, 'page').assign(tf.tidy(() => tf.fill([PAGE], 5)));
  expect(await copied(other)).toEqual(valuesOf('page'));
  const last = tf.clone(at(arena, 'last'));
  at(arena, 'last').assign(tf.tidy(() => tf.reshape(tf.fill([4], 9), [2, 2])));
  expect(await copied(last)).toEqual(valuesOf('last'));
  tf.tidy(() => at(arena, 'scalar').assign(tf.reshape(tf.slice(at(arena, 'odd'), 3, 1), [])));
  expect((await readArena(arena)).get('scalar')?.[0]).toBe(valuesOf('odd')[3]);
  expect(() => variable.assign(tf.fill([6, 5], 0))).toThrow(/\[5,6\] of an arena cannot take float32 values \[6,5\]/);
  expect((await readArena(arena)).get('conv')).toEqual(valuesOf('conv'));
  tf.dispose([clone, reshaped, own, other, last]);
  arena.dispose();
});

test('variables of one arena are assigned to one another', async () => {
  const shapes = new Map([...'ab'].map((name) => [name, [3]]));
  const arena = createArena(shapes, {
    inOneBuffer: true,
    isTrainable: false,
    valuesOf: (name) => new Float32Array(3).fill(name === 'a' ? 1 : 2),
  });
  at(arena, 'a').assign(at(arena, 'b'));
  at(arena, 'b').assign(tf.tidy(() => tf.fill([3], 7)));
  expect(await copied(at(arena, 'a'))).toEqual(new Float32Array(3).fill(2));
  expect(await copied(at(arena, 'b'))).toEqual(new Float32Array(3).fill(7));
  arena.dispose();
});

test('reads see what was written in between, and kernels in place spare clones', async () => {
  const arena = arenaOf();
  const average = at(arena, 'odd');
  const source = tf.fill([7], 0);
  const clone = tf.clone(average);
  const reading = average.data();
  emaStep([{ average, source }], 0.5);
  expect(Float32Array.from(await reading)).toEqual(valuesOf('odd'));
  expect(await copied(average)).toEqual(valuesOf('odd').map((value) => value / 2));
  expect(await copied(clone)).toEqual(valuesOf('odd'));
  tf.dispose([clone, source]);
  arena.dispose();
});

test('gatherInto is a copy each and no dispatch; clearArena zeroes', async () => {
  const arena = arenaOf();
  const tensors = new Map(['conv', 'scalar', 'last'].map((name, i) => [name, onGpu([...(SHAPES.get(name) ?? [])], i)]));
  flush();
  const counts = await countingCommands(() => {
    gatherInto(arena, tensors);
    flush();
  });
  expect(counts).toMatchObject({ dispatches: 0, submits: 1, buffersCreated: 0 });
  const all = await readArena(arena);
  for (const name of SHAPES.keys())
    expect(all.get(name), name).toEqual(
      tensors.has(name) ? await copied(tensors.get(name) as tf.Tensor) : valuesOf(name),
    );
  expect(() => gatherInto(arena, new Map([['none', source()]]))).toThrow(/no variable "none"/);
  clearArena(arena);
  for (const values of (await readArena(arena)).values()) expect(values.every((value) => value === 0)).toBe(true);
  tf.dispose([...tensors.values(), madeUp]);
  arena.dispose();
});
/** Uploaded already. */
const onGpu = (shape: number[], seed: number) => tf.tidy(() => tf.square(tensorOf(shape, seed)));
const madeUp: tf.Tensor[] = [];
function source(): tf.Tensor {
  const tensor = tf.fill([1], 0);
  madeUp.push(tensor);
  return tensor;
}

test('words of pages are made once for each list', async () => {
  const arena = arenaOf();
  const words = [...SHAPES.keys()].map((_, i) => i + 1);
  const table = arena.pageWords(words);
  expect(arena.pageWords([...words])).toBe(table);
  expect([...(await table.data())]).toEqual([1, 1, 1, 1, 1, 2, 3, 4, 5, 5, 6, 7]);
  expect(arena.whole?.size).toBe(table.size * PAGE);
  arena.dispose();
});

test('disposed, it leaves nothing; a clone keeps the buffer; the pool never gets it', async () => {
  const tensors = tf.memory().numTensors;
  const pool = commandStream().bufferManager.numFreeBuffers;
  const arena = arenaOf();
  const { resource } = commandStream().tensorMap.get(at(arena, 'conv').dataId);
  let isDestroyed = false;
  const { destroy } = resource as GPUBuffer;
  (resource as GPUBuffer).destroy = function () {
    isDestroyed = true;
    return destroy.call(this);
  };
  const clone = tf.clone(at(arena, 'conv'));
  arena.pageWords([...SHAPES.keys()].map(() => 0));
  arena.dispose();
  flush();
  expect(isDestroyed).toBe(false);
  expect(await copied(clone)).toEqual(valuesOf('conv'));
  clone.dispose();
  flush();
  await submittedWorkDone();
  expect(isDestroyed).toBe(true);
  expect(tf.memory().numTensors).toBe(tensors);
  const free = [...commandStream().bufferManager.freeBuffers.values()].flat();
  expect(free).not.toContain(resource);
  expect(commandStream().bufferManager.numFreeBuffers).toBeGreaterThanOrEqual(pool);
});

test('disposed while commands wait, it lives until they are handed over', async () => {
  const arena = arenaOf();
  flush();
  const doubled = tf.add(at(arena, 'matrix'), at(arena, 'matrix'));
  arena.dispose();
  expect(await copied(doubled)).toEqual(valuesOf('matrix').map((value) => 2 * value));
  doubled.dispose();
});

test('a recorded step reads and writes places of an arena', async () => {
  const [recorded, eager] = [arenaOf(), arenaOf()];
  const temporaries = createTemporaries();
  const step = (arena: Arena) => () => {
    const halves = new Map(
      ['matrix', 'odd'].map((name) => [name, tf.mul(at(arena, name), tf.fill([], 0.5)) as tf.Tensor]),
    );
    gatherInto(arena, halves);
    at(arena, 'scalar').assign(tf.sum(at(arena, 'page')));
    emaStep([{ average: at(arena, 'last'), source: tf.fill([2, 2], 1) }], 0.5);
  };
  const replayed = await recordStep(step(recorded), temporaries);
  for (let i = 0; i < 3; i++) {
    replayed.replay();
    tf.tidy(step(eager));
    expect(await readArena(recorded)).toEqual(await readArena(eager));
  }
  expect((await readArena(recorded)).get('last')).toEqual(valuesOf('last').map((v) => Math.fround(1 + (v - 1) / 8)));
  replayed.dispose();
  temporaries.dispose();
  recorded.dispose();
  eager.dispose();
});

test('with a buffer each it is the same to its users', async () => {
  const arena = createArena(SHAPES, { inOneBuffer: false, isTrainable: true, valuesOf });
  expect(arena.whole).toBeUndefined();
  expect((await readArena(arena)).get('matrix')).toEqual(valuesOf('matrix'));
  const tensor = tf.fill([7], 3);
  gatherInto(arena, new Map([['odd', tensor]]));
  expect(await copied(at(arena, 'odd'))).toEqual(new Float32Array(7).fill(3));
  clearArena(arena);
  expect((await copied(at(arena, 'conv'))).every((value) => value === 0)).toBe(true);
  tensor.dispose();
  arena.dispose();
});

test('an arena that the GPU cannot bind is refused', () => {
  const most = commandStream().device.limits.maxStorageBufferBindingSize;
  expect(() => createArena(new Map([['w', [most]]]), { inOneBuffer: true, isTrainable: false })).toThrow(
    /choose fewer feature maps/,
  );
});
