/**
 * Whose head a slice shows, from folders and file names. One rule must fit nearly all slices and find at least two
 * subjects, or every slice counts as its own subject and the reading says so. It refuses to guess from pixels.
 */
import { stemOf } from './names.ts';

/** What the rules look at: layout.ts's Place has it. */
export interface SubjectPlace {
  readonly path: string;
  readonly className: string;
  readonly folders: readonly string[];
}

export interface SubjectReading {
  /** One a place, in the order given. */
  readonly subjects: readonly string[];
  /** Where the names came from; 'none': every slice is its own subject. */
  readonly from: 'file names' | 'folders' | 'none';
}

/** A folder of one person's slices: a word for a person with a number, or a number of three digits and more. */
const SUBJECT_FOLDER = /^(?:sub|subject|pat|patient|case|ixi|oas\d?|adni|vol|volume|person)[-_ ]?\d|\d{3}/i;
/** Identifiers with a meaning of their own, without session or series behind them: BIDS, OASIS-1 to 3, ADNI. */
const KNOWN_NAMES: readonly RegExp[] = [
  /(?:^|[_/])(sub-[a-z0-9]+)/i,
  /(?:^|[_/])(OAS[12]_\d{4}|OAS3\d{4})/i,
  /(?:^|[_/])(\d{3}_S_\d{4,5})(?!\d)/i,
];
/** OASIS as PNG: case_NNN_slice_K, and seg_NNN_slice_K for the label map of the same head. */
const OASIS_NAME = /^(?:case|seg)_(\d+)_slice_\d+$/i;
/** SUBJECT_SLICE: what stands in front of the last number, if a digit is in it. */
const SUBJECT_SLICE = /^(.*\d.*?)[-_ ]+(?:slice|sl|z|img|image|frame)?[-_ ]*\(?\d+\)?$/i;
/** A rule that fits all but a few stray files fits. */
const NEARLY_ALL = 0.9;

/** Whether a folder's name looks like one person. */
export function isSubjectFolder(folder: string): boolean {
  return SUBJECT_FOLDER.test(folder);
}

const RULES: readonly { from: 'file names' | 'folders'; subjectOf: (place: SubjectPlace) => string | undefined }[] = [
  { from: 'file names', subjectOf: ({ path }) => oasisName(stemOf(path)) },
  { from: 'file names', subjectOf: ({ path }) => knownName(stemOf(path)) },
  { from: 'folders', subjectOf: ({ folders }) => knownName(folders.join('/')) },
  { from: 'folders', subjectOf: ({ folders }) => folders.find(isSubjectFolder) },
  { from: 'file names', subjectOf: ({ path, className }) => subjectSlice(stemOf(path), className) },
];

/** The first rule that fits. A slice that it does not fit is a subject of its own, named by its path. */
export function readSubjects(places: readonly SubjectPlace[]): SubjectReading {
  for (const { from, subjectOf } of RULES) {
    const found = places.map(subjectOf);
    const named = found.filter((subject) => subject !== undefined);
    const distinct = new Set(named).size;
    if (named.length < NEARLY_ALL * places.length || distinct < 2 || distinct === named.length) continue;
    return { from, subjects: found.map((subject, i) => subject ?? (places[i] as SubjectPlace).path) };
  }
  return { from: 'none', subjects: places.map(({ path }) => path) };
}

function oasisName(stem: string): string | undefined {
  const number = OASIS_NAME.exec(stem)?.[1];
  return number === undefined ? undefined : `case_${number}`;
}

function knownName(text: string): string | undefined {
  for (const pattern of KNOWN_NAMES) {
    const name = pattern.exec(text)?.[1];
    if (name !== undefined) return name;
  }
  return undefined;
}

/** Digits named 3/3_00139.png repeat their class, which is no subject. */
function subjectSlice(stem: string, className: string): string | undefined {
  const subject = SUBJECT_SLICE.exec(stem)?.[1];
  return subject === className ? undefined : subject;
}
