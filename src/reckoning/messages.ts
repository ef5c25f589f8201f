/** What a caller and the reckoning worker say to each other. Types only. */
import type { Failure } from '../protocol/failure.ts';
import type { TaskName } from './tasks.ts';

export interface ReckonRequest {
  readonly id: number;
  readonly name: TaskName;
  readonly input: unknown;
}

export type ReckonReply =
  | { readonly id: number; readonly type: 'progress'; readonly done: number; readonly of: number }
  | { readonly id: number; readonly type: 'done'; readonly output: unknown }
  | { readonly id: number; readonly type: 'failed'; readonly failure: Failure };
