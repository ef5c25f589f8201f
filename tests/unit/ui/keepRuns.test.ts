/** The page's standing orders: list the runs, save when hidden, keep the computer awake. */
import { describe, expect, it } from 'vitest';
import type { Client } from '../../../src/client/client.ts';
import type { Command } from '../../../src/protocol/commands.ts';
import type { TrainerEvent } from '../../../src/protocol/events.ts';
import { keepingAwake } from '../../../src/state/choices.ts';
import { initialState } from '../../../src/state/initialState.ts';
import { createAppStore } from '../../../src/state/store.ts';
import { keepAwake } from '../../../src/ui/keepAwake.ts';
import { keepRuns } from '../../../src/ui/keepRuns.ts';
import { RECORDED_RUN_ID, recordedPreparation, recordedRun } from '../../support/recordedRun.ts';

const runId = RECORDED_RUN_ID;
const MINUTE = 60_000;

/** A document that is seen or hidden when the test says so. */
function pageStandIn() {
  let listener = () => {};
  const page = {
    visibilityState: 'visible' as DocumentVisibilityState,
    addEventListener: (_: string, heard: unknown) => {
      listener = heard as () => void;
    },
  };
  const turn = (state: DocumentVisibilityState) => {
    page.visibilityState = state;
    listener();
  };
  return { page, turn };
}

function followed() {
  const store = createAppStore(initialState());
  const sent: Command[] = [];
  const client: Client = {
    send: (command) => sent.push(command as Command),
    request: () => Promise.reject(new Error('Nothing is asked here.')),
  };
  const { page, turn } = pageStandIn();
  keepRuns(store, client, page);
  const apply = (events: readonly TrainerEvent[]) => {
    for (const event of events) store.apply(event);
  };
  const taken = () => sent.splice(0).map(({ type }) => type);
  return { apply, taken, turn };
}

describe('keepRuns', () => {
  it('lists when the engine is ready, and when a run begins or changes its state', () => {
    const { apply, taken } = followed();
    apply(recordedPreparation());
    expect(taken()).toEqual(['runs/list']);
    const [started, loading, ...rest] = recordedRun(3);
    if (!started || !loading) throw new Error('The recording is empty.');
    apply([started]);
    expect(taken()).toEqual(['runs/list']);
    apply([loading]);
    expect(taken()).toEqual([]);
    apply(rest);
    expect(taken()).toEqual(['runs/list']);
  });

  it('lists after a save once a minute at most', () => {
    const { apply, taken } = followed();
    apply([...recordedPreparation(), ...recordedRun(3)]);
    taken();
    const saved = (at: number): TrainerEvent => ({ type: 'run/saved', runId, nimg: 3000, at, bytes: 1 });
    apply([saved(5 * MINUTE)]);
    expect(taken()).toEqual(['runs/list']);
    apply([saved(5.5 * MINUTE)]);
    expect(taken()).toEqual([]);
    apply([saved(6 * MINUTE)]);
    expect(taken()).toEqual(['runs/list']);
  });

  it('lists at once after the last save of a run that is over', () => {
    const { apply, taken } = followed();
    const saved = (at: number): TrainerEvent => ({ type: 'run/saved', runId, nimg: 3000, at, bytes: 1 });
    apply([...recordedPreparation(), ...recordedRun(3), saved(MINUTE), { type: 'run/state', runId, state: 'stopped' }]);
    taken();
    apply([saved(MINUTE + 1)]);
    expect(taken()).toEqual(['runs/list']);
  });

  it('has a run under way saved when the page is hidden, and no other', () => {
    const { apply, taken, turn } = followed();
    turn('hidden');
    apply([...recordedPreparation(), ...recordedRun(3)]);
    taken();
    turn('visible');
    expect(taken()).toEqual([]);
    turn('hidden');
    expect(taken()).toEqual(['run/save']);
    apply([{ type: 'run/state', runId, state: 'stopped' }]);
    taken();
    turn('hidden');
    expect(taken()).toEqual([]);
  });

  it('asks an engine that was started again for its list, once it is ready', () => {
    const { apply, taken } = followed();
    apply(recordedPreparation());
    taken();
    const cause = { code: 'device-lost', message: 'It was lost.' } as const;
    apply([{ type: 'engine/recovering', cause, attempt: 1, attempts: 3, waitMs: 0 }]);
    expect(taken()).toEqual([]);
    apply(recordedPreparation().slice(0, 1));
    expect(taken()).toEqual(['runs/list']);
  });
});

describe('keepAwake', () => {
  /** Locks that are given, or refused; `held` counts those not released. */
  function locksStandIn(isRefused = false) {
    const held = new Set<object>();
    const locks = {
      async request() {
        if (isRefused) throw new DOMException('Low battery.', 'NotAllowedError');
        const lock = {
          released: false,
          async release() {
            lock.released = true;
            held.delete(lock);
          },
        };
        held.add(lock);
        return lock;
      },
    };
    return { locks, held };
  }
  const settled = () => new Promise((resolve) => setTimeout(resolve));

  it('holds a lock while a run is under way, and asks again when the page is seen', async () => {
    const store = createAppStore(initialState());
    const { page, turn } = pageStandIn();
    const { locks, held } = locksStandIn();
    keepAwake(store, locks, page);
    store.update((state) => keepingAwake(state, true));
    await settled();
    expect(held.size).toBe(0);
    for (const event of [...recordedPreparation(), ...recordedRun(3)]) store.apply(event);
    await settled();
    expect(held.size).toBe(1);
    turn('hidden');
    await settled();
    expect(held.size).toBe(0);
    turn('visible');
    await settled();
    expect(held.size).toBe(1);
    store.apply({ type: 'run/state', runId, state: 'finished' });
    await settled();
    expect(held.size).toBe(0);
  });

  it('is off again, with the reason, where the browser refuses', async () => {
    const store = createAppStore(initialState());
    const { locks } = locksStandIn(true);
    keepAwake(store, locks, pageStandIn().page);
    for (const event of [...recordedPreparation(), ...recordedRun(3)]) store.apply(event);
    store.update((state) => keepingAwake(state, true));
    await settled();
    expect(store.getState().awake).toMatchObject({ wanted: false, refusal: expect.stringContaining('refused') });
  });
});
