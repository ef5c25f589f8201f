/** From what was reckoned in each space to one verdict in words. Pure; the worst space decides. */
import type { Memorisation } from '../evaluation/memorisation.ts';
import type { CopyBasis, CopySpace } from '../protocol/judging.ts';

const RANKS = { none: 0, closer: 1, copies: 2 } as const;

export interface CopyJudgement {
  readonly verdict: CopySpace['verdict'];
  readonly sentence: string;
  readonly spaces: readonly CopySpace[];
  /** Of the space that decides. */
  readonly worst: Pick<Memorisation, 'worst' | 'extractor'>;
}

/** results: at least one, of the same pictures. */
export function copyJudgement(results: readonly Memorisation[], basis: CopyBasis): CopyJudgement {
  const [worst] = results.toSorted((a, b) => RANKS[b.verdict] - RANKS[a.verdict]);
  if (!worst) throw new RangeError('Nothing was compared: there is no space.');
  const names = results.map(({ extractor }) => extractor).join(', and in ');
  const { trainingSlices, heldOutSlices, heldOutSubjects, firstSeed } = basis;
  const pictures = worst.fakeRatios.length;
  const rests = `It rests on ${counted(pictures)} pictures (seeds ${firstSeed} to ${firstSeed + pictures - 1}), all ${counted(trainingSlices)} training slices and ${counted(heldOutSlices)} slices of ${heldOutSubjects} held-out subjects, compared in ${names}.`;
  const where = results.length > 1 && worst.verdict !== 'none' ? ` This is so in ${worst.extractor}.` : '';
  return {
    verdict: worst.verdict,
    sentence: `${worst.sentence}${where} ${rests}`,
    spaces: results.map(spaceOf),
    worst,
  };
}

function spaceOf({ extractor, verdict, sentence, fakeRatios, heldOutRatios, threshold }: Memorisation): CopySpace {
  return {
    name: extractor,
    verdict,
    sentence,
    fakeRatios: Float32Array.from(fakeRatios),
    heldOutRatios: Float32Array.from(heldOutRatios),
    threshold,
  };
}

const counted = (count: number) => count.toLocaleString('en-US');
