/** That a run's numbers stopped being finite: where, and in which networks. It refuses to say what to do about it. */
import { FailureError } from '../protocol/failure.ts';

export type NetName = 'G' | 'D';

export class NotFiniteError extends FailureError {
  /** Whose weights, moments or losses failed; never empty. */
  readonly nets: readonly NetName[];
  /** Reals shown when it was seen. */
  readonly nimg: number;

  /** what: the sentence's beginning, like "The critic's loss". */
  constructor(what: string, nets: readonly NetName[], { nimg, resolution }: { nimg: number; resolution: number }) {
    const IMAGES_PER_KIMG = 1000;
    const DIGITS = 3;
    super(
      'not-finite',
      `${what} stopped being a finite number at ${(nimg / IMAGES_PER_KIMG).toFixed(DIGITS)} kimg, ${resolution} px. Lower the learning rates or raise the penalty, and start again.`,
    );
    this.nets = nets;
    this.nimg = nimg;
  }
}
