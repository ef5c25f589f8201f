/** The keyboard's commands in one table: what the page listens to, and what the Keys dialog lists. Each has a button too. */

import type { AppState, ViewName } from '../../state/appState.ts';
import { hasPicture } from '../../state/questions.ts';
import type { Actions } from '../actions.ts';

export interface KeyCommand {
  /** As drawn in the list. */
  readonly keys: readonly string[];
  readonly meaning: string;
  readonly matches: (event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>) => boolean;
  /** Whether it did something, and the key is used up. */
  readonly act: (state: AppState, actions: Actions, event: Pick<KeyboardEvent, 'key'>) => boolean;
  /** Also while writing in a field. */
  readonly inFields?: boolean;
}

const plain = (key: string) => (event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>) =>
  event.key === key && !event.ctrlKey && !event.metaKey && !event.altKey;

/** Moves through the history by `step` sheets; stepping past the newest is live again. */
function stepSheet(state: AppState, actions: Actions, step: number): boolean {
  const count = state.run?.sheets.length ?? 0;
  if (count === 0) return false;
  const index = (state.shownSheet === 'live' ? count - 1 : state.shownSheet) + step;
  actions.showSheet(index >= count - 1 ? 'live' : Math.max(0, index));
  return true;
}

function goTo(state: AppState, actions: Actions, sheet: number | 'live'): boolean {
  if (!state.run?.sheets.length) return false;
  actions.showSheet(sheet);
  return true;
}

/** The views by their keys, in the order of the tabs. */
const VIEWS: ReadonlyMap<string, ViewName> = new Map([
  ['1', 'watch'],
  ['2', 'explore'],
  ['3', 'evaluate'],
  ['4', 'runs'],
  ['5', 'export'],
]);

export const KEY_COMMANDS: readonly KeyCommand[] = [
  {
    keys: ['Ctrl', 'Enter'],
    meaning: 'Start training',
    matches: (event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey),
    act: (_state, actions) => {
      actions.start();
      return true;
    },
    inFields: true,
  },
  {
    keys: ['Space'],
    meaning: 'Pause or resume',
    matches: plain(' '),
    act: (state, actions) => {
      if (state.run?.state === 'training') actions.pause();
      else if (state.run?.state === 'paused') actions.resume();
      else return false;
      return true;
    },
  },
  {
    keys: ['←'],
    meaning: 'Earlier epoch',
    matches: plain('ArrowLeft'),
    act: (state, actions) => stepSheet(state, actions, -1),
  },
  {
    keys: ['→'],
    meaning: 'Later epoch',
    matches: plain('ArrowRight'),
    act: (state, actions) => stepSheet(state, actions, 1),
  },
  { keys: ['Home'], meaning: 'First sheet', matches: plain('Home'), act: (state, actions) => goTo(state, actions, 0) },
  {
    keys: ['End'],
    meaning: 'Back to live',
    matches: plain('End'),
    act: (state, actions) => goTo(state, actions, 'live'),
  },
  {
    keys: [...VIEWS.keys()],
    meaning: 'Watch, Explore, Evaluate, Runs, Export',
    matches: (event) => [...VIEWS.keys()].some((key) => plain(key)(event)),
    act: (state, actions, event) => {
      const view = VIEWS.get(event.key);
      if (!view || !hasPicture(state)) return false;
      actions.showView(view);
      return true;
    },
  },
];
