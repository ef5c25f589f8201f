/**
 * Our training step as the loop runs it, whole or with some of its phases, eager or recorded: whichever runner is given. The
 * one file of the bench that knows how an iteration is called. It refuses to tell classes and to hold slices out.
 */
import type { StepRunner } from '../src/gpu/recording/stepRunner.ts';
import * as tf from '../src/gpu/tf.ts';
import { W_AVG } from '../src/model/mapping.ts';
import { type ParamStore, parameterCount } from '../src/model/paramStore.ts';
import { channelsOf } from '../src/protocol/dataset.ts';
import { planStages } from '../src/protocol/plan.ts';
import type { TrainConfig } from '../src/protocol/trainConfig.ts';
import { createFeed } from '../src/training/feed.ts';
import { iterate, variantOf } from '../src/training/iteration.ts';
import { dueIn, type Phase, phasesOf } from '../src/training/phases.ts';
import { firstRhythm } from '../src/training/rhythm.ts';
import { scheduleAt } from '../src/training/schedule.ts';
import { createStatRing } from '../src/training/stats.ts';
import { createTrainState, disposeTrainState } from '../src/training/trainState.ts';
import { madeUpSlices } from './madeUpSlices.ts';

export type PhaseName = Phase['name'];

export interface OurStep {
  /** Trained numbers in G and D. */
  readonly parameters: { readonly G: number; readonly D: number };
  /** One iteration with these phases, whether they are due or not. */
  run(names: readonly PhaseName[]): Promise<void>;
  /** Phases of each iteration of one period of lazy regularisation. */
  period(): readonly (readonly PhaseName[])[];
  dispose(): void;
}

/** A fresh state of `config`, at `nimg` in its schedule. Caller disposes. `steps` stays the caller's. */
export function createOurStep(config: TrainConfig, steps: Pick<StepRunner, 'run'>, nimg = 0): OurStep {
  const feed = createFeed(madeUpSlices(config.resolution, channelsOf(config)), config.seed);
  const stages = planStages(config, feed.slicesPerEpoch);
  const state = createTrainState(config, 0);
  const ring = createStatRing(state);
  state.nimg = nimg;
  const phases = phasesOf(config);
  const moment = () => scheduleAt(config, stages, state.nimg);
  const clock = { moment, draw: () => state.step };
  return {
    parameters: { G: trainedCount(state.G), D: trainedCount(state.D) },
    async run(names) {
      const due = phases.filter(({ name }) => names.includes(name));
      if (due.length !== names.length) throw new Error(`The settings have no phases ${names}.`);
      const now = moment();
      const { batch, resolution } = now;
      await feed.prepare({ nimg: state.nimg, step: state.step, batch, resolution }, { heldOut: false });
      await steps.run(variantOf(config, due, now, state.step), () => {
        const reports = iterate(config, state, due, now, clock, feed);
        // Always into the first row: nothing here reads it.
        if (due.length > 0) ring.write(reports);
        tf.dispose(Object.values(reports));
      });
      for (const { net } of due) (net === 'G' ? state.optimizerG : state.optimizerD).step++;
      state.step++;
      state.nimg += batch;
    },
    period() {
      const length = Math.max(1, ...phases.map(({ interval }) => interval)) * Math.max(1, config.nCritic);
      return Array.from({ length }, (_, step) =>
        dueIn(phases, firstRhythm(config.nCritic), step).map(({ phase }) => phase.name),
      );
    },
    dispose() {
      disposeTrainState(state);
      ring.dispose();
      feed.release();
    },
  };
}

/** Without the running mean of w, which nothing trains. */
function trainedCount(params: ParamStore): number {
  return parameterCount(params) - (params.get(W_AVG)?.size ?? 0);
}
