/**
 * The engine's real worker, started as the page starts it, with its events to wait for. It refuses to go on after a failure
 * that is no answer to a request.
 */
import type { Client } from '../src/client/client.ts';
import { startEngine } from '../src/client/startEngine.ts';
import type { TrainerEvent } from '../src/protocol/events.ts';
import { type Failure, FailureError } from '../src/protocol/failure.ts';

export interface StudioEngine {
  readonly client: Client;
  /** Every event from now on, as it comes; call what is returned to hear no more. */
  hear(listener: (event: TrainerEvent) => void): () => void;
  /** What `choose` makes of the first event of which it makes something. Rejects with the engine's failure. */
  next<T>(choose: (event: TrainerEvent) => T | undefined): Promise<T>;
}

export function openStudioEngine(): StudioEngine {
  const listeners = new Set<(event: TrainerEvent) => void>();
  let failed: Failure | undefined;
  const client = startEngine((event) => {
    failed ??= failureIn(event);
    for (const listener of [...listeners]) listener(event);
  }, '');
  const hear = (listener: (event: TrainerEvent) => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };
  return {
    client,
    hear,
    next: (choose) =>
      new Promise((resolve, reject) => {
        if (failed) return reject(errorOf(failed));
        const stop = hear((event) => {
          const chosen = failed ? undefined : choose(event);
          if (!failed && chosen === undefined) return;
          stop();
          if (failed) reject(errorOf(failed));
          else resolve(chosen as NonNullable<typeof chosen>);
        });
      }),
  };
}

const errorOf = ({ code, message, detail }: Failure) => new FailureError(code, message, detail);

function failureIn(event: TrainerEvent): Failure | undefined {
  if (event.type === 'run/state') return event.failure;
  return event.type === 'failure' && event.requestId === undefined ? event.failure : undefined;
}
