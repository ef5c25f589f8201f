/** What films are called and what they say of themselves. Pure. */

import type { SampleSheet } from '../protocol/events.ts';
import type { DrawnFrom } from '../protocol/explore.ts';
import type { FilmFormat } from '../protocol/media.ts';
import type { WalkFilm } from './filmWalk.ts';

const IMAGES_PER_KIMG = 1000;
/** An animated PNG is a PNG: viewers that know no animation show its first frame. */
const EXTENSIONS: Readonly<Record<FilmFormat, string>> = { gif: 'gif', apng: 'png', webm: 'webm', mp4: 'mp4' };
/** More are not listed in a file's name. */
const MOST_NAMED = 4;

export interface FilmNames {
  readonly fileName: string;
  readonly title: string;
}

export const kimgText = (nimg: number) => (nimg / IMAGES_PER_KIMG).toFixed(1);

/** sheets: in order, one or more. "gyrus-oasis64-0.0to281.0kimg-SYNTHETIC.gif". */
export function progressNames(sheets: readonly SampleSheet[], preset: string, format: FilmFormat): FilmNames {
  const [first, last] = [sheets[0]?.nimg ?? 0, sheets.at(-1)?.nimg ?? 0];
  const seeds = sheets[0]?.seeds ?? [];
  return {
    fileName: `gyrus-${preset}-${kimgText(first)}to${kimgText(last)}kimg-SYNTHETIC.${EXTENSIONS[format]}`,
    title: `${preset}, ${kimgText(first)} to ${kimgText(last)} kimg, seeds ${Math.min(...seeds)} to ${Math.max(...seeds)}`,
  };
}

/** "gyrus-oasis64-281.0kimg-seeds1003-1008-SYNTHETIC.webm". */
export function walkNames(
  { seeds, along, look }: WalkFilm,
  { preset, nimg }: DrawnFrom,
  format: FilmFormat,
): FilmNames {
  const named = seeds.length > MOST_NAMED ? `${seeds.length}` : seeds.join('-');
  const className = look.className === undefined ? '' : `, ${look.className}`;
  return {
    fileName: `gyrus-${preset}-${kimgText(nimg)}kimg-seeds${named}-SYNTHETIC.${EXTENSIONS[format]}`,
    title: `${preset} at ${kimgText(nimg)} kimg, seeds ${seeds.join(', ')} along ${along}, psi ${look.psi}, ${look.noise} noise${className}`,
  };
}
