/**
 * The caller's end of the reckoning worker: started when first needed, one task at a time, the others wait. A task that is
 * broken off, and a worker that dies, take the worker with them; the next task gets another.
 */
import { FailureError } from '../protocol/failure.ts';
import type { ReckonReply, ReckonRequest } from './messages.ts';
import type { Asking, Reckoner } from './reckon.ts';
import type { Input, Output, TaskName } from './tasks.ts';

/** What is needed of a Worker. */
interface ReckonPort {
  postMessage(request: ReckonRequest): void;
  onmessage: ((event: MessageEvent<ReckonReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
}

/** `start` makes a worker of main.ts. */
export function createReckoner(start: () => ReckonPort): Reckoner {
  let worker: ReckonPort | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let id = 0;

  const end = () => {
    worker?.terminate();
    worker = undefined;
  };

  function ask<Name extends TaskName>(name: Name, input: Input<Name>, { signal, progress }: Asking) {
    return new Promise<Output<Name>>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      worker ??= start();
      const port = worker;
      id += 1;
      const mine = id;
      const broken = () => {
        end();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', broken, { once: true });
      const settled = () => signal?.removeEventListener('abort', broken);
      port.onmessage = ({ data }) => {
        if (data.id !== mine) return;
        if (data.type === 'progress') return progress?.(data.done, data.of);
        settled();
        if (data.type === 'done') return resolve(data.output as Output<Name>);
        const { code, message, detail } = data.failure;
        reject(new FailureError(code, message, detail));
      };
      port.onerror = ({ message = 'it could not be loaded' }) => {
        settled();
        end();
        reject(new FailureError('internal', 'The part of Gyrus that measures stopped: ask again.', message));
      };
      port.postMessage({ id: mine, name, input });
    });
  }

  return {
    reckon(name, input, asking = {}) {
      const answer = last.then(() => ask(name, input, asking));
      last = answer.catch(() => undefined);
      return answer;
    },
  };
}
