/**
 * What exploring and judging cost a run, on the engine's real worker: training alone, pictures asked for while it trains, a
 * slider dragged, and scheduled measuring, in interleaved windows. It asks for nothing that the page could not ask for.
 */
import { type EvaluationKimg, USUAL_EVALUATION_KIMG } from '../src/protocol/judging.ts';
import type { TrainConfig } from '../src/protocol/trainConfig.ts';
import { configOf, problemsOf } from '../src/protocol/validate.ts';
import { phasesOf } from '../src/training/phases.ts';
import { askingRows } from './studioAsking.ts';
import { openStudioEngine } from './studioEngine.ts';
import { askedForRows, isReachable, scheduledRows } from './studioMeasuring.ts';
import { reckoningRows } from './studioReckoning.ts';
import { startStudioRun } from './studioRun.ts';
import type { StudioRow } from './studioTimes.ts';

export interface StudioWish {
  readonly preset: string;
  readonly rounds: number;
  /** Pixels a side, where the preset's are too many for the adapter. */
  readonly size?: number;
  /** Phantoms; as many as the page has where it is missing. */
  readonly slices?: number;
  /** Of a window, at least; a period of lazy regularisation where it is missing. */
  readonly steps?: number;
}

export interface StudioReport {
  readonly settings: {
    readonly preset: string;
    readonly resolution: number;
    readonly batch: number;
    readonly slices: number;
    readonly windowSteps: number;
    /** Windows of fewer steps have more or fewer steps with a penalty than training has. */
    readonly periodSteps: number;
  };
  readonly rows: readonly StudioRow[];
}

/** The built-in data set of the page. */
const PHANTOMS = 512;
/** Shorter windows would be a few tellings long, which come four times a second. */
const WINDOW_MS = 2000;
/** What the page does by itself, and as often as it can. */
const SCHEDULES = new Set<EvaluationKimg>([USUAL_EVALUATION_KIMG, 1]);
/** No run ends while it is measured. */
const ENDLESS_KIMG = 10_000;

export async function measureStudio(wish: StudioWish, progress: (text: string) => void): Promise<StudioReport> {
  const config = studioConfig(wish);
  const slices = wish.slices ?? PHANTOMS;
  const periodSteps = stepsAPeriod(config);
  const least = { ms: WINDOW_MS, steps: wish.steps ?? periodSteps };
  const arithmetic = await reckoningRows(config, progress);

  progress(`${config.preset} at ${config.resolution} px: starting the engine`);
  const engine = openStudioEngine();
  await engine.next((event) => event.type === 'engine/ready' || undefined);
  const data = { slices, phantomSeed: 1 };
  const run = await startStudioRun(engine, config, data);
  const { batch } = run;
  const { rows, msAlone } = await askingRows(run, least, wish.rounds, progress);
  const tooFar = [...SCHEDULES].filter((everyKimg) => !isReachable(everyKimg, batch, msAlone));
  const measuring = tooFar.length > 0 ? await askedForRows(run, tooFar, least, progress) : [];
  await run.stop();
  for (const everyKimg of [...SCHEDULES].filter((one) => !tooFar.includes(one))) {
    // Other slices: what a measurement keeps of the last ones would decide how many pictures the next draws.
    data.phantomSeed += 1;
    const measured = await startStudioRun(engine, config, data);
    measuring.push(...(await scheduledRows(measured, everyKimg, msAlone, least, progress)));
    await measured.stop();
  }
  return {
    settings: {
      ...{ preset: config.preset, resolution: config.resolution, batch, slices },
      ...{ windowSteps: least.steps, periodSteps },
    },
    rows: [...rows, ...measuring, ...arithmetic],
  };
}

/** The preset's at its full resolution from the first step. Throws where it cannot be. */
function studioConfig({ preset, size }: StudioWish): TrainConfig {
  const base = configOf({ preset });
  const resolution = size ?? base.resolution;
  const startResolution = base.arch === 'stylegan' ? resolution : Math.min(base.startResolution, resolution);
  const config = { ...base, resolution, startResolution, kimgPerResolution: ENDLESS_KIMG };
  const [problem] = Object.values(problemsOf(config));
  if (problem !== undefined) throw new Error(`${preset} cannot be measured at ${resolution} px: ${problem}`);
  return config;
}

/** Iterations after which lazy regularisation begins anew. */
const stepsAPeriod = (config: TrainConfig) =>
  Math.max(1, ...phasesOf(config).map(({ interval }) => interval)) * Math.max(1, config.nCritic);
