/** The run's sheets as the page keeps them: as many as the worker keeps, by the same rule. It makes no pictures. Pure. */
import type { SampleSheet } from '../protocol/events.ts';
import { MOST_SHEETS, thinned } from '../protocol/history.ts';
import type { AppState, RunView } from './appState.ts';

/**
 * The state with one more sheet of its run, in the place of one of the same moment, and no more than MOST_SHEETS; who looks
 * back goes on looking at the same moment, or the last kept before it.
 */
export function withSheet(state: AppState, run: RunView, sheet: SampleSheet): AppState {
  const sheets = bounded(withNewest(run.sheets, sheet));
  const { shownSheet } = state;
  const shown = shownSheet === 'live' ? undefined : run.sheets[shownSheet];
  const kept = shown ? sheets.indexOf(shown) : -1;
  return { ...state, run: { ...run, sheets }, shownSheet: kept >= 0 ? kept : placeOf(sheets, shown?.nimg) };
}

function withNewest(sheets: readonly SampleSheet[], sheet: SampleSheet): readonly SampleSheet[] {
  const same = sheets.findIndex(({ nimg }) => nimg === sheet.nimg);
  return same < 0 ? [...sheets, sheet] : sheets.with(same, sheet);
}

function bounded(sheets: readonly SampleSheet[]): readonly SampleSheet[] {
  if (sheets.length <= MOST_SHEETS) return sheets;
  const kept = new Set(
    thinned(
      sheets.map(({ nimg }) => nimg),
      MOST_SHEETS,
    ),
  );
  return sheets.filter(({ nimg }) => kept.has(nimg));
}

/** Index of the last sheet up to `nimg`, the first where there is none; 'live' where nothing is looked at or kept. */
export function placeOf(sheets: readonly SampleSheet[], nimg: number | undefined): number | 'live' {
  if (nimg === undefined || sheets.length === 0) return 'live';
  return Math.max(
    0,
    sheets.findLastIndex((sheet) => sheet.nimg <= nimg),
  );
}
