/** How a task is asked for and run, wherever it runs. It knows no task: tasks.ts does. */
import type { TaskHooks } from './taskHooks.ts';
import { type Input, type Output, TASKS, type TaskName } from './tasks.ts';

export interface Asking extends Partial<TaskHooks> {
  /** Ends the task, whose promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Something that runs tasks: a worker, or this thread. */
export interface Reckoner {
  /** Rejects with what the task threw, or with the signal's reason. Inputs are copied, never moved. */
  reckon<Name extends TaskName>(name: Name, input: Input<Name>, asking?: Asking): Promise<Output<Name>>;
}

/** The task on this thread. Messages wait meanwhile: for tests, and for the worker that has nothing else to do. */
export async function runTask<Name extends TaskName>(
  name: Name,
  input: Input<Name>,
  hooks: TaskHooks,
): Promise<Output<Name>> {
  return TASKS[name](input, hooks);
}

/** Without a worker: tests, and engines that have none. */
export const reckonHere: Reckoner = {
  reckon(name, input, { signal, progress = () => {} } = {}) {
    return signal?.aborted ? Promise.reject(signal.reason) : runTask(name, input, { progress });
  },
};
