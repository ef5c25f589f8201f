// @ts-check
/** Opens weights in the headless page and writes the pictures of many seeds, some at a time. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { adapterSentence, openPage } from './browser.mjs';
import { PlainError } from './command.mjs';
import { isReason } from './reason.mjs';
import { pictureName } from './seeds.mjs';
import { serveCopy } from './serve.mjs';

/** Pictures a request: enough to keep a GPU busy, few enough for its memory at 256 px. */
const SEEDS_A_REQUEST = 64;
/** Between two lines of progress. */
const SAY_EVERY = 512;

/**
 * @typedef {object} GenerateOptions
 * @property {string} weights path of a zip from "Download weights"
 * @property {readonly number[]} seeds
 * @property {number} psi
 * @property {string} out a folder that exists
 * @property {string | undefined} className for networks that know classes; undefined: in turn
 * @property {string | undefined} adapter
 * @property {string | undefined} reason why pictures may leave although they copy training slices
 */

/** @param {GenerateOptions} options */
export async function generateHeadless({ weights, seeds, psi, out, className, adapter, reason }) {
  const server = await serveCopy();
  try {
    const opened = await openPage(server.url, adapter);
    const { port } = opened;
    try {
      console.log(adapterSentence(opened));
      const { config, nimg, resolution, classes, copies } = await port.openWeights(weights);
      const known = classes.length > 0 ? `, classes ${classes.join(', ')}` : '';
      console.log(
        `Weights of ${config.preset}, seed ${config.seed}: ${resolution}x${resolution} after ${nimg} slices${known}.`,
      );
      console.log(copiesSentence(copies, reason));
      for (let done = 0; done < seeds.length; done += SEEDS_A_REQUEST) {
        const some = seeds.slice(done, done + SEEDS_A_REQUEST);
        const pictures = await port.sample(some, psi, className, reason);
        some.forEach((seed, index) => {
          const png = pictures[index];
          if (!png) throw new PlainError(`The page gave no picture for seed ${seed}.`);
          writeFileSync(join(out, pictureName(seed)), png);
        });
        if (done > 0 && done % SAY_EVERY === 0) console.log(`${done} of ${seeds.length} pictures`);
      }
      console.log(`${seeds.length} pictures at psi ${psi} are in ${out}.`);
    } finally {
      await opened.close();
    }
  } finally {
    await server.close();
  }
}

/**
 * What the weights' file says of copies, in words. Throws where they were found, and nobody says why pictures may leave.
 * @param {import('../../src/protocol/judging.ts').CopyRecord | undefined} copies
 * @param {string | undefined} reason
 */
export function copiesSentence(copies, reason) {
  if (!copies) return 'Copies of training slices: nobody looked for them before these weights were downloaded.';
  const { check } = copies;
  const said = `Copies of training slices: ${check.sentence}`;
  if (check.verdict !== 'copies') return said;
  const why = [reason, copies.reason].find(isReason);
  if (why === undefined)
    throw new PlainError(`${said} No picture was written: say with --reason why they may leave all the same.`);
  return `${said} They are written all the same, with this reason: ${why.trim()}`;
}
