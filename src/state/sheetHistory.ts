/** The run's sheets as the page keeps them: as many as the worker keeps, by the same rule. It makes no pictures. Pure. */
import type { SampleSheet } from '../protocol/events.ts';
import type { AppState, RunView } from './appState.ts';

/** The state with one more sheet of its run; who looks back goes on looking at the same moment. */
export function withSheet(state: AppState, run: RunView, sheet: SampleSheet): AppState {
  const sheets = [...run.sheets, sheet];
  const { shownSheet } = state;
  const shown = shownSheet === 'live' ? undefined : run.sheets[shownSheet];
  const kept = shown ? sheets.indexOf(shown) : -1;
  return { ...state, run: { ...run, sheets }, shownSheet: kept >= 0 ? kept : placeOf(sheets, shown?.nimg) };
}

/** Index of the last sheet up to `nimg`, the first where there is none; 'live' where nothing is looked at or kept. */
export function placeOf(sheets: readonly SampleSheet[], nimg: number | undefined): number | 'live' {
  if (nimg === undefined || sheets.length === 0) return 'live';
  return Math.max(
    0,
    sheets.findLastIndex((sheet) => sheet.nimg <= nimg),
  );
}
