/** A person's own extractor: the same features as PyTorch's, and whatever does not fit is refused before it is computed. */
import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { extractFeatures } from '../../../src/evaluation/extractor.ts';
import { ownExtractor } from '../../../src/evaluation/ownExtractor.ts';
import { EXTRACTOR_KEY, ownNetwork } from '../../../src/evaluation/ownNetwork.ts';
import { decodeSafetensors } from '../../../src/format/safetensors.ts';
import * as tf from '../../../src/gpu/tf.ts';
import { uniforms } from '../../../src/random/draws.ts';
import golden from '../../golden/own-extractor.json' with { type: 'json' };
import { useCpuBackend } from '../../support/cpuBackend.ts';

beforeAll(useCpuBackend);

/** As tests/golden/own_extractor.py has them. */
const TEST_EXTRACTOR = 987;
const SEED = 6;
const FILE = new URL('../../golden/own-extractor.safetensors', import.meta.url);

const pictures = (step: number, count: number, side: number, channels: number) =>
  Uint8Array.from(uniforms(SEED, TEST_EXTRACTOR, step, count * side * side * channels), (value) => 256 * value);

async function opened() {
  const { tensors, metadata } = decodeSafetensors(await readFile(FILE));
  return { tensors, spec: JSON.parse(metadata[EXTRACTOR_KEY] as string) };
}

test.each([
  ['same', 100, 3, 16, 1, ''],
  ['larger', 101, 2, 32, 1, ', from 32 px'],
  ['smaller', 102, 2, 8, 1, ', from 8 px'],
  ['colour', 103, 2, 16, 3, ', from RGB'],
] as const)(
  'features of pictures of the %s size or colour are PyTorch’s',
  async (name, step, count, side, channels, from) => {
    const { tensors, spec } = await opened();
    const before = tf.memory().numTensors;
    const extractor = ownExtractor(ownNetwork(spec, tensors), side, channels);
    expect(extractor.name).toBe(`small, a person's own, 16 px grey${from}`);
    const { values, width } = await extractFeatures(extractor, pictures(step, count, side, channels));
    extractor.dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(width).toBe(5);
    golden[name].flat().forEach((expected, i) => {
      expect(Math.abs((values[i] as number) - expected)).toBeLessThan(1e-4);
    });
  },
);

test('what does not fit is refused with the layer that it concerns', async () => {
  const { tensors, spec } = await opened();
  const changed = (change: (copy: typeof spec) => void) => {
    const copy = structuredClone(spec);
    change(copy);
    return () => ownNetwork(copy, tensors);
  };
  expect(changed((s) => s.layers.pop())).not.toThrow();
  expect(changed((s) => s.layers.splice(6))).toThrow(/ends with maps/);
  expect(changed((s) => s.layers.splice(6, 1))).toThrow(/layer 7 \(linear\) needs plain features/);
  expect(changed((s) => (s.layers[0].weight = 'gone'))).toThrow(/layer 1 \(conv2d\) needs a tensor "gone"/);
  expect(changed((s) => (s.layers[0].weight = '4.weight'))).toThrow(/layer 1 \(conv2d\) gets 1 maps/);
  expect(changed((s) => (s.layers[0].bias = '4.bias'))).toThrow(/needs "4.bias" of shape \[6\]/);
  expect(changed((s) => (s.layers[3].size = 30))).toThrow(/larger than the maps of 16 px/);
  expect(changed((s) => (s.layers[2].type = 'eval'))).toThrow(/"layers\.2\.type"/);
  expect(changed((s) => (s.side = 100_000))).toThrow(/"side"/);
  expect(changed((s) => (s.channels = 2))).toThrow(/"channels"/);
  expect(changed((s) => (s.deviation = [0]))).toThrow(/deviations above 0/);
  expect(changed((s) => (s.extra = 1))).toThrow(/extra/);
  expect(changed((s) => (s.layers = new Array(201).fill({ type: 'relu' })))).toThrow(/"layers"/);
  expect(() => ownNetwork([], tensors)).toThrow(/cannot be used/);
  const broken = new Map(tensors).set('0.bias', { shape: [6], data: new Float32Array(6).fill(Number.NaN) });
  expect(() => ownNetwork(spec, broken)).toThrow(/not finite/);
});

test('a network that would take too long or too much memory is refused', async () => {
  const shape = [512, 512, 3, 3];
  const tensors = new Map([
    ['a', { shape: [512, 1, 3, 3], data: new Float32Array(512 * 9) }],
    ['b', { shape, data: new Float32Array(512 * 512 * 9) }],
  ]);
  const deep = (side: number, layers: unknown[]) => () =>
    ownNetwork({ name: 'deep', side, channels: 1, layers: [...layers, { type: 'globalAveragePool' }] }, tensors);
  const first = { type: 'conv2d', weight: 'a', padding: 1 };
  const next = { type: 'conv2d', weight: 'b', padding: 1 };
  expect(deep(16, [first, next])).not.toThrow();
  expect(deep(512, [first])).toThrow(/layer 1 \(conv2d\) would take more memory or time/);
  expect(deep(64, [first, next, next, next])).toThrow(/more memory or time/);
});
