/**
 * The page's end of the channel: posts commands, hands events on, and pairs requests with their replies. A worker that
 * crashed is said as an engine failure and used no more; nothing is sent a second time.
 */
import type { Command } from '../protocol/commands.ts';
import type { TrainerEvent } from '../protocol/events.ts';
import { type Failure, FailureError } from '../protocol/failure.ts';

/** What the client needs of a Worker; tests give it a stand-in. */
export interface WorkerPort {
  postMessage(command: Command): void;
  onmessage: ((event: MessageEvent<TrainerEvent>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  terminate(): void;
}

type RequestCommand = Extract<Command, { requestId: string }>;
type WithoutId<T> = T extends unknown ? Omit<T, 'requestId'> : never;

/** A command that is answered, without its id. */
export type ClientRequest = WithoutId<RequestCommand>;

interface ReplyTypes {
  'weights/download': 'weights/ready';
  'weights/open': 'weights/opened';
  'sample/generate': 'sample/ready';
  'augment/preview': 'augment/preview';
  'estimate/start': 'estimate/ready';
  'checkpoint/download': 'checkpoint/ready';
  'checkpoint/open': 'checkpoint/opened';
}
export type ReplyTo<R extends ClientRequest> = Extract<TrainerEvent, { type: ReplyTypes[R['type']] }>;

export interface Client {
  /** Posts a command; the truth comes back as events. */
  send(command: Exclude<Command, RequestCommand>): void;
  /** Posts a request; resolves with its one reply, rejects with a FailureError. Both are also handed on as events. */
  request<R extends ClientRequest>(request: R): Promise<ReplyTo<R>>;
}

interface Waiting {
  readonly resolve: (reply: TrainerEvent) => void;
  readonly reject: (error: FailureError) => void;
}

/** A client over `worker`; every event that still matters goes to `onEvent`, in order. */
export function createClient(worker: WorkerPort, onEvent: (event: TrainerEvent) => void): Client {
  const waiting = new Map<string, Waiting>();
  let currentRun: string | undefined;
  let dead: Failure | undefined;

  worker.onmessage = ({ data: event }) => {
    if (dead || isOfOldRun(event, currentRun)) return;
    onEvent(event);
    settle(waiting, event);
  };
  // A worker that cannot even be loaded gives a plain event without these fields.
  worker.onerror = ({ message = 'the worker could not be loaded', filename = '', lineno = 0 }) =>
    die(`${message} (${filename}:${lineno})`);
  worker.onmessageerror = () => die('A message of the worker could not be read (messageerror).');

  /** After an uncaught error the worker's state cannot be trusted: it is ended, and only a reload begins anew. */
  function die(detail: string): void {
    if (dead) return;
    dead = {
      code: 'internal',
      message:
        'The part of Gyrus that trains has stopped at an error it did not expect. Reload the page to start it again; your zip on disk is untouched.',
      detail,
    };
    worker.terminate();
    onEvent({ type: 'failure', scope: 'engine', failure: dead });
    for (const { reject } of waiting.values()) reject(new FailureError(dead.code, dead.message, dead.detail));
    waiting.clear();
  }

  return {
    send(command) {
      if (command.type === 'run/start') currentRun = command.runId;
      if (!dead) worker.postMessage(command);
    },
    request<R extends ClientRequest>(request: R): Promise<ReplyTo<R>> {
      if (dead) return Promise.reject(new FailureError(dead.code, dead.message, dead.detail));
      const requestId = crypto.randomUUID();
      return new Promise((resolve, reject) => {
        waiting.set(requestId, { resolve: (reply) => resolve(reply as ReplyTo<R>), reject });
        worker.postMessage({ ...request, requestId } as RequestCommand);
      });
    },
  };
}

/** Whether `event` speaks of a run other than the one last asked for. */
function isOfOldRun(event: TrainerEvent, currentRun: string | undefined): boolean {
  return 'runId' in event && event.runId !== currentRun;
}

/** Hands a reply, or the failure in its place, to whoever waits for it. */
function settle(waiting: Map<string, Waiting>, event: TrainerEvent): void {
  if (!('requestId' in event) || event.requestId === undefined) return;
  const asker = waiting.get(event.requestId);
  waiting.delete(event.requestId);
  if (event.type === 'failure') {
    const { code, message, detail } = event.failure;
    asker?.reject(new FailureError(code, message, detail));
  } else asker?.resolve(event);
}
