/**
 * A recorded run: a list of TrainerEvents with synthetic numbers that drives the whole page without a GPU. It trains
 * nothing; its adapter, data set and pictures say that they are recorded.
 */
import type { DatasetSummary } from '../../src/protocol/dataset.ts';
import type { ProgressNow, RunPlan, TrainerEvent } from '../../src/protocol/events.ts';
import { planStages } from '../../src/protocol/plan.ts';
import type { StepBlock, TickRecord } from '../../src/protocol/stats.ts';
import { USUAL_SWITCHES } from '../../src/protocol/switches.ts';
import { atResolution, type TrainConfig } from '../../src/protocol/trainConfig.ts';
import { configOf } from '../../src/protocol/validate.ts';
import { recordedEvaluation } from './recordedEvaluations.ts';
import { recordedSampleSheet, recordedSheet } from './recordedSheets.ts';

export const RECORDED_RUN_ID = 'recorded';

const SLICES = 512;
const HELD_OUT = 51;
const SECONDS_PER_KIMG = 21.5;
/** Steps in one progress message. */
const BLOCK = 25;
const KIMG_BETWEEN_SHEETS = 1.5;
const KIMG_BETWEEN_MEASUREMENTS = 2;

export const RECORDED_CONFIG: TrainConfig = configOf({ preset: 'phantom32', seed: 7 });

const plan: RunPlan = (() => {
  const slicesPerEpoch = SLICES - HELD_OUT;
  const stages = planStages(RECORDED_CONFIG, slicesPerEpoch);
  const totalNimg = stages.at(-1)?.endNimg ?? 0;
  const { resolution, channels } = RECORDED_CONFIG;
  const pixels = { where: 'gpu', bytes: SLICES * resolution ** 2 * channels } as const;
  return { stages, totalNimg, slicesPerEpoch, parametersG: 1_094_421, parametersD: 1_183_009, pixels };
})();

export const RECORDED_SUMMARY: DatasetSummary = {
  name: 'recorded phantoms (synthetic)',
  kind: 'phantom',
  bytes: 0,
  seconds: 1.2,
  options: { resolution: 32, channels: 1, seed: 7, heldOut: 0.1, trainOn: 'all' },
  layout: 'flat',
  layoutChoices: ['flat'],
  files: SLICES,
  slices: SLICES,
  labelMaps: 0,
  classes: [{ name: '', slices: SLICES, subjects: SLICES }],
  splits: [],
  subjects: SLICES,
  heldOutSubjects: HELD_OUT,
  heldOutSlices: HELD_OUT,
  trainingSlices: SLICES - HELD_OUT,
  sizes: [{ width: 32, height: 32, slices: SLICES }],
  enlarged: 0,
  skipped: [],
  findings: [{ level: 'good', title: 'Recorded phantoms', text: 'Synthetic numbers and drawn pictures; no training' }],
};

/** The engine and the data set, up to the moment where a run may start. */
export function recordedPreparation(): TrainerEvent[] {
  return [
    {
      type: 'engine/ready',
      adapter: {
        description: 'recorded, no GPU',
        software: false,
        maxBinding: 2 ** 31,
        maxBuffer: 2 ** 31,
        features: [],
      },
      switches: USUAL_SWITCHES,
    },
    { type: 'dataset/progress', what: 'Drawing phantoms', done: 0, total: SLICES },
    { type: 'dataset/progress', what: 'Drawing phantoms', done: SLICES / 2, total: SLICES },
    { type: 'dataset/ready', summary: RECORDED_SUMMARY, sheet: recordedSheet(1, 32, 12, 4, 0.03) },
  ];
}

/** The events of a run up to `untilKimg` (its end by default), after recordedPreparation. Ends without a last run/state unless it is the end. */
export function recordedRun(untilKimg = Number.POSITIVE_INFINITY): TrainerEvent[] {
  const runId = RECORDED_RUN_ID;
  const events: TrainerEvent[] = [
    { type: 'run/started', runId, config: RECORDED_CONFIG, plan },
    { type: 'run/state', runId, state: 'loading' },
    { type: 'run/sheet', runId, sheet: sheetAt(momentAt(0)) },
    { type: 'run/state', runId, state: 'training' },
  ];
  const end = Math.min(untilKimg * 1000, plan.totalNimg);
  let nimg = 0;
  let nextSheet = KIMG_BETWEEN_SHEETS * 1000;
  let nextMeasurement = KIMG_BETWEEN_MEASUREMENTS * 1000;
  let tick = 0;
  while (nimg < end) {
    const steps = stepsFrom(nimg, end);
    nimg = steps.nimg.at(-1) ?? end;
    events.push({ type: 'run/progress', runId, now: progressAt(nimg), steps });
    if (nimg >= (tick + 1) * RECORDED_CONFIG.tickKimg * 1000) {
      events.push({ type: 'run/tick', runId, record: tickAt(tick, nimg, steps) });
      tick += 1;
    }
    if (nimg >= nextSheet) {
      events.push({ type: 'run/sheet', runId, sheet: sheetAt(momentAt(nimg)) });
      nextSheet += KIMG_BETWEEN_SHEETS * 1000;
    }
    if (nimg >= nextMeasurement) {
      const evaluation = recordedEvaluation(nimg, momentAt(nimg - 1).resolution, nimg / plan.totalNimg);
      events.push({ type: 'run/evaluated', runId, evaluation });
      nextMeasurement += KIMG_BETWEEN_MEASUREMENTS * 1000;
    }
  }
  if (nimg >= plan.totalNimg) events.push({ type: 'run/state', runId, state: 'finished' });
  return events;
}

