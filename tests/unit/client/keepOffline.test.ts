/** Finding out whether the page works offline: what each answer of the browser and of its service worker becomes. */
import { describe, expect, it } from 'vitest';
import { offlineViewOf } from '../../../src/client/keepOffline.ts';
import type { OfflineAnswer } from '../../../src/protocol/offline.ts';

const SCRIPT = '/assets/index-1.js';
const KEPT = { kept: true, confined: true };
const OTHER = { kept: false, confined: true };

/** A service worker that gives one answer to every question. */
class StandInWorker extends EventTarget {
  state: ServiceWorkerState;
  readonly answer: OfflineAnswer;
  constructor(state: ServiceWorkerState, answer: OfflineAnswer) {
    super();
    this.state = state;
    this.answer = answer;
  }
  postMessage(_: unknown, [port]: MessagePort[]): void {
    port?.postMessage(this.answer);
  }
  become(state: ServiceWorkerState): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

interface StandInRegistration {
  active: StandInWorker | null;
  installing: StandInWorker | null;
  waiting: StandInWorker | null;
  update(): Promise<void>;
}

function registrationOf(workers: Partial<StandInRegistration>): StandInRegistration {
  return { active: null, installing: null, waiting: null, update: async () => undefined, ...workers };
}

function browserWith(register: () => Promise<StandInRegistration>) {
  const held: string[] = [];
  const locks = {
    request: async (name: string, _: unknown, body: () => Promise<void>) => {
      held.push(name);
      await body();
    },
  };
  return {
    held,
    view: () => offlineViewOf({ locks, serviceWorker: { register } } as never, '/service-worker.js', SCRIPT),
  };
}

describe('finding out whether the page works offline', () => {
  it('takes the word of a service worker that keeps this version, and says which page is open', async () => {
    const { view, held } = browserWith(async () => registrationOf({ active: new StandInWorker('activated', KEPT) }));
    expect(await view()).toEqual(KEPT);
    expect(held).toEqual([SCRIPT]);
  });

  it('waits for the first service worker to be in charge', async () => {
    const first = new StandInWorker('installing', KEPT);
    const registration = registrationOf({ installing: first });
    const seen = browserWith(async () => registration).view();
    setTimeout(() => {
      registration.active = first;
      first.become('activated');
    });
    expect(await seen).toEqual(KEPT);
  });

  it('fetches the newer service worker where the one in charge keeps another version', async () => {
    const next = new StandInWorker('activated', KEPT);
    const registration = registrationOf({ active: new StandInWorker('activated', OTHER) });
    registration.update = async () => {
      registration.waiting = next;
      registration.active = next;
    };
    expect(await browserWith(async () => registration).view()).toEqual(KEPT);
  });

  it('says so where another version stays in charge', async () => {
    const registration = registrationOf({ active: new StandInWorker('activated', OTHER) });
    const view = await browserWith(async () => registration).view();
    expect(view).toEqual({ ...OTHER, obstacle: 'This browser keeps another version of the page.' });
  });

  it('says so where the files could not be kept', async () => {
    const failing = new StandInWorker('redundant', OTHER);
    const view = await browserWith(async () => registrationOf({ installing: failing })).view();
    expect(view).toEqual({
      kept: false,
      confined: false,
      obstacle: 'This browser would not keep it: its files could not all be fetched and stored.',
    });
  });

  it('says so where the browser refuses or has no service workers', async () => {
    const refusing = browserWith(() => Promise.reject(new Error('The operation is insecure.')));
    expect((await refusing.view()).obstacle).toBe('This browser would not keep it: The operation is insecure.');
    const view = await offlineViewOf({} as never, '/service-worker.js', SCRIPT);
    expect(view.obstacle).toBe('This browser, or this window, has no service workers.');
  });
});
