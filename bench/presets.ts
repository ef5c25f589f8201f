/**
 * Seconds a thousand slices for presets, estimated from a few steps of each kind that occurs in them. It refuses presets
 * with classes or adaptive augmentation: those need a data set.
 */
import { submittedWorkDone } from '../src/gpu/submitted.ts';
import { planStages } from '../src/protocol/plan.ts';
import { atResolution } from '../src/protocol/trainConfig.ts';
import { configOf } from '../src/protocol/validate.ts';
import { createOurStep, type PhaseName } from './ourStep.ts';
import { type Mode, runnerOf } from './runners.ts';
import { median } from './statistics.ts';

export interface PresetTime {
  readonly preset: string;
  readonly resolution: number;
  readonly batch: number;
  readonly secondsPerKimg: number;
}

const WARM_UP = 2;
const SLICES_A_KIMG = 1000;
const MILLISECONDS = 1000;
/** Only the plan's lengths depend on it. */
const SLICES_AN_EPOCH = 1000;

/** Each of its resolutions, fully faded in. */
export async function timePreset(
  preset: string,
  mode: Mode,
  rounds: number,
  progress: (text: string) => void,
): Promise<PresetTime[]> {
  const config = configOf({ preset });
  if (config.conditional || config.augment === 'ada')
    throw new Error(`The preset ${preset} needs a data set with classes or held-out slices: choose another.`);
  const times: PresetTime[] = [];
  for (const { resolution, startNimg, fadeNimg } of planStages(config, SLICES_AN_EPOCH)) {
    progress(`${preset} at ${resolution} px`);
    const runner = runnerOf(mode);
    const step = createOurStep(config, runner, startNimg + fadeNimg);
    const period = step.period();
    const known = new Map<string, number>();
    for (const phases of period) {
      const key = phases.join();
      if (!known.has(key)) known.set(key, await milliseconds(() => step.run(phases as PhaseName[]), rounds));
    }
    const total = period.reduce((sum, phases) => sum + (known.get(phases.join()) ?? 0), 0);
    runner.forget();
    step.dispose();
    const batch = atResolution(config.batch, resolution);
    const secondsPerKimg = (total / period.length / batch / MILLISECONDS) * SLICES_A_KIMG;
    times.push({ preset, resolution, batch, secondsPerKimg });
  }
  return times;
}

async function milliseconds(run: () => Promise<void>, rounds: number): Promise<number> {
  const times: number[] = [];
  for (let round = -WARM_UP; round < rounds; round++) {
    const start = performance.now();
    await run();
    await submittedWorkDone();
    if (round >= 0) times.push(performance.now() - start);
  }
  return median(times);
}
