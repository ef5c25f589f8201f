/**
 * What measuring costs a run: training from the beginning to the end of a measurement beside training without one. The engine
 * does not tell what of that was drawing; all that training loses is counted. It decides no schedule.
 */
import { type EvaluationKimg, FEWEST_MEASURED } from '../src/protocol/judging.ts';
import { median } from './statistics.ts';
import type { StudioRun } from './studioRun.ts';
import {
  type Measured,
  measuredRow,
  msAStep,
  type Stretch,
  type StudioRow,
  stretchAround,
  stretchesBeside,
} from './studioTimes.ts';

/** Of each schedule; the first, which also reads the slices and makes shaders, is told apart. */
const MEASUREMENTS = 4;
/** Longer waits for a schedule's measurements are not worth their numbers. */
const LONGEST_SCHEDULE_MS = 300_000;
const IMAGES_PER_KIMG = 1000;

/** Whether so many measurements of a schedule come soon enough. */
export const isReachable = (everyKimg: number, batch: number, msAlone: number) =>
  MEASUREMENTS * ((everyKimg * IMAGES_PER_KIMG) / batch) * msAlone <= LONGEST_SCHEDULE_MS;

/** Of a run that was not measured before. */
export async function scheduledRows(
  run: StudioRun,
  everyKimg: EvaluationKimg,
  msBefore: number,
  least: Stretch,
  progress: (text: string) => void,
): Promise<StudioRow[]> {
  run.schedule(everyKimg);
  for (let i = 0; i < MEASUREMENTS; i++) {
    progress(`Measuring every ${everyKimg} kimg: ${i + 1} of ${MEASUREMENTS}`);
    await run.measured(i + 1);
  }
  run.schedule(0);
  const beside = stretchesBeside(run.tellings, run.measurements, run.batch).filter(({ steps }) => steps >= least.steps);
  const msAlone = beside.length > 0 ? median(beside.map(msAStep)) : msBefore;
  const than = beside.length > 0 ? 'steps between' : 'training alone';
  return measuringRows(run, [everyKimg], msAlone, `scheduled, beside ${than}`);
}

/** Measurements that are asked for, as if they came as often as schedules would have them. */
export async function askedForRows(
  run: StudioRun,
  schedules: readonly EvaluationKimg[],
  least: Stretch,
  progress: (text: string) => void,
): Promise<StudioRow[]> {
  progress('Measuring when asked: the schedule is too far away');
  const alone = [await run.stretch(least)];
  for (let i = 0; i < 2; i++) {
    await Promise.all([run.measure(FEWEST_MEASURED), run.measured(i + 1)]);
    alone.push(await run.stretch(least));
  }
  const msAlone = median(alone.map(msAStep));
  return measuringRows(run, schedules, msAlone, 'asked for, as if it were scheduled, beside steps between');
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
