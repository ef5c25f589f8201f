/** Starts the worker, or says at once why it would be of no use. It never falls back to training without a GPU. */
import type { EngineStart } from '../protocol/commands.ts';
import type { TrainerEvent } from '../protocol/events.ts';
import { type Failure, FailureError } from '../protocol/failure.ts';
import { type EngineSwitches, switchesIn } from '../protocol/switches.ts';
import { type Client, createClient, type WorkerPort } from './client.ts';

/** Why this page cannot reach WebGPU, or undefined where the browser offers it. */
export function webGpuObstacle(scope: {
  readonly navigator: object;
  readonly isSecureContext: boolean;
}): Failure | undefined {
  if ('gpu' in scope.navigator && scope.navigator.gpu) return undefined;
  return {
    code: 'no-webgpu',
    message: scope.isSecureContext
      ? 'This browser does not offer WebGPU, so Gyrus cannot train here.'
      : 'This page was not served securely (https or localhost), and browsers offer WebGPU only to pages that are.',
    detail: `navigator.gpu is absent; secure context: ${scope.isSecureContext}`,
  };
}

/**
 * A client over a new worker, whose events go to `onEvent`. search: the address's switches. Without WebGPU, or with switches
 * that do not exist, no worker is started: `onEvent` gets the engine failure, and the client refuses everything.
 */
export function startEngine(onEvent: (event: TrainerEvent) => void, search: string): Client {
  const obstacle = webGpuObstacle(globalThis);
  if (obstacle) return refusingClient(onEvent, obstacle);
  const asked = switchesIn(search);
  if ('failure' in asked) return refusingClient(onEvent, asked.failure);
  const { switches } = asked;
  return createClient(() => startWorker(switches), onEvent);
}

function startWorker(switches: EngineSwitches): WorkerPort {
  const worker = new Worker(new URL('../worker/main.ts', import.meta.url), { type: 'module', name: 'gyrus-engine' });
  const lifeLock = `gyrus-engine-${crypto.randomUUID()}`;
  worker.postMessage({ type: 'engine/start', switches, lifeLock } satisfies EngineStart);
  return Object.assign(worker, {
    watchEnd(ended: () => void) {
      // The engine takes its lock before it says anything, so from then on the lock is free only when it is gone.
      const watch = () => navigator.locks.request(lifeLock, ended);
      worker.addEventListener('message', watch, { once: true });
    },
  });
}

function refusingClient(onEvent: (event: TrainerEvent) => void, failure: Failure): Client {
  onEvent({ type: 'failure', scope: 'engine', failure });
  return {
    send: () => undefined,
    request: () => Promise.reject(new FailureError(failure.code, failure.message, failure.detail)),
  };
}
