/** The estimate before a run in words: a sentence, rows of a table, and what to beware of. Pure. */
import type { FreeShare } from '../../protocol/commands.ts';
import { MEMORY_BUDGET, memoryBytes, type RunEstimate, runSeconds, stageSeconds } from '../../protocol/estimate.ts';
import { bytesText, decimalText, durationText, percentText, sideText } from '../kit/format.ts';

const REALS_PER_KIMG = 1000;
/** Below this a slow GPU's seconds are worth a decimal, and a fast one's below 1 two. */
const ROUND_FROM = 100;

/** "About 46 min in all, and 1.2 GB of GPU memory." */
export function estimateSentence(estimate: RunEstimate, free: FreeShare): string {
  const { memory, stages } = estimate;
  const bytes = bytesText(memoryBytes(memory));
  const all = memory.step === undefined ? `${bytes} of GPU memory beside what a step needs` : `${bytes} of GPU memory`;
  if (stages.length === 0) return `Not known how long, and more than ${all}.`;
  const most = stages.every(({ measured }) => measured) ? 'About' : 'At most about';
  const rests = free > 0 ? ` with ${percentText(free)} of the time left free` : '';
  return `${most} ${durationText(runSeconds(estimate, free))} in all${rests}, and ${all}.`;
}

/** Why the run may not fit, each a sentence with what to do. */
export function estimateWarnings({ memory, outOfMemoryAt }: RunEstimate): string[] {
  const remedy = 'Lower Batch or channelBase, or raise Parts of a batch.';
  if (outOfMemoryAt !== undefined) return [`The GPU had no memory left at ${sideText(outOfMemoryAt)}. ${remedy}`];
  const bytes = memoryBytes(memory);
  if (bytes <= MEMORY_BUDGET) return [];
  return [
    `${bytesText(bytes)} are more than the ${bytesText(MEMORY_BUDGET)} that a usual laptop’s GPU can take, and the run may fail. ${remedy}`,
  ];
}

export interface EstimateRow {
  readonly resolution: string;
  readonly kimg: string;
  readonly secondsPerKimg: string;
  readonly time: string;
}

export function estimateRows({ stages }: RunEstimate, free: FreeShare): EstimateRow[] {
  return stages.map((stage) => {
    const speed = stage.secondsPerKimg / (1 - free);
    const most = stage.measured ? '' : 'at most ';
    return {
      resolution: sideText(stage.resolution),
      kimg: decimalText(stage.nimg / REALS_PER_KIMG, 1),
      secondsPerKimg: `${most}${decimalText(speed, decimalsOf(speed))}`,
      time: `${most}${durationText(stageSeconds(stage, free))}`,
    };
  });
}

function decimalsOf(seconds: number): number {
  if (seconds >= ROUND_FROM) return 0;
  return seconds >= 1 ? 1 : 2;
}

/** Where the memory goes. */
export function memoryFacts({ memory }: RunEstimate): { readonly name: string; readonly value: string }[] {
  const { networks, step, slices } = memory;
  return [
    { name: 'Networks, with gradients, moments and average', value: bytesText(networks) },
    { name: 'Within a step', value: step === undefined ? 'not known: steps are not recorded' : bytesText(step) },
    { name: 'Slices', value: bytesText(slices) },
  ];
}
