/** A data set that was read: how many slices, what was recognised, what was skipped, and the real slices themselves. */
import type { DatasetSummary, SheetImage } from '../../protocol/dataset.ts';
import { datasetIsFixed } from '../../state/questions.ts';
import { useAppState } from '../appContext.tsx';
import { Disclosure } from '../kit/Disclosure.tsx';
import { countOf, countText, decimalText, sideText } from '../kit/format.ts';
import { KeyValue } from '../kit/KeyValue.tsx';
import { ClassCounts } from './ClassCounts.tsx';
import { FindingList } from './FindingList.tsx';
import styles from './PresentDataset.module.css';
import { ReadingChoices } from './ReadingChoices.tsx';
import { RealSlices } from './RealSlices.tsx';
import { SkippedFiles } from './SkippedFiles.tsx';

interface PresentDatasetProps {
  readonly summary: DatasetSummary;
  readonly sheet: SheetImage | undefined;
  /** In the rail beside a run: only what one needs to know while it runs. */
  readonly compact: boolean;
}

/** Real slices side by side: wide pane, rail. Two rows are enough beside a run. */
const COLUMNS = { wide: 12, rail: 8 } as const;
const RAIL_ROWS = 2;

export function PresentDataset({ summary, sheet, compact }: PresentDatasetProps) {
  return compact ? <CompactDataset summary={summary} sheet={sheet} /> : <WideDataset summary={summary} sheet={sheet} />;
}

type Parts = Omit<PresentDatasetProps, 'compact'>;

function WideDataset({ summary, sheet }: Parts) {
  const shown = sheet ? slicesOn(sheet, summary) : 0;
  return (
    <>
      <div className={styles.counts}>
        <SliceCount summary={summary} />
        <span className={styles.quiet}>{readingText(summary)}</span>
      </div>
      <ClassCounts classes={summary.classes} />
      <FindingList findings={summary.findings} />
      <div className={styles.group}>
        <h3>How it is read</h3>
        <ReadingChoices summary={summary} />
        <KeyValue left facts={[trainingFact(summary)]} />
      </div>
      {sheet && (
        <figure className={styles.group}>
          <h3>Real slices</h3>
          <RealSlices sheet={sheet} count={shown} columns={Math.min(COLUMNS.wide, shown)} />
          <figcaption className={styles.quiet}>
            {countText(shown)} of {countText(trainedOn(summary))}, as the network will see them:{' '}
            {sideText(summary.options.resolution)}
          </figcaption>
        </figure>
      )}
      {summary.skipped.length > 0 && (
        <div className={styles.group}>
          <SkippedFiles skipped={summary.skipped} open />
        </div>
      )}
    </>
  );
}

function CompactDataset({ summary, sheet }: Parts) {
  const fixed = useAppState(datasetIsFixed);
  const shown = sheet ? Math.min(slicesOn(sheet, summary), COLUMNS.rail * RAIL_ROWS) : 0;
  return (
    <>
      <div className={styles.counts}>
        <SliceCount summary={summary} />
        <ClassCounts classes={summary.classes} />
      </div>
      {sheet && <RealSlices sheet={sheet} count={shown} columns={Math.min(COLUMNS.rail, shown)} />}
      <KeyValue facts={[subjectsFact(summary), trainingFact(summary)]} />
      {!fixed && (
        <Disclosure title="How it is read">
          <div className={styles.folded}>
            <ReadingChoices summary={summary} />
            <FindingList findings={summary.findings} />
          </div>
        </Disclosure>
      )}
      <SkippedFiles skipped={summary.skipped} open={false} />
    </>
  );
}

/** The sheet shows slices that training uses; all of them where none is left to train on. */
function trainedOn({ trainingSlices, slices }: DatasetSummary): number {
  return trainingSlices > 0 ? trainingSlices : slices;
}

/** Pictures that the sheet really holds: its last row may be short. */
function slicesOn(sheet: SheetImage, summary: DatasetSummary): number {
  return Math.min(trainedOn(summary), sheet.columns * sheet.rows);
}

function SliceCount({ summary }: { readonly summary: DatasetSummary }) {
  return <p className={styles.slices}>{countOf(summary.slices, 'slice')}</p>;
}

function readingText({ kind, files, seconds }: DatasetSummary): string {
  const time = `${decimalText(seconds, 1)} s`;
  return kind === 'phantom' ? `drawn in ${time}` : `${countOf(files, 'file')} read in ${time}`;
}

function subjectsFact({ subjects, heldOutSubjects }: DatasetSummary) {
  const held = heldOutSubjects > 0 ? `${countText(heldOutSubjects)} held out` : 'none held out';
  return { name: 'Subjects', value: `${countText(subjects)}, ${held}` };
}

function trainingFact({ trainingSlices, options }: DatasetSummary) {
  return { name: 'Training on', value: `${countOf(trainingSlices, 'slice')} at ${sideText(options.resolution)}` };
}
