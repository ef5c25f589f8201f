/**
 * What pictures that are asked for cost, and are made to wait, while a run trains: windows of training alone, single requests as
 * a step begins, and a slider dragged, round by round. It measures nothing else.
 */
import { MOST_IN_FLIGHT } from '../src/training/inFlight.ts';
import { median } from './statistics.ts';
import type { StudioRun } from './studioRun.ts';
import {
  type Asked,
  askedRow,
  msAStep,
  type Stretch,
  type StudioRow,
  stretchBetween,
  windowRow,
} from './studioTimes.ts';

const GRID = Array.from({ length: 16 }, (_, seed) => seed);
const ONE = [0];
/** Steps of a slider from one end to the other. */
const PSI_STEPS = 20;

/** The rows, and the median milliseconds of a step while nothing is asked. */
export async function askingRows(
  run: StudioRun,
  least: Stretch,
  rounds: number,
  progress: (text: string) => void,
): Promise<{ readonly rows: readonly StudioRow[]; readonly msAlone: number }> {
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
    const msSoFar = median(alone.map(msAStep));
    for (const [seeds, asked] of [
      [ONE, ones],
      [GRID, grids],
    ] as const) {
      // Then it is known which steps are in flight, and the wait for one of them is longest.
      await run.telling();
      asked.push(await run.ask(seeds, 1));
    }
    const length = Math.max(least.ms, least.steps * msSoFar);
    draggedOne.push(await dragged(run, [ONE], length));
    draggedBoth.push(await dragged(run, [ONE, GRID], length));
  }
  const msAlone = median(alone.map(msAStep));
  const first = 'the first: shaders are made';
  const window = `windows of ${least.steps} steps or more`;
  const drag = `drags as long as ${least.steps} steps alone`;
  const rows = [
    windowRow('Training alone', window, alone),
    askedRow('One picture', first, [firstOne], MOST_IN_FLIGHT),
    askedRow('One picture', 'asked for as a step begins', ones, MOST_IN_FLIGHT),
    askedRow('Grid of 16', first, [firstGrid], MOST_IN_FLIGHT),
    askedRow('Grid of 16', 'asked for as a step begins', grids, MOST_IN_FLIGHT),
    windowRow('Psi dragged, one picture', drag, draggedOne, msAlone),
    windowRow('Psi dragged, picture and grid', drag, draggedBoth, msAlone),
  ];
  return { rows, msAlone };
}

/**
 * Training while each sheet is asked for again as soon as it is drawn, as a view does whose slider is dragged, to the first
 * telling after. The drag ends by the clock: training may not move at all before it does.
 */
async function dragged(run: StudioRun, sheets: readonly (readonly number[])[], ms: number): Promise<Stretch> {
  const first = await run.telling();
  const until = performance.now() + ms;
  const drag = async (seeds: readonly number[]) => {
    for (let i = 0; performance.now() < until; i++) await run.draw(seeds, (i % PSI_STEPS) / PSI_STEPS);
  };
  await Promise.all(sheets.map(drag));
  return stretchBetween(first, await run.telling(), run.batch);
}