function momentAt(nimg: number) {
  const stage = plan.stages.find(({ endNimg }) => nimg < endNimg) ?? plan.stages.at(-1);
  if (!stage) throw new Error('The recorded plan has no stage.');
  const into = nimg - stage.startNimg;
  const alpha = stage.fadeNimg === 0 ? 1 : Math.min(1, into / stage.fadeNimg);
  return { nimg, epoch: nimg / plan.slicesPerEpoch, resolution: stage.resolution, alpha };
}

function sheetAt(moment: ReturnType<typeof momentAt>) {
  return recordedSampleSheet({ ...moment, epoch: Math.floor(moment.epoch) }, moment.nimg / plan.totalNimg);
}

function progressAt(nimg: number): ProgressNow {
  const kimgLeft = (plan.totalNimg - nimg) / 1000;
  return { ...momentAt(nimg), secondsPerKimg: SECONDS_PER_KIMG, secondsLeft: kimgLeft * SECONDS_PER_KIMG };
}

/** Up to BLOCK steps after `nimg`, with losses that look like losses: waves that settle, and a bump at each growth. */
function stepsFrom(nimg: number, end: number): StepBlock {
  const shown: number[] = [];
  for (let at = nimg; at < end && shown.length < BLOCK; ) {
    at += atResolution(RECORDED_CONFIG.batch, momentAt(at).resolution);
    shown.push(at);
  }
  const moments = shown.map((at) => momentAt(at - 1));
  const gap = shown.map((at) => 0.5 + 0.4 * wave(at) + growthBump(at));
  return {
    nimg: Float64Array.from(shown),
    resolution: Uint16Array.from(moments, ({ resolution }) => resolution),
    alpha: Float32Array.from(moments, ({ alpha }) => alpha),
    values: {
      'Loss/G/loss': Float32Array.from(gap, (value, index) => 0.9 + value * 0.6 + ripple(shown[index] ?? 0, 1)),
      'Loss/D/loss': Float32Array.from(gap, (value, index) => 1.3 - value * 0.3 + ripple(shown[index] ?? 0, 2)),
      'Loss/scores/real': Float32Array.from(gap, (value, index) => value + ripple(shown[index] ?? 0, 3)),
      'Loss/scores/fake': Float32Array.from(gap, (value, index) => -value + ripple(shown[index] ?? 0, 4)),
    },
  };
}

const wave = (nimg: number) => Math.sin(nimg / 2300) * 0.3 + Math.min(1, nimg / 9000);
/** A ripple in place of noise: the same on every machine. */
const ripple = (nimg: number, phase: number) => 0.12 * Math.sin(nimg * 0.7 + phase) * Math.cos(nimg * 0.013 * phase);
const growthBump = (nimg: number) =>
  plan.stages.reduce((sum, { startNimg }) => {
    const since = nimg - startNimg;
    return startNimg > 0 && since >= 0 ? sum + 0.5 * Math.exp(-since / 900) : sum;
  }, 0);

function tickAt(tick: number, nimg: number, steps: StepBlock): TickRecord {
  const { epoch, resolution, alpha } = momentAt(nimg);
  const mean = (column: Float32Array) => column.reduce((sum, value) => sum + value, 0) / column.length;
  return {
    tick,
    nimg,
    kimg: nimg / 1000,
    epoch,
    resolution,
    alpha,
    batch: atResolution(RECORDED_CONFIG.batch, resolution),
    stats: {
      'Loss/G/loss': mean(steps.values['Loss/G/loss']),
      'Loss/D/loss': mean(steps.values['Loss/D/loss']),
      'Timing/sec_per_kimg': SECONDS_PER_KIMG,
      'Timing/total_sec': (nimg / 1000) * SECONDS_PER_KIMG,
    },
  };
}
