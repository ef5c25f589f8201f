// @ts-check
/**
 * npm run generate: writes one PNG a seed from a weights zip, by the same page in headless Chromium. A seed is the same
 * picture on the page. It refuses to write over pictures that are there, and to draw from weights whose pictures copy training
 * slices without a reason.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { main, PlainError, readOptions } from './lib/command.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { checkedReason } from './lib/reason.mjs';
import { pictureName, seedsFrom } from './lib/seeds.mjs';

const USAGE =
  'Usage: npm run generate -- WEIGHTS.zip --seeds 0-9,12 --out DIR [--psi 0.7] [--class NAME] [--adapter gpu|lavapipe|swiftshader] [--reason WHY]';

await main(async () => {
  const options = readGenerateOptions();
  await ensureInstalled();
  await ensureBuilt();
  // It needs installed packages, so it cannot be imported before.
  const { generateHeadless } = await import('./lib/generateHeadless.mjs');
  await generateHeadless(options);
  return 0;
});

/** @returns {import('./lib/generateHeadless.mjs').GenerateOptions} */
function readGenerateOptions() {
  const { values, positionals } = readOptions(
    {
      allowPositionals: true,
      options: {
        seeds: { type: 'string', default: '0-9' },
        psi: { type: 'string', default: '1' },
        out: { type: 'string' },
        class: { type: 'string' },
        adapter: { type: 'string' },
        reason: { type: 'string' },
      },
    },
    USAGE,
  );
  const [weights, ...more] = positionals;
  if (weights === undefined || more.length > 0) throw new PlainError(`Name one weights zip.\n${USAGE}`);
  if (!existsSync(weights)) throw new PlainError(`There is no file ${weights}.`);
  if (values.out === undefined) throw new PlainError(`Say with --out where the pictures go.\n${USAGE}`);
  const psi = Number(values.psi);
  if (!Number.isFinite(psi))
    throw new PlainError(`--psi ${values.psi} is not a number: 1 leaves the pictures as they are, 0.7 is usual.`);
  const reason = checkedReason(values.reason, 'pictures');
  const seeds = seedsFrom(values.seeds);
  const out = resolve(values.out);
  const present = seeds.find((seed) => existsSync(join(out, pictureName(seed))));
  if (present !== undefined)
    throw new PlainError(`${join(out, pictureName(present))} is there already. Name another folder with --out.`);
  mkdirSync(out, { recursive: true });
  return {
    weights: resolve(weights),
    ...{ seeds, psi, out },
    className: values.class,
    adapter: values.adapter,
    reason,
  };
}
