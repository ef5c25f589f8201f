import { describe, expect, it } from 'vitest';
import { createClient, type WorkerPort } from '../../../src/client/client.ts';
import { webGpuObstacle } from '../../../src/client/startEngine.ts';
import type { Command } from '../../../src/protocol/commands.ts';
import type { TrainerEvent } from '../../../src/protocol/events.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import { RECORDED_CONFIG, recordedRun } from '../../support/recordedRun.ts';

/** A worker that records what it is sent and says what the test tells it to. */
class StandInWorker implements WorkerPort {
  readonly sent: Command[] = [];
  terminated = false;
  onmessage: WorkerPort['onmessage'] = null;
  onerror: WorkerPort['onerror'] = null;
  onmessageerror: WorkerPort['onmessageerror'] = null;
  postMessage(command: Command): void {
    this.sent.push(command);
  }
  terminate(): void {
    this.terminated = true;
  }
  say(event: TrainerEvent): void {
    this.onmessage?.(new MessageEvent('message', { data: event }));
  }
  crash(): void {
    const event = { message: 'boom', filename: 'worker.js', lineno: 7 } as ErrorEvent;
    this.onerror?.(event);
  }
}

function connect() {
  const worker = new StandInWorker();
  const events: TrainerEvent[] = [];
  return { worker, events, client: createClient(worker, (event) => events.push(event)) };
}

/** The id of the only request sent so far. */
function requestId(worker: StandInWorker): string {
  const command = worker.sent.at(-1);
  if (!command || !('requestId' in command)) throw new Error('No request was sent.');
  return command.requestId;
}

describe('requests', () => {
  it('resolve with their own reply, which is handed on as an event too', async () => {
    const { worker, events, client } = connect();
    const reply = client.request({ type: 'weights/download' });
    const event = {
      type: 'weights/ready',
      requestId: requestId(worker),
      fileName: 'a.zip',
      zip: new Uint8Array(1),
    } as const;
    worker.say({ ...event, requestId: 'of another' });
    worker.say(event);
    expect((await reply).fileName).toBe('a.zip');
    expect((await reply).requestId).toBe(event.requestId);
    expect(events).toHaveLength(2);
  });

  it('reject with the failure that names them', async () => {
    const { worker, client } = connect();
    const reply = client.request({ type: 'weights/download' });
    const failure = { code: 'bad-weights', message: 'There are no weights yet: start a run.' } as const;
    worker.say({ type: 'failure', scope: 'weights', failure, requestId: requestId(worker) });
    await expect(reply).rejects.toMatchObject({ failure });
  });
});

describe('runs', () => {
  it('are heard only while they are the one last asked for', () => {
    const { worker, events, client } = connect();
    client.send({ type: 'run/start', runId: 'recorded', config: RECORDED_CONFIG });
    const said = recordedRun(1);
    for (const event of said) worker.say(event);
    expect(events).toEqual(said);
    client.send({ type: 'run/start', runId: 'next', config: RECORDED_CONFIG });
    for (const event of said) worker.say(event);
    expect(events).toHaveLength(said.length);
  });
});

describe('a worker that crashed', () => {
  it('is said once, ended, and rejects who waits', async () => {
    const { worker, events, client } = connect();
    const reply = client.request({ type: 'weights/download' });
    worker.crash();
    worker.crash();
    await expect(reply).rejects.toBeInstanceOf(FailureError);
    expect(worker.terminated).toBe(true);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ type: 'failure', scope: 'engine', failure: { code: 'internal' } });
    expect(JSON.stringify(events[0])).toContain('boom');
  });

  it('is sent nothing more, and its late words are not heard', async () => {
    const { worker, events, client } = connect();
    worker.onmessageerror?.(new MessageEvent('messageerror'));
    client.send({ type: 'run/start', runId: 'a', config: RECORDED_CONFIG });
    worker.say({ type: 'dataset/progress', what: 'Reading', done: 1, total: 2 });
    await expect(client.request({ type: 'weights/download' })).rejects.toBeInstanceOf(FailureError);
    expect(worker.sent).toEqual([]);
    expect(events).toHaveLength(1);
  });
});

describe('the look for WebGPU', () => {
  it('names its absence, and the insecure page where that is the cause', () => {
    expect(webGpuObstacle({ navigator: { gpu: {} }, isSecureContext: true })).toBeUndefined();
    expect(webGpuObstacle({ navigator: {}, isSecureContext: true })?.message).toContain('does not offer WebGPU');
    expect(webGpuObstacle({ navigator: {}, isSecureContext: false })?.message).toContain('not served securely');
  });
});
