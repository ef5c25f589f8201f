/**
 * What went wrong, as one sentence a person can act on and a code the page can act on. It refuses stack traces in
 * `message`: those belong in `detail`, shown only for bug reports.
 */
export type FailureCode =
  | 'no-webgpu'
  | 'device-lost'
  | 'not-a-zip'
  | 'zip-encrypted'
  | 'zip-damaged'
  | 'zip-too-large'
  | 'no-images'
  | 'too-few-slices'
  | 'bad-config'
  | 'bad-weights'
  | 'not-finite'
  | 'bad-checkpoint'
  | 'no-data'
  | 'other-data'
  | 'run-elsewhere'
  | 'storage-full'
  | 'storage-denied'
  /** A write was begun, and the browser never said that it ended. */
  | 'storage-silent'
  /** Generated pictures copy training slices, and no reason was given for taking them away all the same. */
  | 'copies'
  | 'internal';

export interface Failure {
  readonly code: FailureCode;
  /** What happened, to which file or field, and what to do now. */
  readonly message: string;
  /** For a bug report: stack or raw cause. */
  readonly detail?: string;
}

/** An error that carries its Failure across the layers of the engine up to the channel. */
export class FailureError extends Error {
  readonly failure: Failure;
  constructor(code: FailureCode, message: string, detail?: string) {
    super(message);
    this.name = 'FailureError';
    this.failure = detail === undefined ? { code, message } : { code, message, detail };
  }
}

/** Any thrown value as a Failure; a FailureError keeps its code, everything else is `internal`. */
export function toFailure(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  const cause = error instanceof Error ? error : new Error(String(error));
  return {
    code: 'internal',
    message: `Gyrus stopped at an error it did not expect: ${cause.message}. Reload the page; if it happens again, report it with the detail.`,
    detail: cause.stack ?? cause.message,
  };
}
