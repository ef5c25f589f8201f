import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { latentOfSeed, normals } from '../../../src/random/draws.ts';
import { philox } from '../../../src/random/philox.ts';
import { STREAM } from '../../../src/random/streams.ts';

/** docs/seeds.md is what other people implement; its numbers came from the Python printed there. */
const page = readFileSync(new URL('../../../docs/seeds.md', import.meta.url), 'utf8');

/** Half a unit in the last place of a float32 printed by numpy, for values below 4. */
const PRINTED = 2e-7;

test('docs/seeds.md holds test vectors, and latentOfSeed gives them', () => {
  const rows = [...page.matchAll(/^\| (\d+) +\| (.+) \|$/gm)];
  expect(rows).toHaveLength(4);
  for (const [, seed, cells] of rows) {
    const expected = String(cells).split(' | ').map(Number);
    const z = latentOfSeed(Number(seed), expected.length);
    expected.forEach((value, i) => {
      expect(Math.abs((z[i] as number) - value)).toBeLessThanOrEqual(PRINTED);
    });
  }
});

test('docs/seeds.md names the stream, the first block and the last element of a long z rightly', () => {
  expect(page).toContain(`\`[seed, ${STREAM.sampleLatent}]\``);
  const block = philox([0, 0, 0, 0], [0, STREAM.sampleLatent]).map((word) => word.toString(16).padStart(8, '0'));
  expect(page).toContain(block.join(' '));
  const z = normals(7, STREAM.sampleLatent, 0, 512);
  expect(z[511]).toBeCloseTo(-1.4103558, 6);
  expect(z.reduce((sum, value) => sum + value, 0)).toBeCloseTo(20.107338, 5);
});
