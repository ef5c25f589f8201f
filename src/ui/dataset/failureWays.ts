/** For each way in which data can be refused: a title, and what a person can do, the most likely first. */
import type { FailureCode } from '../../protocol/failure.ts';

interface Ways {
  readonly title: string;
  readonly ways: readonly string[];
}

const ZIP_ANEW = 'Or zip the folder of pictures anew, and drop that.';

const WAYS: Partial<Record<FailureCode, Ways>> = {
  'not-a-zip': {
    title: 'This is not a zip',
    ways: ['Drop the .zip itself, not a picture or a folder out of it.', ZIP_ANEW],
  },
  'zip-encrypted': {
    title: 'This zip is locked with a password',
    ways: ['Unpack it, and zip the pictures again without a password.'],
  },
  'zip-damaged': {
    title: 'This zip is damaged',
    ways: ['Compare its size with the size on the download page.', 'Download it again, then drop it here.', ZIP_ANEW],
  },
  'zip-too-large': {
    title: 'This zip is too large to read safely',
    ways: ['Zip fewer slices, or smaller ones, and drop that.'],
  },
  'no-images': {
    title: 'No pictures in this zip',
    ways: [
      'Zip the folder that holds the slices themselves, as PNG or JPEG.',
      'Volumes (NIfTI, DICOM) are not read: export their slices as PNG first.',
    ],
  },
  'too-few-slices': {
    title: 'Too few slices to train on',
    ways: ['Add more slices to the zip.', 'Train on all classes, or hold fewer subjects out.'],
  },
};

/** Title and ways on for a data set's failure; codes without their own get a plain title. */
export function waysOf(code: FailureCode): Ways {
  return WAYS[code] ?? { title: 'The data could not be read', ways: [] };
}
