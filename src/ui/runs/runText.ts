/** What the page says of a saved run, of its data, and of the room that is left. Pure; it draws nothing. */
import type { Failure } from '../../protocol/failure.ts';
import type { Clearable, SavedRun, StorageFacts } from '../../protocol/savedRuns.ts';
import type { AwakeView, ReturnMark, RunView } from '../../state/appState.ts';
import { bytesText, countOf, durationText, sideText } from '../kit/format.ts';
import { kimgText, positionText } from '../status/statusText.ts';

const MS_PER_SECOND = 1000;
/** Below this an age is not worth a number. */
const JUST_NOW_MS = 10_000;

/** What a run is doing, or did last, in words. isUnderWay: it is the one that this page trains now. */
export function stateText({ held, state }: SavedRun, isUnderWay: boolean): string {
  if (held === 'elsewhere') return 'open in another tab';
  return isUnderWay ? 'under way' : state;
}

/** "phantom32", "32 × 32", "12.3 of 30 kimg", "58.3 MB", "saved 28 Nov, 14:21". */
export function runFacts(run: SavedRun, now: number): string[] {
  return [
    sideText(run.resolution),
    `${kimgText(run.nimg)} of ${kimgText(run.totalNimg)} kimg`,
    bytesText(run.bytes),
    `saved ${dateText(run.savedAt, now)}`,
  ];
}

/** The data set by name, and whether the run can go on without it. */
export function dataText({ data }: SavedRun): string {
  const slices = `${data.name}, ${countOf(data.slices, 'slice')}`;
  return data.isKept ? `${slices}, kept here` : `${slices}, not kept here: add the same data before you resume`;
}

/** "Also kept: best by metric at 12.0 kimg, last healthy at 16.0 kimg". */
export function keptText({ best, healthy }: NonNullable<SavedRun['kept']>): string {
  const parts = [
    ...(best === undefined ? [] : [`best by metric at ${positionText(best)} kimg`]),
    ...(healthy === undefined ? [] : [`last healthy at ${positionText(healthy)} kimg`]),
  ];
  return `Also kept: ${parts.join(', ')}`;
}

/** "28 Nov, 14:21", with its year where that is not this one. */
function dateText(at: number, now: number): string {
  const date = new Date(at);
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return date.toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
  });
}

/** "2 min ago", "just now". */
export function ageText(at: number, now: number): string {
  return now - at < JUST_NOW_MS ? 'just now' : `${durationText((now - at) / MS_PER_SECOND)} ago`;
}

/** Short reasons for a save that failed; other failures speak for themselves. */
const UNSAVED: Partial<Record<Failure['code'], string>> = {
  'storage-full': 'the browser has no room left',
  'storage-denied': 'the browser allows this page no storage',
};

/** How old the last save is, or why there is none; undefined before the first. */
export function saveText(run: Pick<RunView, 'saved' | 'saveFailure'>, now: number): string | undefined {
  const { saved, saveFailure } = run;
  if (saveFailure) {
    const last = saved ? `; last checkpoint ${ageText(saved.at, now)}` : '';
    return `Not saved: ${UNSAVED[saveFailure.code] ?? withoutStop(saveFailure.message)}${last}`;
  }
  return saved && `Checkpoint saved ${ageText(saved.at, now)}, on this machine`;
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

/** "412.0 MB of 48.2 GB"; what the browser does not say is left out. */
export function roomText({ usage, quota }: StorageFacts): string | undefined {
  if (usage === undefined) return quota === undefined ? undefined : `${bytesText(quota)} may be used`;
  return quota === undefined ? bytesText(usage) : `${bytesText(usage)} of ${bytesText(quota)}`;
}

export function promiseText(isPersistent: boolean | undefined): string {
  if (isPersistent === undefined) return 'The browser does not say whether it will keep it';
  return isPersistent ? 'The browser will keep it' : 'The browser may clear it when space runs out';
}

interface ClearText {
  readonly button: string;
  readonly holds: string;
  readonly question: string;
  readonly lost: string;
}

/** What each part holds, and what goes when it is cleared. */
export const CLEAR_TEXTS: Readonly<Record<Clearable, ClearText>> = {
  samples: {
    button: 'Clear samples',
    holds: 'the sheets of all runs',
    question: 'Clear the sheets of all runs?',
    lost: 'Runs can still be resumed.',
  },
  cache: {
    button: 'Clear cache',
    holds: 'prepared slices',
    question: 'Clear the prepared slices?',
    lost: 'Runs then need their data set again.',
  },
  runs: {
    button: 'Clear runs',
    holds: 'checkpoints, statistics and settings of all runs',
    question: 'Delete all saved runs?',
    lost: 'Nothing of them is left here.',
  },
};

/** "Back at 3.2 kimg, 41 steps repeated." */
export function returnText({ toNimg, repeatedSteps }: ReturnMark): string {
  return `Back at ${positionText(toNimg)} kimg, ${countOf(repeatedSteps, 'step')} repeated.`;
}

/** What "Keep awake" does, or why it does not. */
export function awakeText({ refusal }: AwakeView): string {
  return refusal ?? 'the screen stays on while a run is under way';
}
