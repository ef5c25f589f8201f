/** The table of tasks: a name, what it takes and what it gives, all of it such as messages can carry. One file a task. */

import type { TaskHooks } from './taskHooks.ts';
import { copies } from './tasks/copies.ts';
import { embedding } from './tasks/embedding.ts';
import { film } from './tasks/film.ts';
import { metrics } from './tasks/metrics.ts';
import { separation } from './tasks/separation.ts';

const tasks = {
  embedding,
  copies,
  film,
  metrics,
  separation,
};

export type TaskName = keyof typeof tasks;
export type Input<Name extends TaskName> = Parameters<(typeof tasks)[Name]>[0];
export type Output<Name extends TaskName> = Awaited<ReturnType<(typeof tasks)[Name]>>;

export const TASKS: { readonly [Name in TaskName]: (input: Input<Name>, hooks: TaskHooks) => Promise<Output<Name>> } =
  tasks;
