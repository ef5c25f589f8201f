/** Listens to the page's keys. A key that the focused control needs for itself is left to it. */
import { useEffect } from 'react';
import type { AppStore } from '../../state/store.ts';
import type { Actions } from '../actions.ts';
import { KEY_COMMANDS } from './keys.ts';

/** Acts on KEY_COMMANDS and calls `showList` at "?"; not while a dialog asks, nor while `paused` by the list of keys. */
export function useKeys(store: AppStore, actions: Actions, showList: () => void, paused: boolean): void {
  useEffect(() => {
    if (paused) return;
    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || store.getState().judge.gate?.phase === 'asking') return;
      const usedByControl = controlUses(event.target, event.key);
      if (event.key === '?' && !usedByControl) {
        event.preventDefault();
        showList();
        return;
      }
      const command = KEY_COMMANDS.find(({ matches, inFields }) => matches(event) && (inFields || !usedByControl));
      if (command?.act(store.getState(), actions, event)) event.preventDefault();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [store, actions, showList, paused]);
}

const WRITING = 'input:not([type=range], [type=checkbox], [type=file], [type=radio]), textarea, select';
const MOVING = 'input[type=range], [role=tab], [role=slider], [role=grid] *, [role=group] [tabindex]';
const PRESSING = 'button, summary, a, input, [role=button], [role=tab]';

/** Whether the element under the keyboard already means something by this key. */
function controlUses(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.matches(WRITING)) return true;
  if (key === ' ') return target.matches(PRESSING);
  if (key.startsWith('Arrow') || key === 'Home' || key === 'End') return target.matches(MOVING);
  return false;
}
