/**
 * What exploring and judging cost a run, on the engine's real worker: training alone, pictures asked for while it trains, a
 * slider dragged, and scheduled measuring, in interleaved windows. It asks for nothing that the page could not ask for.
 */
import { type EvaluationKimg, FEWEST_MEASURED, USUAL_EVALUATION_KIMG } from '../src/protocol/judging.ts';
import type { TrainConfig } from '../src/protocol/trainConfig.ts';
import { configOf, problemsOf } from '../src/protocol/validate.ts';
import { MOST_IN_FLIGHT } from '../src/training/inFlight.ts';
import { phasesOf } from '../src/training/phases.ts';
import { median } from './statistics.ts';
import { openStudioEngine } from './studioEngine.ts';
import { reckoningRows } from './studioReckoning.ts';
import { type StudioRun, startStudioRun } from './studioRun.ts';
import {
  type Asked,
  askedRow,
  type Measured,
  measuredRow,
  msAStep,
  type Stretch,
  type StudioRow,
  stretchAround,
  stretchesBeside,
  windowRow,
} from './studioTimes.ts';

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
const GRID = Array.from({ length: 16 }, (_, seed) => seed);
const ONE = [0];
/** Steps of a slider from one end to the other. */
const PSI_STEPS = 20;
/** Of each schedule; the first, which also reads the slices and makes shaders, is told apart. */
const MEASUREMENTS = 4;
const SCHEDULES: readonly EvaluationKimg[] = [USUAL_EVALUATION_KIMG, 1];
/** Longer waits for a schedule's measurements are not worth their numbers: one is asked for instead. */
const LONGEST_SCHEDULE_MS = 900_000;
const IMAGES_PER_KIMG = 1000;
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
  let phantomSeed = 1;
  const run = await startStudioRun(engine, config, { slices, phantomSeed });
  const { batch } = run;
  const asking = await askingRows(run, least, wish.rounds, progress);
  const measuring: StudioRow[] = [];
  let current = run;
  for (const everyKimg of SCHEDULES.filter((kimg) => isReachable(kimg, batch, asking.msAlone))) {
    await current.stop();
    // Other slices: what a measurement keeps of the last ones would decide how many pictures the next draws.
    phantomSeed += 1;
    current = await startStudioRun(engine, config, { slices, phantomSeed });
    measuring.push(...(await scheduledRows(current, everyKimg, asking.msAlone, least, progress)));
  }
  const others = SCHEDULES.filter((kimg) => !isReachable(kimg, batch, asking.msAlone));
  if (others.length > 0) measuring.push(...(await askedForRows(current, others, asking.msAlone, progress)));
  await current.stop();
  return {
    settings: {
      ...{ preset: config.preset, resolution: config.resolution, batch, slices },
      ...{ windowSteps: least.steps, periodSteps },
    },
    rows: [...asking.rows, ...measuring, ...arithmetic],
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

const isReachable = (everyKimg: number, batch: number, msAlone: number) =>
  MEASUREMENTS * ((everyKimg * IMAGES_PER_KIMG) / batch) * msAlone <= LONGEST_SCHEDULE_MS;

async function askingRows(run: StudioRun, least: Stretch, rounds: number, progress: (text: string) => void) {
  progress('Warming up');
  await run.stretch(least);
  const firstOne = await run.ask(ONE, 1);
  const firstGrid = await run.ask(GRID, 1);
  const alone: Stretch[] = [];
  const ones: Asked[] = [];
  const grids: Asked[] = [];
  const draggedOne: Stretch[] = [];
  const draggedBoth: Stretch[] = [];
  for (let round = 0; round < rounds; round++) {
    progress(`Asking while it trains: round ${round + 1} of ${rounds}`);
    alone.push(await run.stretch(least));
    // At another moment of a step each time.
    const later = ((round + 1 / 2) / rounds) * median(alone.map(msAStep));
    for (const [seeds, asked] of [
      [ONE, ones],
      [GRID, grids],
    ] as const) {
      await run.telling();
      await new Promise((resolve) => setTimeout(resolve, later));
      asked.push(await run.ask(seeds, 1));
    }
    draggedOne.push(await dragged(run, [ONE], least));
    draggedBoth.push(await dragged(run, [ONE, GRID], least));
  }
  const msAlone = median(alone.map(msAStep));
  const first = 'the first: shaders are made';
  const window = `windows of ${least.steps} steps or more`;
  const rows = [
    windowRow('Training alone', window, alone),
    askedRow('One picture', first, [firstOne], MOST_IN_FLIGHT),
    askedRow('One picture', 'asked for while it trains', ones, MOST_IN_FLIGHT),
    askedRow('Grid of 16', first, [firstGrid], MOST_IN_FLIGHT),
    askedRow('Grid of 16', 'asked for while it trains', grids, MOST_IN_FLIGHT),
    windowRow('Psi dragged, one picture', window, draggedOne, msAlone),
    windowRow('Psi dragged, picture and grid', window, draggedBoth, msAlone),
  ];
  return { rows, msAlone };
}

/** Training while each sheet is asked for again as soon as it is drawn, as a view does whose slider is dragged. */
async function dragged(run: StudioRun, sheets: readonly (readonly number[])[], least: Stretch): Promise<Stretch> {
  let going = true;
  const drag = async (seeds: readonly number[]) => {
    for (let i = 0; going; i++) await run.ask(seeds, (i % PSI_STEPS) / PSI_STEPS);
  };
  const drags = sheets.map(drag);
  const stretch = await run.stretch(least);
  going = false;
  await Promise.all(drags);
  return stretch;
}

async function scheduledRows(
  run: StudioRun,
  everyKimg: EvaluationKimg,
  msBefore: number,
  least: Stretch,
  progress: (text: string) => void,
): Promise<StudioRow[]> {
  progress(`Measuring every ${everyKimg} kimg`);
  run.schedule(everyKimg);
  await run.measured(MEASUREMENTS);
  run.schedule(0);
  const beside = stretchesBeside(run.tellings, run.measurements, run.batch).filter(({ steps }) => steps >= least.steps);
  const msAlone = beside.length > 0 ? median(beside.map(msAStep)) : msBefore;
  const than = beside.length > 0 ? 'steps between measurements' : 'training alone';
  return measuringRows(run, [everyKimg], msAlone, `scheduled, beside ${than}`);
}

async function askedForRows(
  run: StudioRun,
  schedules: readonly EvaluationKimg[],
  msAlone: number,
  progress: (text: string) => void,
): Promise<StudioRow[]> {
  progress('Measuring when asked: the schedule is too far away');
  for (let i = 0; i < 2; i++) await Promise.all([run.measure(FEWEST_MEASURED), run.measured(1)]);
  return measuringRows(run, schedules, msAlone, 'asked for, as if it were scheduled, beside training alone');
}

function measuringRows(
  run: StudioRun,
  schedules: readonly EvaluationKimg[],
  msAlone: number,
  how: string,
): StudioRow[] {
  const { batch, tellings } = run;
  const measured = run.measurements.flatMap((measurement): Measured[] => {
    const around = stretchAround(tellings, { from: measurement.began, to: measurement.ended }, batch);
    return around ? [{ measurement, around }] : [];
  });
  const pictures = median(run.measurements.map((one) => one.pictures));
  return schedules.flatMap((everyKimg) => {
    const about = { everyKimg, batch, msAlone };
    const what = `Measured every ${everyKimg} kimg`;
    return [
      measuredRow(what, `${how}, ${pictures} pictures: the first`, measured.slice(0, 1), about),
      measuredRow(what, `${how}, ${pictures} pictures: later ones`, measured.slice(1), about),
    ];
  });
}
