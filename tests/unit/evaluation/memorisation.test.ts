import { expect, test } from 'vitest';
import { chosenFeatures, type Features, pixelFeatures } from '../../../src/evaluation/features.ts';
import { memorisation } from '../../../src/evaluation/memorisation.ts';
import { nearestOf } from '../../../src/evaluation/nearest.ts';
import { COUNT, pictures, vectors } from './madeUp.ts';

const train = vectors(0);
const heldOut = vectors(1);
const heldOutSubjects = Array.from({ length: COUNT }, (_, i) => Math.floor(i / 6));
const noise = vectors(3);
const inputs = { train, heldOut, heldOutSubjects };

/** Vectors of `set` at `indices` with a little of their own noise. */
function copies(set: Features, indices: readonly number[], amount = 0.05): Features {
  const chosen = chosenFeatures(set, indices);
  return { ...chosen, values: chosen.values.map((value, at) => value + amount * (noise.values[at] as number)) };
}

test('honest fakes: no sign, a share about that of held-out reals, ratios like theirs', () => {
  const result = memorisation({ ...inputs, fakes: vectors(2) });
  expect(result.verdict).toBe('none');
  expect(result.nearCopies).toBe(0);
  expect(result.shareInterval.low).toBeLessThan(0.05);
  expect(Math.abs(result.closerChance - 0.5)).toBeLessThan(0.1);
  expect(result.sentence).toMatch(/^No sign of copied training pictures: \d+ of 120/);
});

test('copies of twenty training pictures are caught, and named with their originals', () => {
  const originals = Array.from({ length: COUNT }, (_, i) => i % 20);
  const result = memorisation({ ...inputs, fakes: copies(train, originals) });
  expect(result.verdict).toBe('copies');
  expect([result.share, result.nearCopies]).toEqual([1, COUNT]);
  expect(result.closerChance).toBe(1);
  expect(result.worst).toHaveLength(12);
  for (const { fake, train: original, ratio } of result.worst) {
    expect(original).toBe(originals[fake]);
    expect(ratio).toBeLessThan(0.2);
  }
});

test('a few exact copies among honest fakes are caught, and lead the list', () => {
  const honest = vectors(2);
  const values = honest.values.slice();
  [7, 50, 99].forEach((at, i) => {
    values.set(chosenFeatures(train, [i]).values, at * honest.width);
  });
  const result = memorisation({ ...inputs, fakes: { ...honest, values } });
  expect(result.verdict).toBe('copies');
  expect(result.nearCopies).toBe(3);
  expect(result.worst.slice(0, 3).map(({ fake, ratio }) => [fake, ratio])).toEqual([
    [7, 0],
    [50, 0],
    [99, 0],
  ]);
});

test('one picture shown again and again is one piece of evidence, however near it lies', () => {
  const honest = memorisation({ ...inputs, fakes: vectors(2) });
  const nearest = [...honest.fakeRatios.keys()].sort(
    (i, j) => (honest.fakeRatios[i] as number) - (honest.fakeRatios[j] as number),
  )[0] as number;
  expect(honest.fakeRatios[nearest]).toBeLessThan(honest.threshold);
  const fakes = chosenFeatures(
    vectors(2),
    Array.from({ length: COUNT }, () => nearest),
  );
  expect(memorisation({ ...inputs, fakes })).toMatchObject({ share: 1, nearCopies: 0, verdict: 'closer' });
});

test('copies of held-out pictures are none of the training’s, and one near copy alone asks for a look', () => {
  const fakes = copies(heldOut, [...heldOutSubjects.keys()]);
  expect(memorisation({ ...inputs, fakes })).toMatchObject({ verdict: 'none', share: 0 });
  const honest = vectors(2);
  const values = honest.values.slice();
  values.set(chosenFeatures(train, [4]).values);
  expect(memorisation({ ...inputs, fakes: { ...honest, values } })).toMatchObject({ verdict: 'closer', nearCopies: 1 });
});

test('many training pictures and few held-out ones are no sign of copying by themselves', () => {
  const few = Array.from({ length: 30 }, (_, i) => i);
  const result = memorisation({ train, heldOut: chosenFeatures(heldOut, few), fakes: vectors(2) });
  expect(result.verdict).toBe('none');
  expect(result.heldOutRatios.toSorted()[15]).toBeLessThan(1);
});

test('slices of one subject are not each other’s neighbours', () => {
  const doubled = chosenFeatures(
    heldOut,
    Array.from({ length: COUNT }, (_, i) => i - (i % 2)),
  );
  const pairs = Array.from({ length: COUNT }, (_, i) => i >> 1);
  const result = memorisation({ train, heldOut: doubled, heldOutSubjects: pairs, fakes: vectors(2) });
  expect(result.heldOutRatios.every((ratio) => ratio < 10)).toBe(true);
});

test('in pixels, halved to 32 px, a noisy copy is caught too', () => {
  const trainPixels = pixelFeatures(pictures(64, 0, 40), 32);
  expect([trainPixels.width, trainPixels.extractor]).toEqual([1024, 'pixels at 32 px']);
  const others = pixelFeatures(pictures(64, 100, 40), 32);
  // Pictures 2i + 1 share their squares with 2i, and have noise of their own.
  const odd = chosenFeatures(trainPixels, [1, 3, 5, 7, 9]);
  const even = chosenFeatures(trainPixels, [0, 2, 4, 6, 8, 10, 12]);
  const subjects = Array.from({ length: 40 }, (_, i) => i >> 1);
  const result = memorisation({ fakes: odd, train: even, heldOut: others, heldOutSubjects: subjects });
  expect(result.verdict).toBe('copies');
  expect(result.worst.map(({ train: original, fake }) => original - fake)).toEqual([0, 0, 0, 0, 0]);
});

test('nearest neighbours are those of all pairs, whatever the block', () => {
  const { distances, indices } = nearestOf(train, heldOut);
  for (const i of [0, 15, 16, 119]) {
    const all = Array.from({ length: COUNT }, (_, j) =>
      Math.hypot(
        ...Array.from(
          train.values.subarray(24 * i, 24 * (i + 1)),
          (value, k) => value - (heldOut.values[24 * j + k] as number),
        ),
      ),
    );
    expect(distances[i]).toBeCloseTo(Math.min(...all), 9);
    expect(indices[i]).toBe(all.indexOf(Math.min(...all)));
  }
});

test('what cannot be judged is refused with what to do', () => {
  expect(() => memorisation({ ...inputs, fakes: train, heldOut: chosenFeatures(heldOut, [0, 1]) })).toThrow(
    /at least 20 pictures/,
  );
  expect(() => memorisation({ ...inputs, fakes: train, heldOutSubjects: new Uint8Array(COUNT) })).toThrow(
    /at least 2 subjects: hold out more/,
  );
  expect(() => memorisation({ ...inputs, fakes: { ...train, extractor: 'another' } })).toThrow(/one extractor/);
});
