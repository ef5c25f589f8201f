import { describe, expect, it } from 'vitest';
import { createClient, type WorkerPort } from '../../../src/client/client.ts';
import { webGpuObstacle } from '../../../src/client/startEngine.ts';
import type { Command } from '../../../src/protocol/commands.ts';
import type { TrainerEvent } from '../../../src/protocol/events.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import { USUAL_SWITCHES } from '../../../src/protocol/switches.ts';
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
  /** As a worker whose life lock is free. */
  end(): void {
    this.ended();
  }
  private ended = () => {};
  watchEnd(ended: () => void): void {
    this.ended = ended;
  }
  crash(): void {
    const event = { message: 'boom', filename: 'worker.js', lineno: 7 } as ErrorEvent;
    this.onerror?.(event);
  }
}

/** A client whose waits are over when the test says so. */
function connect() {
  const workers: StandInWorker[] = [];
  const events: TrainerEvent[] = [];
  const waits: { readonly ms: number; readonly over: () => void }[] = [];
  const client = createClient(
    () => {
      const made = new StandInWorker();
      workers.push(made);
      return made;
    },
    (event) => events.push(event),
    (ms, over) => waits.push({ ms, over }),
  );
  return { worker: workers[0] as StandInWorker, workers, events, waits, client };
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

const READY: TrainerEvent = {
  type: 'engine/ready',
  adapter: { description: 'stand-in', software: true, maxBinding: 1, maxBuffer: 1, features: [] },
  switches: USUAL_SWITCHES,
};
const LOST: TrainerEvent = {
  type: 'failure',
  scope: 'engine',
  failure: { code: 'device-lost', message: 'The browser lost the GPU.' },
};

describe('a worker that is lost', () => {
  it.each([
    ['crashes', (worker: StandInWorker) => worker.crash()],
    ['says that its GPU is gone', (worker: StandInWorker) => worker.say(LOST)],
    ['ends without a word', (worker: StandInWorker) => worker.end()],
  ])('and %s is ended, replaced after a wait, and rejects who waits', async (_, lose) => {
    const { worker, workers, events, waits, client } = connect();
    const reply = client.request({ type: 'weights/download' });
    lose(worker);
    worker.crash();
    await expect(reply).rejects.toBeInstanceOf(FailureError);
    await expect(client.request({ type: 'weights/download' })).rejects.toThrow(/started again/);
    expect(worker.terminated).toBe(true);
    expect(events).toMatchObject([{ type: 'engine/recovering', attempt: 1, attempts: 3, waitMs: 1000 }]);
    expect(workers).toHaveLength(1);
    waits[0]?.over();
    expect(workers).toHaveLength(2);
    workers[1]?.say(READY);
    worker.say(READY);
    expect(events).toHaveLength(2);
  });

  it('tells the next what it knew: settings, data, and the run that was under way', () => {
    const { worker, workers, waits, client } = connect();
    const options = { resolution: 8, channels: 1, seed: 1, heldOut: 0, trainOn: 'all' } as const;
    const sent = [
      { type: 'engine/throttle', free: 0.25 },
      { type: 'dataset/phantom', count: 32, phantomSeed: 1, options },
      { type: 'runs/saving', everyMinutes: 15 },
      { type: 'engine/throttle', free: 0.5 },
      { type: 'run/start', runId: 'a', config: RECORDED_CONFIG },
    ] as const;
    for (const command of sent) client.send(command);
    worker.say({ type: 'run/state', runId: 'a', state: 'paused' });
    worker.say(LOST);
    waits[0]?.over();
    expect(workers[1]?.sent).toEqual([
      sent[3],
      sent[2],
      sent[1],
      { type: 'runs/resume', runId: 'a', isRecovery: true },
      { type: 'run/pause', runId: 'a' },
      { type: 'runs/list' },
    ]);
  });

  it('tells the next what Gyrus may do by itself, also where a saved run brought that', () => {
    const { worker, workers, waits, client } = connect();
    client.send({ type: 'health/automatic', remedies: [] });
    client.send({ type: 'runs/resume', runId: 'a' });
    worker.say({ type: 'health/automatic', remedies: ['halve-rates'] });
    worker.say({ type: 'run/state', runId: 'a', state: 'training' });
    worker.say(LOST);
    waits[0]?.over();
    expect(workers[1]?.sent.slice(0, 2)).toEqual([
      { type: 'health/automatic', remedies: ['halve-rates'] },
      { type: 'runs/resume', runId: 'a', isRecovery: true },
    ]);
  });

  it('does not go on with a run that had ended', () => {
    const { worker, workers, waits, client } = connect();
    client.send({ type: 'run/start', runId: 'a', config: RECORDED_CONFIG });
    worker.say({ type: 'run/state', runId: 'a', state: 'finished' });
    worker.say(LOST);
    waits[0]?.over();
    expect(workers[1]?.sent).toEqual([{ type: 'runs/list' }]);
  });

  it('is given up after three attempts in a row, whether they start or not; a save ends the row', () => {
    const { workers, events, waits, client } = connect();
    client.send({ type: 'run/start', runId: 'a', config: RECORDED_CONFIG });
    const newest = () => workers.at(-1) as StandInWorker;
    newest().say(LOST);
    waits.at(-1)?.over();
    newest().say(READY);
    newest().say({ type: 'run/saved', runId: 'a', nimg: 8, at: 1, bytes: 1 });
    for (const wait of [1000, 4000, 15_000]) {
      newest().say(workers.length % 2 ? { ...LOST, failure: { code: 'no-webgpu', message: 'No GPU.' } } : LOST);
      expect(waits.at(-1)?.ms).toBe(wait);
      waits.at(-1)?.over();
    }
    newest().crash();
    expect(workers).toHaveLength(5);
    expect(waits).toHaveLength(4);
    expect(events.at(-1)).toMatchObject({ type: 'failure', scope: 'engine' });
    expect(JSON.stringify(events.at(-1))).toContain('3 times in a row');
    client.send({ type: 'runs/list' });
    expect(newest().terminated).toBe(true);
    expect(newest().sent).not.toContainEqual({ type: 'run/pause', runId: 'a' });
  });
});

describe('the look for WebGPU', () => {
  it('names its absence, and the insecure page where that is the cause', () => {
    expect(webGpuObstacle({ navigator: { gpu: {} }, isSecureContext: true })).toBeUndefined();
    expect(webGpuObstacle({ navigator: {}, isSecureContext: true })?.message).toContain('does not offer WebGPU');
    expect(webGpuObstacle({ navigator: {}, isSecureContext: false })?.message).toContain('not served securely');
  });
});
