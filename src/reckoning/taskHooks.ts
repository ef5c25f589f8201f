/** What a task may call while it runs. Types only. */

export interface TaskHooks {
  readonly progress: (done: number, of: number) => void;
}
