/** The losses of a run as CSV, one line a step, for spreadsheets and scripts. It refuses to round or leave steps out. */
import type { LiveChange } from '../../protocol/events.ts';
import type { StepSeries } from '../../state/series.ts';
import { toKimg } from './curves.ts';
import { changesBetween } from './marks.ts';

const COLUMNS = 'step,nimg,kimg,epoch,resolution,alpha,loss_g,loss_d,score_real,score_fake';
/** Only where a setting was changed: what was, after the step. */
const CHANGES_COLUMN = 'changed_after';
/** float32 values need no more to be read back as they were. */
const FLOAT32_DIGITS = 9;

/**
 * CSV (RFC 4180, quotes around changes alone, lines ended by \n). step counts from 1; nimg is reals shown after the step; epoch counts
 * from 1 and is the one in which the step's last real was shown. A value that is not a number (a step without a generator
 * update has no generator loss) is an empty cell; infinite values are written as such, so that a broken run shows.
 */
export function lossesCsv(series: StepSeries, slicesPerEpoch: number, changes: readonly LiveChange[] = []): string {
  const lines = [changes.length > 0 ? `${COLUMNS},${CHANGES_COLUMN}` : COLUMNS];
  for (let index = 0; index < series.length; index++) {
    const nimg = series.nimg[index] ?? 0;
    const cells = [
      index + 1,
      nimg,
      toKimg(nimg),
      Math.max(1, Math.ceil(nimg / slicesPerEpoch)),
      series.resolution[index],
      cell(series.alpha[index]),
      cell(series.values['Loss/G/loss'][index]),
      cell(series.values['Loss/D/loss'][index]),
      cell(series.values['Loss/scores/real'][index]),
      cell(series.values['Loss/scores/fake'][index]),
    ];
    if (changes.length > 0) {
      const before = index === 0 ? -1 : toKimg(series.nimg[index - 1] ?? 0);
      cells.push(quoted(changesBetween(changes, before, toKimg(nimg))));
    }
    lines.push(cells.join(','));
  }
  return `${lines.join('\n')}\n`;
}

/** A text cell; empty where there is nothing to say. */
function quoted(text: string): string {
  return text === '' ? '' : `"${text.replaceAll('"', '""')}"`;
}

function cell(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '';
  return Number.isFinite(value) ? String(Number(value.toPrecision(FLOAT32_DIGITS))) : String(value);
}
