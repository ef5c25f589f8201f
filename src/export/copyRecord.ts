/**
 * What is said of copies in files that leave: a JSON with the verdict, its numbers and what it rests on, and words. It says
 * as plainly when nothing was looked at. Pure.
 */
import type { CopyRecord, CopySpace } from '../protocol/judging.ts';
import type { PngTexts } from './pngText.ts';

export const COPIES_FORMAT = 'gyrus-copies/1';
/** Of the ratios: enough to draw the two distributions again. */
const SHARES = { smallest: 0, p1: 0.01, p5: 0.05, p25: 0.25, median: 0.5, p75: 0.75, p95: 0.95, largest: 1 } as const;
const IMAGES_PER_KIMG = 1000;
const LINE = 100;

/** copies.json. */
export function copiesJson({ check, reason }: CopyRecord): string {
  const { nimg, resolution, pictures, verdict, sentence, basis, spaces, worst } = check;
  const record = {
    format: COPIES_FORMAT,
    verdict,
    sentence,
    ...(reason === undefined ? {} : { exportedAllTheSame: reason }),
    nimg,
    resolution,
    pictures,
    ...basis,
    ratio:
      'distance to the nearest training slice over that to the nearest held-out slice; below 1: nearer to training',
    spaces: spaces.map(spaceRecord),
    ...(worst ? { nearest: { space: worst.space, seeds: worst.seeds, ratios: worst.ratios } } : {}),
  };
  return `${JSON.stringify(record, null, 2)}\n`;
}

function spaceRecord({ name, verdict, sentence, fakeRatios, heldOutRatios, threshold }: CopySpace) {
  return {
    name,
    verdict,
    sentence,
    threshold,
    ratiosOfGenerated: quantiles(fakeRatios),
    ratiosOfHeldOut: quantiles(heldOutRatios),
  };
}

/** The values below which these shares lie, each of the sample. */
function quantiles(values: Float32Array): Record<string, number> {
  const sorted = values.toSorted();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return Object.fromEntries(Object.entries(SHARES).map(([name, share]) => [name, at(share)]));
}

/** One line: the verdict in words, where it was reached, and the reason. */
export function copiesLine(record: CopyRecord | undefined): string {
  if (!record) return 'Copies of training slices: nobody looked for them before this was packed.';
  const { reason } = record;
  const because = reason === undefined ? '' : ` Passed on all the same, with this reason: ${reason}`;
  return `Copies of training slices: ${lookedFor(record)}${because}`;
}

/** The same as a paragraph for a README, its lines broken. */
export const copiesText = (record: CopyRecord | undefined): string => broken(copiesLine(record));

/** The same inside a picture. */
export function copyTexts(record: CopyRecord | undefined): PngTexts {
  if (!record) return { 'Copies of training slices': 'Nobody looked for them before this was saved.' };
  const { reason } = record;
  return {
    'Copies of training slices': lookedFor(record),
    ...(reason === undefined ? {} : { 'Exported in spite of copies': reason }),
  };
}

function lookedFor({ check: { sentence, nimg, resolution } }: CopyRecord): string {
  return `${sentence} Looked for at ${(nimg / IMAGES_PER_KIMG).toFixed(1)} kimg, ${resolution} px.`;
}

function broken(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > LINE) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return `${[...lines, line].join('\n')}\n`;
}
