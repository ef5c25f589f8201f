/** Sentences for archives without enough to train on: what was there instead, and what to do. It refuses to throw: callers do. */
import type { SkippedGroup } from '../protocol/dataset.ts';
import { FailureError } from '../protocol/failure.ts';
import { countWords } from './words.ts';

/** Reasons named in a sentence; the rest are in the list of skipped files. */
const NAMED_REASONS = 3;

/** 'zip-encrypted': every picture needs a password, such as `entry`. */
export function encrypted(name: string, entry: string): FailureError {
  return new FailureError(
    'zip-encrypted',
    `${name} is protected by a password ("${entry}" is encrypted). Unpack it with the password and zip the folder again without one.`,
  );
}

/** 'no-images': no file is a picture, or none could be read. */
export function noImages(name: string, files: number, skipped: readonly SkippedGroup[]): FailureError {
  const held =
    files === 0
      ? `${name} holds no files`
      : `None of the ${countWords(files, 'file')} in ${name} is a picture that Gyrus can read`;
  return new FailureError(
    'no-images',
    `${held}${reasonWords(skipped)}. Zip a folder of PNG or JPEG slices and drop that here.`,
  );
}

/** 'too-few-slices': pictures, but fewer than `fewest`. */
export function tooFew(
  name: string,
  slices: number,
  fewest: number,
  labelMaps: number,
  skipped: readonly SkippedGroup[],
): FailureError {
  const aside = labelMaps === 0 ? '' : `; ${countWords(labelMaps, 'label map')} set aside`;
  return new FailureError(
    'too-few-slices',
    `${name} holds ${countWords(slices, 'usable slice')}; training needs at least ${fewest}${aside}${reasonWords(skipped)}. Add more slices to the zip and drop it again.`,
  );
}

/** " (12 × not a picture, 3 × hidden file)". */
function reasonWords(skipped: readonly SkippedGroup[]): string {
  if (skipped.length === 0) return '';
  const named = skipped.slice(0, NAMED_REASONS).map(({ reason, count }) => `${count} × ${reason}`);
  return ` (skipped: ${named.join(', ')}${skipped.length > NAMED_REASONS ? ' and others' : ''})`;
}
