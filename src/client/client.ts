/**
 * The page's end of the channel: posts commands, hands events on, and pairs requests with their replies. It speaks to one
 * worker at a time; a dead one's successor is told what it has to know (recovery.ts decides when). It never asks a request
 * twice.
 */
import type { Command } from '../protocol/commands.ts';
import type { TrainerEvent } from '../protocol/events.ts';
import { type Failure, FailureError } from '../protocol/failure.ts';
import { createRecovery, type Delay } from './recovery.ts';
import { createRemembered } from './remembered.ts';

/** What the client needs of a Worker; tests give it a stand-in. */
export interface WorkerPort {
  postMessage(command: Command): void;
  onmessage: ((event: MessageEvent<TrainerEvent>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  terminate(): void;
  /** Calls back if the worker ends without a word; missing where that cannot be known. */
  watchEnd?(ended: () => void): void;
}

type RequestCommand = Extract<Command, { requestId: string }>;
type WithoutId<T> = T extends unknown ? Omit<T, 'requestId'> : never;

/** A command that is answered, without its id. */
export type ClientRequest = WithoutId<RequestCommand>;

interface ReplyTypes {
  'weights/download': 'weights/ready';
  'weights/open': 'weights/opened';
  'sample/generate': 'sample/ready';
  'explore/mix': 'explore/drawn';
  'explore/walk': 'explore/drawn';
  'explore/shift': 'explore/drawn';
  'explore/directions': 'explore/directions';
  'explore/archive': 'explore/archived';
  'explore/project': 'explore/projected';
  'explore/showSlice': 'explore/sliceShown';
  'evaluation/measure': 'evaluation/ready';
  'extractor/open': 'extractor/opened';
  'copies/check': 'copies/checked';
  'compare/embed': 'compare/embedded';
  'compare/pairs': 'compare/paired';
  'compare/runs': 'compare/runs';
  'quiz/draw': 'quiz/drawn';
  'media/film': 'media/film';
  'media/sheet': 'media/sheet';
  'media/picture': 'media/picture';
  'report/make': 'report/ready';
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

/**
 * A client over workers that `start` makes: one now, and another each time one is lost. Every event that still matters goes
 * to `onEvent`, in order.
 */
export function createClient(start: () => WorkerPort, onEvent: (event: TrainerEvent) => void, delay?: Delay): Client {
  const waiting = new Map<string, Waiting>();
  const remembered = createRemembered();
  let dead: Failure | undefined;
  let worker: WorkerPort | undefined;

  const recovery = createRecovery({
    restart: () => {
      connect();
      for (const command of remembered.afterRestart()) worker?.postMessage(command);
    },
    say: onEvent,
    giveUp: die,
    ...(delay ? { delay } : {}),
  });

  function connect(): void {
    const port = start();
    worker = port;
    const ifPresent = (act: () => void) => {
      if (worker === port && !dead) act();
    };
    const crashed = (detail: string) => ifPresent(() => lose({ code: 'internal', message: CRASHED, detail }));
    port.onmessage = ({ data: event }) => ifPresent(() => hear(event));
    // A worker that cannot even be loaded gives a plain event without these fields.
    port.onerror = ({ message = 'the worker could not be loaded', filename = '', lineno = 0 }) =>
      crashed(`${message} (${filename}:${lineno})`);
    port.onmessageerror = () => crashed('A message of the worker could not be read (messageerror).');
    port.watchEnd?.(() => crashed('The worker ended without a word.'));
  }

  function hear(event: TrainerEvent): void {
    if (isOfOldRun(event, remembered.runId())) return;
    remembered.hear(event);
    if (isLoss(event) || recovery.isFailedStart(event)) {
      lose(event.failure);
      return;
    }
    recovery.hear(event);
    onEvent(event);
    settle(waiting, event);
  }

  /** The worker is of no more use; what it was asked gets no answer. */
  function lose(failure: Failure): void {
    endWorker(failure);
    recovery.begin(failure);
  }

  function endWorker({ code, message, detail }: Failure): void {
    worker?.terminate();
    worker = undefined;
    for (const { reject } of waiting.values()) reject(new FailureError(code, message, detail));
    waiting.clear();
  }

  function die(failure: Failure): void {
    dead = failure;
    endWorker(failure);
    onEvent({ type: 'failure', scope: 'engine', failure });
  }

  connect();
  return {
    send(command) {
      remembered.sent(command);
      if (!dead) worker?.postMessage(command);
    },
    request<R extends ClientRequest>(request: R): Promise<ReplyTo<R>> {
      const port = worker;
      const obstacle = dead ?? (port ? undefined : BETWEEN_WORKERS);
      if (obstacle || !port) return Promise.reject(errorOf(obstacle ?? BETWEEN_WORKERS));
      const requestId = crypto.randomUUID();
      return new Promise((resolve, reject) => {
        waiting.set(requestId, { resolve: (reply) => resolve(reply as ReplyTo<R>), reject });
        port.postMessage({ ...request, requestId } as RequestCommand);
      });
    },
  };
}

const CRASHED =
  'The part of Gyrus that trains stopped at an error it did not expect. Your zip on disk is untouched, and saved runs are kept.';
const BETWEEN_WORKERS: Failure = {
  code: 'device-lost',
  message: 'The part of Gyrus that trains is being started again: wait a moment, then ask again.',
};

const errorOf = ({ code, message, detail }: Failure) => new FailureError(code, message, detail);

/** The GPU is gone, and with it all that the worker held there. */
function isLoss(event: TrainerEvent): event is Extract<TrainerEvent, { type: 'failure' }> {
  return event.type === 'failure' && event.scope === 'engine' && event.failure.code === 'device-lost';
}

/** Whether `event` speaks of a run other than the one last asked for. */
function isOfOldRun(event: TrainerEvent, currentRun: string | undefined): boolean {
  return 'runId' in event && event.type !== 'checkpoint/opened' && event.runId !== currentRun;
}

/** Hands a reply, or the failure in its place, to whoever waits for it. */
function settle(waiting: Map<string, Waiting>, event: TrainerEvent): void {
  if (!('requestId' in event) || event.requestId === undefined) return;
  const asker = waiting.get(event.requestId);
  waiting.delete(event.requestId);
  if (event.type === 'failure') asker?.reject(errorOf(event.failure));
  else asker?.resolve(event);
}
