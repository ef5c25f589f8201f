/**
 * What the last look for copies said of each run and of opened weights, and so what may leave. It closes only where copies
 * were found and nobody says why they may leave all the same.
 */
import { FailureError } from '../protocol/failure.ts';
import { type CopyCheck, type CopyRecord, type CopySubject, SHORTEST_REASON } from '../protocol/judging.ts';

export interface CopyGate {
  /** What stands then: a look that came to know nothing does not unsay copies that were found. */
  keep(check: CopyCheck): CopyCheck;
  /** Weights were opened: what their file says of copies stands in for a look, and its reason lets pictures leave. */
  opened(file: string, said: CopyRecord | undefined): void;
  /** The last look at `subject`, wherever it was then. */
  last(subject: CopySubject): CopyCheck | undefined;
  /** The same, where it was about here, of the same resolution and at most a kimg away, and came to know something. */
  recent(subject: CopySubject, nimg: number, resolution: number): CopyCheck | undefined;
  /**
   * What the files of an export say; undefined where nobody looked. Throws FailureError 'copies' where the last look found
   * copies, `reason` is shorter than SHORTEST_REASON, and the weights' file brought none.
   */
  pass(subject: CopySubject, reason: string | undefined): CopyRecord | undefined;
}

/** A generator moves little within a thousand slices. */
const ABOUT_HERE = 1000;

export function createCopyGate(): CopyGate {
  /** reason: that of the weights' file. */
  const last = new Map<string, CopyRecord>();
  return {
    keep(check) {
      const before = last.get(keyOf(check.subject))?.check;
      if (check.verdict === 'unknown' && before?.verdict === 'copies') return before;
      last.set(keyOf(check.subject), { check });
      return check;
    },
    opened(file, said) {
      const key = keyOf({ file });
      if (said) last.set(key, said);
      else last.delete(key);
    },
    last: (subject) => last.get(keyOf(subject))?.check,
    recent(subject, nimg, resolution) {
      const check = last.get(keyOf(subject))?.check;
      if (!check || check.verdict === 'unknown') return undefined;
      const isHere = check.resolution === resolution && Math.abs(check.nimg - nimg) <= ABOUT_HERE;
      return isHere ? check : undefined;
    },
    pass(subject, reason) {
      const record = last.get(keyOf(subject));
      if (!record) return undefined;
      const { check, reason: brought = '' } = record;
      if (check.verdict !== 'copies') return { check };
      const said = [reason, brought].map((words = '') => words.trim()).find(({ length }) => length >= SHORTEST_REASON);
      if (said !== undefined) return { check, reason: said };
      throw new FailureError(
        'copies',
        `${check.sentence} Nothing was exported: look for copies again later in training, or say why it may leave all the same, in at least ${SHORTEST_REASON} characters.`,
      );
    },
  };
}

export const keyOf = (subject: CopySubject): string =>
  'runId' in subject ? `run ${subject.runId}` : `weights ${subject.file}`;
