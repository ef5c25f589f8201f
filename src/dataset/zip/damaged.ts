/** The sentence for an archive whose table of contents cannot be believed. It refuses to throw: callers do. */
import { FailureError } from '../../protocol/failure.ts';

/** 'zip-damaged' for the archive `name`; `what` is a clause. */
export function damaged(name: string, what: string): FailureError {
  return new FailureError(
    'zip-damaged',
    `${name} is damaged: ${what}. Nothing was read from it. Download it again, or zip the folder of pictures anew.`,
  );
}
