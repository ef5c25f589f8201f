/** Kernels are chosen before a run's first step, a turn at a time, so that it can be stopped or paused meanwhile. */
import { beforeAll, expect, test } from 'vitest';
import { storesBySize } from '../../../src/dataset/memoryStore.ts';
import type { TrainerEvent } from '../../../src/protocol/events.ts';
import { reckonHere } from '../../../src/reckoning/reckon.ts';
import { eagerSteps } from '../../../src/training/eagerSteps.ts';
import { createSession } from '../../../src/worker/session.ts';
import type { Tuner } from '../../../src/worker/tuner.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { memoryStorage } from '../../support/memoryStorage.ts';
import { tinyConfig } from '../../support/tinyRun.ts';

beforeAll(useCpuBackend);

const TURNS = 3;

/** A session with a run asked for, whose kernels take `turns` to choose; what happens, in order. */
function startRun(turns: number) {
  const log: string[] = [];
  const waiting = new Set<() => void>();
  const say = (what: string) => {
    log.push(what);
    for (const look of waiting) look();
  };
  const tuner: Tuner = {
    async *choose() {
      try {
        for (let turn = 0; turn < turns; turn++) {
          say('turn');
          yield;
        }
      } finally {
        say('over');
      }
    },
    fix: () => undefined,
  };
  const emit = (event: TrainerEvent) => {
    if (event.type === 'run/state') say(event.state);
  };
  const session = createSession({
    engine: {
      adapter: { description: 'CPU', software: true, maxBinding: 2 ** 27, maxBuffer: 2 ** 28, features: [] },
      submitted: async () => undefined,
      releaseBuffers: () => undefined,
      steps: eagerSteps,
      tuner,
    },
    emit,
    hooks: {
      decode: async () => {
        throw new Error('No picture is decoded here.');
      },
      makeStore: storesBySize(undefined),
    },
    storage: memoryStorage(),
    reckoner: reckonHere,
  });
  const options = { resolution: 8, channels: 1, seed: 1, heldOut: 0.1, trainOn: 'all' } as const;
  session.handle({ type: 'dataset/phantom', count: 16, phantomSeed: 1, options });
  session.handle({ type: 'run/start', runId: 'a', config: tinyConfig() });
  /** Resolves when `what` was said for the `times`-th time. */
  const until = (what: string, times = 1) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (log.filter((said) => said === what).length < times) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { session, log, until };
}

test('a run loads while its kernels are chosen, and then trains', async () => {
  const { log, until } = startRun(TURNS);
  await until('finished');
  expect(log).toEqual(['loading', 'turn', 'turn', 'turn', 'over', 'training', 'finished']);
});

test('a run that is stopped meanwhile chooses no further, and never trains', async () => {
  const { session, log, until } = startRun(Number.POSITIVE_INFINITY);
  await until('turn');
  session.handle({ type: 'run/stop', runId: 'a' });
  await until('stopped');
  expect(log.filter((what) => what !== 'turn')).toEqual(['loading', 'over', 'stopped']);
});

test('a run that is paused meanwhile goes on choosing when it is resumed', async () => {
  const { session, log, until } = startRun(Number.POSITIVE_INFINITY);
  await until('turn');
  session.handle({ type: 'run/pause', runId: 'a' });
  await until('paused');
  const before = log.length;
  session.handle({ type: 'run/resume', runId: 'a' });
  await until('turn', log.filter((what) => what === 'turn').length + 1);
  expect(log.slice(before, before + 2)).toEqual(['loading', 'turn']);
  session.handle({ type: 'run/stop', runId: 'a' });
  await until('stopped');
});
