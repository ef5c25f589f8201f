/**
 * Maps and numbers of the random extractor's features together: two kinds are separated on both, two halves of one kind on
 * neither. Of real digits, zeros and ones, where they are at hand, and of made-up pictures.
 */
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { zipPictures } from '../../../scripts/evaluate/pictures.mjs';
import { extractFeatures } from '../../../src/evaluation/extractor.ts';
import { chosenFeatures, type Features, featuresOf } from '../../../src/evaluation/features.ts';
import { randomConvExtractor } from '../../../src/evaluation/randomConv.ts';
import { separationSentence } from '../../../src/evaluation/separationSentence.ts';
import { standardised } from '../../../src/evaluation/standardised.ts';
import { oneNearestTest } from '../../../src/evaluation/twoSample.ts';
import { reckonHere } from '../../../src/reckoning/reckon.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { realZip } from '../../support/realData.ts';
import { pictures } from './madeUp.ts';

beforeAll(useCpuBackend);
/** A limit against hanging. */
vi.setConfig({ testTimeout: 600_000 });

const load = (path: string) => import(/* @vite-ignore */ join(process.cwd(), path));
const digits = realZip('mnist-digits-png.zip');
const SIDE = 16;
const AREA = SIDE * SIDE;
/** Of each kind; a multiple of 2. */
const COUNT = 60;

test.skipIf(!digits)(
  'zeros and ones are apart on the map and in numbers, two halves of the zeros are not',
  async () => {
    const { images, subjects } = await zipPictures(load, digits as string, SIDE);
    const ofClass = (name: string) =>
      subjects.flatMap((path, i) => (path.split('/').at(-2) === name ? [i] : [])).slice(0, COUNT);
    const pixelsOf = (indices: readonly number[]) =>
      Uint8Array.from(indices.flatMap((i) => [...images.pixels.subarray(i * AREA, (i + 1) * AREA)]));
    const halves = await expectTold(pixelsOf(ofClass('0')), pixelsOf(ofClass('1')));
    expect(halves.sentence).toMatch(/pictures are not separated/);
    expect(halves.onMap).toBeLessThan(0.65);
  },
);

test('made-up pictures of two kinds are apart, two halves of one kind are never called so', async () => {
  const plain = pictures(SIDE, 0, 2 * COUNT).pixels;
  // Pictures 2i and 2i + 1 share their squares, so only every second is taken; the other kind is of less contrast.
  const some = (from: number) =>
    Uint8Array.from(
      { length: COUNT * AREA },
      (_, at) => plain[2 * (Math.floor(at / AREA) % COUNT) * AREA + (at % AREA) + from] ?? 0,
    );
  const first = some(0);
  const second = some(AREA).map((value) => Math.round(128 + (value - 128) / 2));
  const halves = await expectTold(first, second);
  // These halves are an unlucky draw: the classifier's area is 0.69 to 0.80 by the seed of its folds, where chance spreads by
  // 0.10. So "not clear" may be said, which one draw in twenty or so will be; "separated" may not.
  expect(halves.sentence).toMatch(/pictures are (not separated|separated is not clear: the classifier)/);
});

/** Both kinds are told apart by numbers and on a UMAP, halves of the first are not: what is said of the halves. */
async function expectTold(first: Uint8Array, second: Uint8Array) {
  const extractor = randomConvExtractor(SIDE, 1);
  const [a, b] = standardised([await extractFeatures(extractor, first), await extractFeatures(extractor, second)]) as [
    Features,
    Features,
  ];
  extractor.dispose();
  const apart = await told(a, b);
  expect(apart.sentence).toMatch(/pictures are separated, almost wholly/);
  for (const { id, interval, ifNone } of apart.numbers) expect([id, interval.low > ifNone]).toEqual([id, true]);
  expect(apart.onMap).toBeGreaterThan(0.85);

  const half = (rest: number) =>
    chosenFeatures(
      a,
      Array.from({ length: COUNT / 2 }, (_, i) => 2 * i + rest),
    );
  const halves = await told(half(0), half(1));
  expect(halves.numbers.map(({ id }) => id)).toEqual(['oneNearest', 'silhouette', 'auc']);
  expect(Math.abs(halves.numbers[1]?.value ?? 1)).toBeLessThan(0.05);
  expect(halves.sentence).not.toMatch(/The generated A and B pictures are separated/);
  const nearest = halves.numbers[0]?.interval ?? { low: 1, high: 0 };
  expect(nearest.low < 0.5 && nearest.high > 0.5).toBe(true);
  return halves;
}

/** Numbers of the features and their sentence, and the share of nearest neighbours on a UMAP that are of the same set. */
async function told(first: Features, second: Features) {
  const { points } = await reckonHere.reckon('embedding', { first, second, method: 'umap', seed: 1 });
  const numbers = await reckonHere.reckon('separation', { first, second, seed: 1 });
  const place = (from: number, to: number) => featuresOf(points.slice(2 * from, 2 * to), 2, 'map');
  const { accuracy } = oneNearestTest(place(0, first.count), place(first.count, first.count + second.count));
  const sentence = separationSentence({
    names: ['A', 'B'],
    generated: numbers,
    real: 'none was asked for.',
    models: 1,
  });
  return { numbers, sentence, onMap: accuracy };
}
