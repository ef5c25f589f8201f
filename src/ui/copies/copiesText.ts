/** The words and numbers of what is known of copies. Pure. */
import type { CopyCheck, CopySpace, CopyVerdict } from '../../protocol/judging.ts';
import type { AppState, CopyGateView } from '../../state/appState.ts';
import { decimalText } from '../kit/format.ts';

const IMAGES_PER_KIMG = 1000;

export const VERDICT_TITLES: Readonly<Record<CopyVerdict, string>> = {
  copies: 'Pictures copy training slices',
  closer: 'Pictures lean towards training slices',
  none: 'No sign of copied training slices',
  unknown: 'Copies cannot be looked for',
};

/** The last look at what is shown now, a run or opened weights; another's is of no use here. */
export function presentCheck({ judge, run, weights }: AppState): CopyCheck | undefined {
  const { check } = judge;
  if (!check) return undefined;
  const { subject } = check;
  const isPresent = 'runId' in subject ? subject.runId === run?.runId : subject.file === weights.opened?.name;
  return isPresent ? check : undefined;
}

/** "at 12.0 kimg, 16 px". */
export function checkPlace({ nimg, resolution }: CopyCheck): string {
  return `at ${decimalText(nimg / IMAGES_PER_KIMG, 1)} kimg, ${resolution} px`;
}

/** Why an export waits for the gate; undefined where it does not. */
export function gateObstacle(gate: CopyGateView | undefined): string | undefined {
  if (gate?.phase === 'looking') return 'Looking for copies';
  return gate?.phase === 'asking' ? 'Waiting for an answer about copies' : undefined;
}

/** One bar of the histogram: ratios from `from` up to `to`, and the share of each kind that lies there. */
export interface RatioBin {
  readonly from: number;
  /** Missing in the last, which holds all that is larger. */
  readonly to?: number;
  readonly fakes: number;
  readonly fakeShare: number;
  readonly heldOut: number;
  readonly heldOutShare: number;
}

/** Ratios lie about 1; those above 2 are one thing: far from training. */
const BIN = 0.1;
const BINS = 20;

export function ratioBins({ fakeRatios, heldOutRatios }: CopySpace): readonly RatioBin[] {
  const [fakes, reals] = [binned(fakeRatios), binned(heldOutRatios)];
  return fakes.map((count, bin) => ({
    from: bin * BIN,
    ...(bin === BINS ? {} : { to: (bin + 1) * BIN }),
    fakes: count,
    fakeShare: count / fakeRatios.length,
    heldOut: reals[bin] as number,
    heldOutShare: (reals[bin] as number) / heldOutRatios.length,
  }));
}

/** Where `ratio` lies along the bins, from 0 to 1. */
export function ratioPlace(ratio: number): number {
  return Math.min(ratio / BIN, BINS + 1) / (BINS + 1);
}

function binned(ratios: Float32Array): number[] {
  const counts = Array.from({ length: BINS + 1 }, () => 0);
  for (const ratio of ratios) {
    const bin = Math.min(BINS, Math.floor(ratio / BIN));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

/** "0.3 to 0.4", "2.0 or more". */
export function binText({ from, to }: RatioBin): string {
  return to === undefined ? `${decimalText(from, 1)} or more` : `${decimalText(from, 1)} to ${decimalText(to, 1)}`;
}
