/** The engine's composition root and the only file that says `self`: device, session, channel. */
import { platformDecoder } from '../dataset/decoders/platform.ts';
import { storesBySize } from '../dataset/memoryStore.ts';
import { startBackend } from '../gpu/backend.ts';
import type { Command } from '../protocol/commands.ts';
import { type TrainerEvent, transferablesOf } from '../protocol/events.ts';
import { toFailure } from '../protocol/failure.ts';
import { cacheDirectory } from '../storage/opfs.ts';
import { openSliceCache, removeStaleCaches } from '../storage/sliceCache.ts';
import { createSession, type Session } from './session.ts';

declare const self: DedicatedWorkerGlobalScope;

const emit = (event: TrainerEvent) => self.postMessage(event, transferablesOf(event));

const session = start();
self.onmessage = ({ data }: MessageEvent<Command>) => {
  void session.then((ready) => ready?.handle(data));
};

async function start(): Promise<Session | undefined> {
  try {
    const engine = await startBackend((failure) => emit({ type: 'failure', scope: 'engine', failure }));
    const directory = await cacheDirectory();
    if (directory) await removeStaleCaches(directory);
    const makeStore = storesBySize(directory && ((bytes, expected) => openSliceCache(directory, bytes, expected)));
    const ready = createSession({ engine, emit, hooks: { decode: platformDecoder(), makeStore } });
    emit({ type: 'engine/ready', adapter: engine.adapter });
    return ready;
  } catch (error) {
    emit({ type: 'failure', scope: 'engine', failure: toFailure(error) });
    return undefined;
  }
}
