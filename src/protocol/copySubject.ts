/** Whose pictures were drawn, for the look for copies among them. Pure. */
import type { DrawnFrom } from './explore.ts';
import type { CopySubject } from './judging.ts';

export function subjectOf({ file, runId }: DrawnFrom): CopySubject {
  if (file !== undefined) return { file };
  if (runId === undefined) throw new Error('Pictures are drawn of neither a run nor opened weights.');
  return { runId };
}
