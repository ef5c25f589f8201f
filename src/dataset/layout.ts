/**
 * How the folders of an archive are read: the archive's own split, the class, what is left for subjects. It recognises
 * the layout from the names alone and lets a person choose another that the names allow. It refuses to invent classes
 * from folders that are subjects.
 */
import type { LayoutName } from '../protocol/dataset.ts';
import { isLabelMap } from './names.ts';
import { isSubjectFolder } from './subjects.ts';

/** What the folders say about one picture. */
export interface Place {
  readonly path: string;
  /** 'train', 'validate', 'test' or ''. */
  readonly split: string;
  readonly className: string;
  /** Folders below class and split, for subjects. */
  readonly folders: readonly string[];
  readonly labelMap: boolean;
}

export interface LayoutReading {
  readonly layout: LayoutName;
  /** Layouts that the names allow, the recognised one first. */
  readonly choices: readonly LayoutName[];
  /** One a path, in the order given. */
  readonly places: readonly Place[];
}

const OASIS_FOLDER = /^keras_png_slices_(?:seg_)?(train|validate|test)$/i;
const SPLITS: Readonly<Record<string, string>> = {
  train: 'train',
  training: 'train',
  test: 'test',
  testing: 'test',
  val: 'validate',
  valid: 'validate',
  validate: 'validate',
  validation: 'validate',
};
/** Diagnoses as ADNI's folders name them. */
const ADNI_CLASSES = new Set(['AD', 'NC', 'CN', 'MCI', 'EMCI', 'LMCI', 'SMC']);
/** More folders than this are no classes but subjects or series. */
const MOST_CLASSES = 64;
/** A rule that fits all but a few stray files fits. */
const NEARLY_ALL = 0.9;

/** Folders of one path, with the archive's split taken out and the root that all share cut off. */
interface Folders {
  readonly path: string;
  readonly split: string;
  readonly oasis: boolean;
  readonly rest: readonly string[];
  readonly labelMap: boolean;
}

/** Reads pictures' paths as `wanted`, or as the layout recognised where that is undefined or not among the choices. */
export function readLayout(paths: readonly string[], wanted?: LayoutName): LayoutReading {
  const all = withoutRoot(paths.map(foldersOf));
  const choices = allowedLayouts(all);
  const layout = wanted !== undefined && choices.includes(wanted) ? wanted : (choices[0] as LayoutName);
  const hasClasses = layout === 'classes' || layout === 'adni';
  const places = all.map(({ path, split, rest, labelMap }) => ({
    path,
    split,
    className: hasClasses ? (rest[0] ?? '') : '',
    folders: hasClasses ? rest.slice(1) : rest,
    labelMap,
  }));
  return { layout, choices, places };
}

/** The layouts that fit, the recognised one first. */
function allowedLayouts(all: readonly Folders[]): LayoutName[] {
  const slices = all.filter(({ labelMap }) => !labelMap);
  const nearly = (test: (folders: Folders) => boolean): boolean =>
    slices.length > 0 && slices.filter(test).length >= NEARLY_ALL * slices.length;
  const names = [...new Set(slices.flatMap(({ rest }) => rest.slice(0, 1)))];
  const oasis = nearly((folders) => folders.oasis);
  const couldBeClasses = names.length > 1 && nearly(({ rest }) => rest.length > 0);
  const areSubjects = 2 * names.filter(isSubjectFolder).length >= names.length;
  const adni = couldBeClasses && nearly(({ split }) => split !== '') && names.every((name) => ADNI_CLASSES.has(name));
  const areClasses = couldBeClasses && !areSubjects && names.length <= MOST_CLASSES;
  const recognised: LayoutName = oasis ? 'oasis' : adni ? 'adni' : areClasses ? 'classes' : 'flat';
  const allowed: LayoutName[] = ['flat'];
  if (couldBeClasses) allowed.push('classes');
  if (oasis) allowed.push('oasis');
  if (adni) allowed.push('adni');
  return [recognised, ...allowed.filter((layout) => layout !== recognised)];
}

function foldersOf(path: string): Folders {
  const folders = path
    .split('/')
    .slice(0, -1)
    .filter((folder) => folder !== '' && folder !== '.');
  let split = '';
  let oasis = false;
  const rest: string[] = [];
  for (const folder of folders) {
    const oasisSplit = OASIS_FOLDER.exec(folder)?.[1];
    const ownSplit = oasisSplit ?? folder;
    const known = SPLITS[ownSplit.toLowerCase()];
    if (split === '' && known !== undefined) {
      split = known;
      oasis = oasisSplit !== undefined;
    } else rest.push(folder);
  }
  return { path, split, oasis, rest, labelMap: isLabelMap(path) };
}

/** Cuts the leading folders that all slices share: the zipped folder's own name says nothing. */
function withoutRoot(all: readonly Folders[]): Folders[] {
  const slices = all.filter(({ labelMap }) => !labelMap);
  const first = (slices[0] ?? all[0])?.rest ?? [];
  let shared = 0;
  while (shared < first.length && slices.every(({ rest }) => rest[shared] === first[shared])) shared++;
  const root = first.slice(0, shared);
  return all.map((folders) => {
    const hasRoot = root.every((folder, i) => folders.rest[i] === folder);
    return hasRoot ? { ...folders, rest: folders.rest.slice(shared) } : folders;
  });
}
