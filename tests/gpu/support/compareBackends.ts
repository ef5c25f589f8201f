/** An op's value and its gradients of both orders on the GPU against the CPU backend's. It refuses to choose the ops. */
import '@tensorflow/tfjs-backend-cpu';
import { expect } from 'vitest';
import * as tf from '../../../src/gpu/tf.ts';
import { firstObjective, secondObjective, values } from './derivatives.ts';
import type { OpCase } from './opTable.ts';

/** float32, sums in another order: against the largest magnitude of the tensor. */
const TOLERANCE = 2e-5;

type Arrays = { readonly name: string; readonly data: Float32Array }[];

/** The op's value and its gradients of both orders, on the given backend; leaves no tensor behind. */
async function outcome({ f, shapes, order, inputs }: OpCase, backend: 'cpu' | 'webgpu'): Promise<Arrays> {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  const tensors = shapes.map((shape, i) => {
    const data = inputs?.[i] ?? values(tf.util.sizeFromShape(shape), i);
    return tf.tensor(Float32Array.from(data), shape);
  });
  const results: [string, tf.Tensor][] = [['value', f(...tensors)]];
  const first = tf.grads(firstObjective(f))(tensors);
  results.push(...first.map((gradient, i): [string, tf.Tensor] => [`gradient of input ${i}`, gradient]));
  const second = order === 2 ? tf.grads(secondObjective(f, shapes))(tensors) : [];
  results.push(...second.map((gradient, i): [string, tf.Tensor] => [`second gradient of input ${i}`, gradient]));
  const arrays: Arrays = [];
  for (const [name, tensor] of results) arrays.push({ name, data: Float32Array.from(await tensor.data()) });
  tf.dispose([tensors, results.map(([, tensor]) => tensor)]);
  expect(tf.memory().numTensors, `tensors left behind on ${backend}`).toBe(before);
  return arrays;
}

/** Fails the running test where they differ, or where a tensor is left behind. */
export async function compareBackends(row: OpCase): Promise<void> {
  const expected = await outcome(row, 'cpu');
  const actual = await outcome(row, 'webgpu');
  for (const [i, { name, data }] of expected.entries()) {
    const given = actual[i]?.data as Float32Array;
    expect(given.length, name).toBe(data.length);
    const size = data.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
    const worst = data.reduce((most, value, k) => Math.max(most, Math.abs(value - (given[k] as number))), 0);
    expect(worst / size, name).toBeLessThan(TOLERANCE);
    expect(given.every(Number.isFinite), name).toBe(true);
  }
}
