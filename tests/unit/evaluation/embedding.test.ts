/** Planes of features: PCA is scikit-learn's, t-SNE and UMAP keep neighbours as far as it can be asked, and repeat. */
import { expect, test } from 'vitest';
import { type Features, featuresOf } from '../../../src/evaluation/features.ts';
import { principalPlane } from '../../../src/evaluation/pca.ts';
import { standardised } from '../../../src/evaluation/standardised.ts';
import { tsnePlane } from '../../../src/evaluation/tsne.ts';
import { umapPlane } from '../../../src/evaluation/umap.ts';
import { normals, uniforms } from '../../../src/random/draws.ts';
import golden from '../../golden/embedding-reference.json' with { type: 'json' };

const TEST_METRICS = 993;
const SEED = 5;
const COUNT = 240;
const WIDTH = 24;
const NEIGHBOURS = 10;

const sheet = rolledSheet();

test('the principal plane is scikit-learn’s, up to the directions’ signs', () => {
  const plane = principalPlane(sheet);
  for (const axis of [0, 1]) {
    const ours = Array.from({ length: COUNT }, (_, i) => plane[2 * i + axis] as number);
    const theirs = golden.pca.map((point) => point[axis] as number);
    const sign = Math.sign((ours[0] as number) * (theirs[0] as number));
    const furthest = Math.max(...ours.map((value, i) => Math.abs(sign * value - (theirs[i] as number))));
    expect(furthest).toBeLessThan(1e-3);
  }
});

test('trust is computed as scikit-learn does', () => {
  expect(trust(sheet, Float64Array.from(golden.pca.flat()))).toBeCloseTo(golden.trust.pca, 6);
});

test('t-SNE keeps neighbours as well as scikit-learn’s, far better than points at random', () => {
  const kept = trust(sheet, tsnePlane(sheet));
  expect(kept).toBeGreaterThan(golden.trust.tsne - 0.01);
  expect(kept).toBeGreaterThan(golden.trust.pca);
  expect(golden.trust.random).toBeLessThan(0.6);
});

test('UMAP keeps neighbours as well as t-SNE does, and a seed gives the same plane', () => {
  const plane = umapPlane(sheet, 7);
  expect(trust(sheet, plane)).toBeGreaterThan(golden.trust.tsne - 0.02);
  expect([...umapPlane(sheet, 7)]).toEqual([...plane]);
  expect([...umapPlane(sheet, 8)]).not.toEqual([...plane]);
});

test('t-SNE repeats, says how far it is, and bears pictures that are all alike', () => {
  const few = featuresOf(sheet.values.slice(0, 30 * WIDTH), WIDTH, 'few');
  const told: number[] = [];
  const plane = tsnePlane(few, (done, of) => told.push(done / of));
  expect([...tsnePlane(few)]).toEqual([...plane]);
  expect(told.at(-1)).toBe(1);
  const alike = featuresOf(new Float32Array(30 * WIDTH).fill(3), WIDTH, 'alike');
  expect(tsnePlane(alike).every(Number.isFinite)).toBe(true);
  expect(umapPlane(alike, 1).every(Number.isFinite)).toBe(true);
  expect(principalPlane(alike).every((value) => value === 0)).toBe(true);
  expect(() => tsnePlane(featuresOf(new Float32Array(2 * WIDTH), WIDTH, 'two'))).toThrow(/at least 3 pictures/);
  expect(() => umapPlane(featuresOf(new Float32Array(2 * WIDTH), WIDTH, 'two'), 1)).toThrow(/at least 3 pictures/);
});

test('features of several sets come to one scale, a constant one to 0', () => {
  const sets = [featuresOf(Float32Array.of(0, 5, 2, 5), 2, 'x'), featuresOf(Float32Array.of(4, 5), 2, 'x')];
  const [first, second] = standardised(sets) as [Features, Features];
  const all = [...first.values, ...second.values];
  const deviation = Math.sqrt(8 / 3);
  [-2 / deviation, 0, 0, 0, 2 / deviation, 0].forEach((value, i) => {
    expect(all[i]).toBeCloseTo(value, 6);
  });
  expect(() =>
    standardised([featuresOf(new Float32Array(2), 2, 'x'), featuresOf(new Float32Array(2), 2, 'y')]),
  ).toThrow(/no common scale/);
});

/** As tests/golden/embedding.py makes it. */
function rolledSheet(): Features {
  const u = uniforms(SEED, TEST_METRICS, 300, COUNT);
  const v = uniforms(SEED, TEST_METRICS, 301, COUNT);
  const turn = normals(SEED, TEST_METRICS, 302, 3 * WIDTH);
  const noise = normals(SEED, TEST_METRICS, 303, COUNT * WIDTH);
  const values = noise.map((value, at) => {
    const i = Math.floor(at / WIDTH);
    const k = at % WIDTH;
    const angle = 3 + 9 * (u[i] as number);
    const roll = [angle * Math.cos(angle), 20 * (v[i] as number), angle * Math.sin(angle)];
    return roll.reduce((sum, part, row) => sum + part * (turn[row * WIDTH + k] as number), 0.5 * value);
  });
  return featuresOf(values, WIDTH, 'rolled sheet');
}

/** Venna and Kaski 2001: 1 where every near point of the plane was near before, about 0.5 where it is by chance. */
function trust(features: Features, plane: Float64Array): number {
  const { values, count, width } = features;
  const distance = (from: ArrayLike<number>, size: number, i: number, j: number) => {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += ((from[i * size + k] as number) - (from[j * size + k] as number)) ** 2;
    return sum;
  };
  const others = (i: number) => Array.from({ length: count }, (_, j) => j).filter((j) => j !== i);
  let penalty = 0;
  for (let i = 0; i < count; i++) {
    const before = others(i).sort((a, b) => distance(values, width, i, a) - distance(values, width, i, b));
    const now = others(i).sort((a, b) => distance(plane, 2, i, a) - distance(plane, 2, i, b));
    for (const j of now.slice(0, NEIGHBOURS)) penalty += Math.max(0, before.indexOf(j) + 1 - NEIGHBOURS);
  }
  return 1 - (penalty * 2) / (count * NEIGHBOURS * (2 * count - 3 * NEIGHBOURS - 1));
}
