// @ts-check
/**
 * The folder that a headless run leaves: sheets as they come, the losses rewritten with each sheet, and at the end the
 * weights zip and a summary. It refuses to write into a folder that holds another run.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlainError } from './command.mjs';

/** Digits before and after the point of a sheet's kimg, so that names sort as the run went. */
const KIMG_DIGITS = 6;
const KIMG_DECIMALS = 3;

/**
 * The name of a sheet: fakes000012.500.png at 12.5 kimg.
 * @param {number} kimg
 */
export function sheetName(kimg) {
  return `fakes${kimg.toFixed(KIMG_DECIMALS).padStart(KIMG_DIGITS + 1 + KIMG_DECIMALS, '0')}.png`;
}

export class RunFolder {
  /** @param {string} path made with the first thing saved, refused if it holds anything */
  constructor(path) {
    if (existsSync(path) && readdirSync(path).length > 0)
      throw new PlainError(
        `The folder ${path} is not empty. Name a new one with --out, so that no run is written over.`,
      );
    this.path = path;
  }

  /**
   * @param {string} name
   * @param {Uint8Array} png
   */
  saveSheet(name, png) {
    mkdirSync(join(this.path, 'sheets'), { recursive: true });
    writeFileSync(join(this.path, 'sheets', name), png);
  }

  /** @param {string} csv */
  saveLosses(csv) {
    mkdirSync(this.path, { recursive: true });
    // Written beside and moved, so that a crash leaves the last whole file.
    const part = join(this.path, 'losses.csv.part');
    writeFileSync(part, csv);
    renameSync(part, join(this.path, 'losses.csv'));
  }

  /** @param {object} summary */
  saveSummary(summary) {
    mkdirSync(this.path, { recursive: true });
    writeFileSync(join(this.path, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
  }

  /** @param {string} name */
  pathOf(name) {
    return join(this.path, name);
  }
}
