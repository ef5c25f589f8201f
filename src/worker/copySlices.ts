/** Which real slices a look for copies compares with, or why there is nothing to compare. It reads no pixels. */
import { NO_CLASS } from '../dataset/labels.ts';
import type { SliceSource } from '../dataset/sliceSource.ts';
import type { StudioParts } from './studioParts.ts';

export interface CopySlices {
  readonly source: SliceSource;
  /** All that training uses. */
  readonly train: readonly number[];
  /** Of subjects never trained on, and of the classes that are; thinned evenly where there are very many. */
  readonly heldOut: readonly number[];
  /** The subject of each held-out slice, as a number. */
  readonly heldOutSubjects: Uint32Array;
  readonly subjects: number;
  /** Pictures that are to be looked at. */
  readonly fakes: number;
}

/** What the random extractor takes at the least; and smaller slices of all heads look alike. */
const SMALLEST_SIDE = 16;
/** As `memorisation` needs them. */
const FEWEST_HELD_OUT = 20;
const FEWEST_SUBJECTS = 2;
const MOST_PICTURES = 1000;
/** So many show a hundredth of copies, and a share to within a tenth. */
export const FEWEST_PICTURES = 100;
/** Pairs of pictures and training slices: some seconds of arithmetic in each space. Large sets get fewer pictures. */
const MOST_PAIRS = 4_000_000;

const UNKNOWN = 'Whether these pictures copy training slices is not known';

/** The slices, or a sentence that says why it cannot be known. */
export function copySlices(
  parts: Pick<StudioParts, 'run' | 'dataset'>,
  isRun: boolean,
  resolution: number,
): CopySlices | string {
  const run = parts.run();
  if (!isRun || !run)
    return `${UNKNOWN}: opened weights come without the slices that they were trained on. Look before a run's weights are taken home.`;
  if (parts.dataset()?.opened.loaded.store !== run.opened.loaded.store)
    return `${UNKNOWN}: the slices that this run was trained on are not open any more. Resume the run in Runs, then look again.`;
  if (resolution < SMALLEST_SIDE)
    return `${UNKNOWN}: at ${resolution} px the slices of different heads look alike. Look again at ${SMALLEST_SIDE} px or more.`;
  const { source } = run.opened;
  const { subjects, heldOut } = heldOutOf(source);
  if (heldOut.length < FEWEST_HELD_OUT || subjects < FEWEST_SUBJECTS)
    return `${UNKNOWN}: ${heldOut.length === 0 ? 'no subjects are held out' : `the held-out slices, ${heldOut.length} of ${subjects} ${subjects === 1 ? 'subject' : 'subjects'}, are too few`}, so that nothing tells how near an unseen slice comes. Set “Held out” to 0.1 or more before the next run: ${FEWEST_HELD_OUT} slices of ${FEWEST_SUBJECTS} subjects are the least.`;
  const train = source.trainingIndices;
  const fakes = Math.max(FEWEST_PICTURES, Math.min(MOST_PICTURES, Math.floor(MOST_PAIRS / train.length)));
  const thinned = evenly(heldOut, fakes);
  return { source, train, heldOut: thinned, fakes, ...subjectsOf(source, thinned) };
}

/** Held-out slices of the classes that are trained on, or all where there are none. */
function heldOutOf(source: SliceSource) {
  const { heldOutIndices, classes, labels } = source;
  const heldOut = heldOutIndices.filter((index) => classes.length === 0 || labels[index] !== NO_CLASS);
  return { heldOut, subjects: subjectsOf(source, heldOut).subjects };
}

function subjectsOf({ slices }: SliceSource, indices: readonly number[]) {
  const names = indices.map((index) => slices[index]?.subject ?? '');
  const numbers = new Map([...new Set(names)].map((name, i) => [name, i]));
  return { heldOutSubjects: Uint32Array.from(names, (name) => numbers.get(name) ?? 0), subjects: numbers.size };
}

/** At most `most` of them, spread over all. */
function evenly(indices: readonly number[], most: number): readonly number[] {
  if (indices.length <= most) return indices;
  return Array.from({ length: most }, (_, i) => indices[Math.floor((i * indices.length) / most)] as number);
}
