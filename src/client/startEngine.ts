/** Starts the worker, or says at once why it would be of no use. It never falls back to training without a GPU. */
import type { TrainerEvent } from '../protocol/events.ts';
import { type Failure, FailureError } from '../protocol/failure.ts';
import { type Client, createClient } from './client.ts';

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
 * A client over a new worker, whose events go to `onEvent`. Without WebGPU no worker is started: `onEvent` gets the
 * engine failure, and the client refuses everything.
 */
export function startEngine(onEvent: (event: TrainerEvent) => void): Client {
  const obstacle = webGpuObstacle(globalThis);
  if (obstacle) {
    onEvent({ type: 'failure', scope: 'engine', failure: obstacle });
    return {
      send: () => undefined,
      request: () => Promise.reject(new FailureError(obstacle.code, obstacle.message, obstacle.detail)),
    };
  }
  const worker = new Worker(new URL('../worker/main.ts', import.meta.url), { type: 'module', name: 'gyrus-engine' });
  return createClient(worker, onEvent);
}
