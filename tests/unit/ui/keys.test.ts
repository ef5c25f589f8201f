/** The keys of the views: one a tab, in the tabs' order, once there is a picture, and as the dialog lists them. */
import { describe, expect, it, vi } from 'vitest';
import { applyEvent } from '../../../src/state/applyEvent.ts';
import type { AppState } from '../../../src/state/appState.ts';
import { initialState } from '../../../src/state/initialState.ts';
import { createAppStore } from '../../../src/state/store.ts';
import { createActions } from '../../../src/ui/actions.ts';
import { KEY_COMMANDS } from '../../../src/ui/shell/keys.ts';
import { recordedPreparation, recordedRun } from '../../support/recordedRun.ts';

const TABS = ['watch', 'explore', 'evaluate', 'runs', 'export'];

const empty: AppState = initialState();
const withRun = [...recordedPreparation(), ...recordedRun(2)].reduce(applyEvent, empty);

/** The view after pressing `key`; undefined where nothing listens or nothing is done. */
function shownBy(key: string, state: AppState, modifiers: { ctrlKey?: boolean } = {}): string | undefined {
  const event = { key, ctrlKey: false, metaKey: false, altKey: false, ...modifiers };
  const store = createAppStore(state);
  const actions = createActions(store, { send: vi.fn(), request: vi.fn() });
  const command = KEY_COMMANDS.find(({ matches }) => matches(event));
  return command?.act(state, actions, event) ? store.getState().view : undefined;
}

describe('the keys of the views', () => {
  it('are 1 to 5, in the order of the tabs', () => {
    expect(['1', '2', '3', '4', '5'].map((key) => shownBy(key, withRun))).toEqual(TABS);
  });

  it('leave 6, and 3 with Ctrl, to the browser', () => {
    expect(shownBy('6', withRun)).toBeUndefined();
    expect(shownBy('3', withRun, { ctrlKey: true })).toBeUndefined();
  });

  it('do nothing before there is a picture', () => {
    expect(TABS.map((_, index) => shownBy(String(index + 1), empty))).toEqual(TABS.map(() => undefined));
  });

  it('are listed with the names of the tabs, in their order', () => {
    const listed = KEY_COMMANDS.find(({ keys }) => keys.includes('3'));
    expect(listed?.keys).toEqual(['1', '2', '3', '4', '5']);
    expect(listed?.meaning.toLowerCase().split(', ')).toEqual(TABS);
  });
});
