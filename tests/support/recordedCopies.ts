/** Looks for copies as a recorded page meets them: made-up ratios and drawn heads, one of each verdict. */
import type { TrainerEvent } from '../../src/protocol/events.ts';
import type { CopySpace, CopyVerdict } from '../../src/protocol/judging.ts';
import { RECORDED_RUN_ID } from './recordedRun.ts';
import { recordedSheet } from './recordedSheets.ts';

const PICTURES = 1000;
const PAIRS = 8;

/** Ratios about a bell of `mean`, the same each time. */
const ratiosAbout = (mean: number, count: number) =>
  Float32Array.from({ length: count }, (_, i) => Math.max(0, mean + 0.25 * Math.sin(i * 12.9898) * Math.cos(i * 0.37)));

function spaceOf(name: string, verdict: CopySpace['verdict'], mean: number): CopySpace {
  const sentence = `Recorded: a sentence about ${name}.`;
  const [fakeRatios, heldOutRatios] = [ratiosAbout(mean, PICTURES), ratiosAbout(1, 226)];
  return { name, verdict, sentence, fakeRatios, heldOutRatios, threshold: 0.78 };
}

export function recordedCheck(verdict: CopyVerdict): TrainerEvent {
  const place = { subject: { runId: RECORDED_RUN_ID }, nimg: 21_000, resolution: 32 };
  if (verdict === 'unknown') {
    const sentence = 'Whether these pictures copy training slices is not known: no subjects are held out (recorded).';
    const check = { ...place, pictures: 0, verdict, sentence, spaces: [] };
    return { type: 'copies/checked', requestId: 'recorded', check };
  }
  const sentence =
    verdict === 'copies'
      ? 'The generator copies training pictures: 981 of 1000 lie as near to one as 5 % of held-out reals do (recorded).'
      : 'No sign of copied training pictures: 31 of 1000 lie as near to one as 5 % of held-out reals do (recorded).';
  const mean = verdict === 'copies' ? 0.3 : 1;
  const ratios = Array.from({ length: PAIRS }, (_, i) => 0.02 + i / 50);
  const check = {
    ...place,
    ...{ pictures: PICTURES, verdict, sentence },
    basis: { firstSeed: 1000, trainingSlices: 461, heldOutSlices: 51, heldOutSubjects: 51 },
    spaces: [spaceOf('pixels at 16 px', verdict, mean), spaceOf('random conv v1, seed 0, 32 px grey', verdict, mean)],
    worst: {
      sheet: recordedSheet(1, 32, PAIRS, 3, 0.05),
      space: 'pixels at 16 px',
      seeds: ratios.map((_, i) => 1000 + 7 * i),
      ratios,
    },
  };
  return { type: 'copies/checked', requestId: 'recorded', check };
}
