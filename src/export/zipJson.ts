/** The JSON files of a weights zip: how they are read, and the sentence with which one is refused. It knows no file's fields. */
import { FailureError } from '../protocol/failure.ts';

/** Throws FailureError 'bad-weights' where the text of the file called `name` is not JSON. */
export function zipJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw zipJsonRefused(name, 'it is not JSON', String(error));
  }
}

/** reason: a clause, with a full stop or without. */
export function zipJsonRefused(name: string, reason: string, detail?: string): FailureError {
  return new FailureError(
    'bad-weights',
    `The file ${name} cannot be used: ${reason.replace(/\.$/, '')}. Choose a zip that "Download weights" wrote.`,
    detail,
  );
}
