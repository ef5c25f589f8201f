// @ts-check
/**
 * npm run copies -- DIR: what the look for copies says of the pictures that scripts/plant_copies.py wrote, as Markdown, by the
 * page's own code. It trains nothing and changes no limit.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startCpuBackend, withEngine } from './evaluate/engine.mjs';
import { main, PlainError, readOptions } from './lib/command.mjs';

const USAGE = 'Usage: npm run copies -- DIR';
/** Of the pictures in DIR. */
const SIDE = 16;
const FAKES = /^fakes-(\d+)\.bin$/;
const KIMG = 1000;
const DECIMALS = 3;

await main(async () => {
  const { positionals } = readOptions({ options: {}, allowPositionals: true }, USAGE);
  const [folder] = positionals;
  if (folder === undefined) throw new PlainError(`Name the folder.\n${USAGE}`);
  return withEngine(async (load) => report(load, folder));
});

/** @param {(path: string) => Promise<Record<string, any>>} load @param {string} folder */
async function report(load, folder) {
  await startCpuBackend(load);
  const { randomConvExtractor } = await load('/src/evaluation/randomConv.ts');
  const { extractFeatures } = await load('/src/evaluation/extractor.ts');
  const { pixelFeatures } = await load('/src/evaluation/features.ts');
  const { greyImages } = await load('/src/evaluation/greyImages.ts');
  const { copies } = await load('/src/reckoning/tasks/copies.ts');
  const extractor = randomConvExtractor(SIDE, 1);
  /** @param {string} file */
  const spacesOf = async (file) => {
    const bytes = new Uint8Array(await readFile(join(folder, file)));
    return [pixelFeatures(greyImages(bytes, SIDE), SIDE), await extractFeatures(extractor, bytes)];
  };
  const [train, heldOut] = [await spacesOf('train.bin'), await spacesOf('held-out.bin')];
  /** @type {string[]} */
  const subjects = JSON.parse(await readFile(join(folder, 'held-out.json'), 'utf8'));
  const names = [...new Set(subjects)];
  const heldOutSubjects = Uint32Array.from(subjects, (name) => names.indexOf(name));
  const measured = (await readdir(folder)).flatMap((file) => {
    const nimg = Number(FAKES.exec(file)?.[1]);
    return nimg > 0 ? [{ file, nimg }] : [];
  });
  console.log(
    '| at, kimg | compared in | verdict | below the threshold | its interval from | tolerated | least ratio |',
  );
  console.log('| ---: | --- | --- | ---: | ---: | ---: | ---: |');
  for (const { file, nimg } of measured.sort((one, other) => one.nimg - other.nimg)) {
    const fakes = await spacesOf(file);
    const spaces = fakes.map((features, i) => ({ fakes: features, train: train[i], heldOut: heldOut[i] }));
    for (const found of await copies({ spaces, heldOutSubjects, worst: 1 })) {
      const { extractor: space, verdict, share, shareInterval, tolerated, worst } = found;
      const numbers = [share, shareInterval.low, tolerated, worst[0].ratio].map((value) => value.toFixed(DECIMALS));
      console.log(`| ${Math.round(nimg / KIMG)} | ${space} | ${verdict} | ${numbers.join(' | ')} |`);
    }
  }
  extractor.dispose();
  return 0;
}
