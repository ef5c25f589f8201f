/** A session over tfjs's CPU backend, for tests in Node: call useCpuBackend before. */
import type { PictureDecoder } from '../../src/dataset/decoders/picture.ts';
import { storesBySize } from '../../src/dataset/memoryStore.ts';
import type { TrainerEvent } from '../../src/protocol/events.ts';
import { reckonHere } from '../../src/reckoning/reckon.ts';
import { eagerSteps } from '../../src/training/eagerSteps.ts';
import type { Engine } from '../../src/worker/engine.ts';
import { createSession } from '../../src/worker/session.ts';
import type { Storage } from '../../src/worker/storage.ts';
import { memoryStorage } from './memoryStorage.ts';

const noDecoder: PictureDecoder = async () => {
  throw new Error('No picture is decoded here.');
};

/** A session whose events can be awaited. decode: for tests that open zips; engine: what is another's than the CPU's. */
export function startSession(
  storage: Storage = memoryStorage(),
  decode: PictureDecoder = noDecoder,
  engine: Partial<Engine> = {},
) {
  const events: TrainerEvent[] = [];
  const waiting = new Set<() => void>();
  const session = createSession({
    engine: {
      adapter: { description: 'CPU', software: true, maxBinding: 2 ** 27, maxBuffer: 2 ** 28, features: [] },
      submitted: async () => undefined,
      releaseBuffers: () => undefined,
      steps: eagerSteps,
      ...engine,
    },
    emit: (event) => {
      events.push(event);
      for (const look of waiting) look();
    },
    hooks: { decode, makeStore: storesBySize(undefined) },
    storage,
    reckoner: reckonHere,
  });
  const until = <T extends TrainerEvent>(found: (event: TrainerEvent) => event is T, from = 0): Promise<T> =>
    new Promise((resolve) => {
      const look = () => {
        const event = events.slice(from).find(found);
        if (!event) return;
        waiting.delete(look);
        resolve(event as T);
      };
      waiting.add(look);
      look();
    });
  return { session, events, until };
}

type OfType<K extends TrainerEvent['type']> = Extract<TrainerEvent, { type: K }>;
/** Events of a type that pass a check. */
export const is =
  <K extends TrainerEvent['type']>(type: K, check: (event: OfType<K>) => boolean = () => true) =>
  (event: TrainerEvent): event is OfType<K> =>
    event.type === type && check(event as OfType<K>);
/** The run's state. */
export const reached = (state: string) => is('run/state', (event) => event.state === state);
