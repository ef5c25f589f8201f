/** The engine's composition root and the only file that says `self`: device, session, channel. */
import { platformDecoder } from '../dataset/decoders/platform.ts';
import { storesBySize } from '../dataset/memoryStore.ts';
import { startBackend } from '../gpu/backend.ts';
import { createRecordingRunner } from '../gpu/recording/stepRunner.ts';
import { setOpsMode } from '../ops/mode.ts';
import type { Command, EngineStart } from '../protocol/commands.ts';
import { type TrainerEvent, transferablesOf } from '../protocol/events.ts';
import { toFailure } from '../protocol/failure.ts';
import type { EngineSwitches } from '../protocol/switches.ts';
import { createReckoner } from '../reckoning/port.ts';
import { cacheDirectory } from '../storage/opfs.ts';
import { openSliceCache, removeStaleCaches } from '../storage/sliceCache.ts';
import { eagerSteps } from '../training/eagerSteps.ts';
import type { Engine } from './engine.ts';
import { createSession, type Session } from './session.ts';
import { startStorage } from './startStorage.ts';
import { startTuner } from './startTuner.ts';

declare const self: DedicatedWorkerGlobalScope;

const emit = (event: TrainerEvent) => self.postMessage(event, transferablesOf(event));

let session: Promise<Session | undefined> | undefined;
self.onmessage = ({ data }: MessageEvent<EngineStart | Command>) => {
  if (data.type === 'engine/start') session ??= start(data);
  else if (session) void session.then((ready) => ready?.handle(data));
  else throw new Error(`The engine got ${data.type} before engine/start, and does not know yet what to start with.`);
};

async function start({ switches, lifeLock }: EngineStart): Promise<Session | undefined> {
  try {
    await holdForLife(lifeLock);
    setOpsMode(switches.ops);
    const backend = await startBackend((failure) => emit({ type: 'failure', scope: 'engine', failure }));
    const tuner = await startTuner(backend, switches, emit);
    const engine = { ...backend, steps: stepsOf(switches, backend.submitted), tuner };
    const directory = await cacheDirectory();
    if (directory) await removeStaleCaches(directory);
    const makeStore = storesBySize(directory && ((bytes, expected) => openSliceCache(directory, bytes, expected)));
    const ready = createSession({
      engine,
      emit,
      hooks: { decode: platformDecoder(), makeStore },
      storage: await startStorage(),
      reckoner: createReckoner(
        () => new Worker(new URL('../reckoning/main.ts', import.meta.url), { type: 'module', name: 'reckoning' }),
      ),
    });
    emit({ type: 'engine/ready', adapter: engine.adapter, switches });
    return ready;
  } catch (error) {
    emit({ type: 'failure', scope: 'engine', failure: toFailure(error) });
    return undefined;
  }
}

/** The page sees by this lock when the worker is gone: it is free then, and not before. */
function holdForLife(name: string): Promise<void> {
  return new Promise((resolve) => {
    void navigator.locks.request(name, () => {
      resolve();
      return new Promise(() => undefined);
    });
  });
}

/** Of GPU time: above it the screen is seen to stutter. */
const LONGEST_SUBMISSION_MS = 100;

function stepsOf({ steps }: EngineSwitches, done: () => Promise<void>): Engine['steps'] {
  if (steps === 'eager') return eagerSteps;
  return createRecordingRunner({ longestMs: LONGEST_SUBMISSION_MS, clock: () => performance.now(), done });
}
