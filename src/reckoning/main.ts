/** The reckoning worker: runs the task that it is sent, and answers. It refuses nothing that tasks.ts knows. */
import { toFailure } from '../protocol/failure.ts';
import type { ReckonReply, ReckonRequest } from './messages.ts';
import { runTask } from './reckon.ts';
import type { Input } from './tasks.ts';

declare const self: DedicatedWorkerGlobalScope;

const say = (reply: ReckonReply) => self.postMessage(reply);

self.onmessage = async ({ data: { id, name, input } }: MessageEvent<ReckonRequest>) => {
  try {
    const progress = (done: number, of: number) => say({ id, type: 'progress', done, of });
    say({ id, type: 'done', output: await runTask(name, input as Input<typeof name>, { progress }) });
  } catch (error) {
    say({ id, type: 'failed', failure: toFailure(error) });
  }
};
