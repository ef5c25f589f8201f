/**
 * What the last look for copies said of each run and of opened weights, and so what may leave. It closes only where copies
 * were found and nobody says why they may leave all the same.
 */
import type { CopyRecord } from '../export/copyRecord.ts';
import { FailureError } from '../protocol/failure.ts';
import { type CopyCheck, type CopySubject, SHORTEST_REASON } from '../protocol/judging.ts';
import type { Drawable } from './drawable.ts';

export interface CopyGate {
  keep(check: CopyCheck): void;
  /** The last look at `subject`, wherever it was then. */
  last(subject: CopySubject): CopyCheck | undefined;
  /** The same, where it was about here: of the same resolution, at most a kimg away. */
  recent(subject: CopySubject, nimg: number, resolution: number): CopyCheck | undefined;
  /**
   * What the files of an export say; undefined where nobody looked. Throws FailureError 'copies' where the last look found
   * copies and `reason` is shorter than SHORTEST_REASON.
   */
  pass(subject: CopySubject, reason: string | undefined): CopyRecord | undefined;
}

/** A generator moves little within a thousand slices. */
const ABOUT_HERE = 1000;

export function createCopyGate(): CopyGate {
  const last = new Map<string, CopyCheck>();
  return {
    keep: (check) => void last.set(keyOf(check.subject), check),
    last: (subject) => last.get(keyOf(subject)),
    recent(subject, nimg, resolution) {
      const check = last.get(keyOf(subject));
      const isHere = check?.resolution === resolution && Math.abs(check.nimg - nimg) <= ABOUT_HERE;
      return isHere ? check : undefined;
    },
    pass(subject, reason) {
      const check = last.get(keyOf(subject));
      if (!check) return undefined;
      if (check.verdict !== 'copies') return { check };
      const said = reason?.trim() ?? '';
      if (said.length >= SHORTEST_REASON) return { check, reason: said };
      throw new FailureError(
        'copies',
        `${check.sentence} Nothing was exported: look for copies again later in training, or say why it may leave all the same, in at least ${SHORTEST_REASON} characters.`,
      );
    },
  };
}

export const keyOf = (subject: CopySubject): string =>
  'runId' in subject ? `run ${subject.runId}` : `weights ${subject.file}`;

/** Whose pictures `drawable` makes; runId: of the present run. */
export function subjectOf({ from }: Drawable, runId: string | undefined): CopySubject {
  if (from.file !== undefined) return { file: from.file };
  if (runId === undefined) throw new Error('Pictures are drawn of neither a run nor opened weights.');
  return { runId };
}
