/** Real slices: those of unseen subjects are no copies, noisy ones of twenty training slices are. Skips without the data. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { groupsOf } from '../../../scripts/evaluate/features.mjs';
import { zipPictures } from '../../../scripts/evaluate/pictures.mjs';
import { chosenFeatures, pixelFeatures } from '../../../src/evaluation/features.ts';
import { memorisation } from '../../../src/evaluation/memorisation.ts';
import { normals } from '../../../src/random/draws.ts';
import { realZip } from '../../support/realData.ts';

const load = (path: string) => import(/* @vite-ignore */ join(process.cwd(), path));
const brains = realZip('brain-slices-ixi-t1-skullstripped-jpeg.zip');
/** One subject in seven is held out, and one in seven plays the fakes, each part in turn. */
const PARTS = 7;
/** Grey levels of noise on the planted copies. */
const NOISE = 4;
const COPIED = 20;
/** A stream of the tests alone. */
const TEST_NOISE = 992;

test.skipIf(!brains)('real slices of unseen subjects pass, noisy copies of twenty training slices do not', async () => {
  const { images, subjects } = await zipPictures(load, brains as string, 32);
  const pixels = pixelFeatures(images, 32);
  const groups = groupsOf(subjects);
  const inPart = (part: number) => (i: number) => (groups[i] as number) % PARTS === part;
  const all = Array.from(groups.keys());
  const partsOf = (heldOutPart: number, unseenPart: number) => {
    const away = all.filter(inPart(heldOutPart));
    return {
      heldOut: chosenFeatures(pixels, away),
      heldOutSubjects: away.map((i) => groups[i] as number),
      unseen: chosenFeatures(pixels, all.filter(inPart(unseenPart))),
      train: chosenFeatures(
        pixels,
        all.filter((i) => !inPart(heldOutPart)(i) && !inPart(unseenPart)(i)),
      ),
    };
  };

  // Five subjects are few, and no generator: one of them that is like a training subject may be a lean, never copies.
  for (let part = 0; part < PARTS; part++) {
    const { unseen, ...inputs } = partsOf(part, (part + 1) % PARTS);
    const honest = memorisation({ ...inputs, fakes: unseen });
    expect(honest.nearCopies, honest.sentence).toBe(0);
    expect(honest.verdict, honest.sentence).not.toBe('copies');
  }

  const { unseen: _, ...inputs } = partsOf(0, 1);
  const originals = chosenFeatures(
    inputs.train,
    Array.from({ length: 10 * COPIED }, (_, i) => i % COPIED),
  );
  const noise = normals(0, TEST_NOISE, 0, originals.values.length);
  const values = originals.values.map((value, at) => value + NOISE * (noise[at] as number));
  const copied = memorisation({ ...inputs, fakes: { ...originals, values } });
  expect(copied.verdict, copied.sentence).toBe('copies');
  expect(copied.share).toBeGreaterThan(0.9);
});
