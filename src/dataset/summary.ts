/** The numbers the page shows about a data set. It refuses to read or split: it counts what was. */
import type { ClassCount, DatasetOptions, DatasetSummary } from '../protocol/dataset.ts';
import { findingsOf } from './findings.ts';
import type { LoadedSlices } from './loadedSlices.ts';
import type { SliceFacts } from './sliceSource.ts';
import type { Split } from './split.ts';

/** Split folders in the order in which people name them. */
const SPLIT_ORDER = ['train', 'validate', 'test'];

export function summaryOf(loaded: LoadedSlices, split: Split, options: DatasetOptions): DatasetSummary {
  const { slices } = loaded;
  const classes = loaded.layout === 'classes' || loaded.layout === 'adni' ? classCounts(slices) : [];
  const splits = SPLIT_ORDER.map((name) => ({ name, slices: slices.filter((slice) => slice.split === name).length }));
  const ownSplits = splits.filter((own) => own.slices > 0);
  const subjects = new Set(slices.map(({ subject }) => subject)).size;
  return {
    name: loaded.name,
    kind: loaded.kind,
    bytes: loaded.bytes,
    seconds: loaded.seconds,
    options,
    layout: loaded.layout,
    layoutChoices: loaded.choices,
    files: loaded.files,
    slices: slices.length,
    labelMaps: loaded.labelMaps,
    classes,
    splits: ownSplits,
    subjects,
    heldOutSubjects: split.heldOutSubjects,
    heldOutSlices: split.heldOut.length,
    trainingSlices: split.training.length,
    sizes: loaded.sizes,
    enlarged: loaded.enlarged,
    skipped: loaded.skipped,
    findings: findingsOf(loaded, split, options, classes, ownSplits, subjects),
  };
}

/** Classes by name; '' are slices outside every class folder. */
function classCounts(slices: readonly SliceFacts[]): ClassCount[] {
  const byName = new Map<string, { slices: number; subjects: Set<string> }>();
  for (const { className, subject } of slices) {
    const count = byName.get(className) ?? { slices: 0, subjects: new Set<string>() };
    count.slices++;
    count.subjects.add(subject);
    byName.set(className, count);
  }
  return [...byName]
    .map(([name, count]) => ({ name, slices: count.slices, subjects: count.subjects.size }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
