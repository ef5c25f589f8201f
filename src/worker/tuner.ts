/**
 * Chooses the kernels of a run's convolutions before its first step, by timing or from what was timed before, a bounded piece
 * of work at a time. It refuses to spend more time than it can bring in (tuningRule.ts).
 */
import { fixTuning } from '../gpu/tuning.ts';
import { candidatesOf, ruleOf } from '../ops/kernels/convVariants.ts';
import { fastestVariant } from '../ops/tuneConvolutions.ts';
import type { TrainerEvent } from '../protocol/events.ts';
import type { ChosenBy, TunedShape, TuningReport, TuningTable } from '../protocol/tuning.ts';
import type { TuningCache } from '../storage/tuningCache.ts';
import {
  convolutionsOfStage,
  mostWorkOfOne,
  type PlannedConvolution,
  type PlannedRun,
} from '../training/convolutionWork.ts';
import type { TuningRule } from './tuningRule.ts';

export interface TunerParts {
  /** False: rules alone, and nothing is kept or looked up. */
  readonly mayTime: boolean;
  readonly rule: TuningRule;
  readonly cache: TuningCache;
  readonly emit: (event: TrainerEvent) => void;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  /** Frees what the timed kernels leave for reuse. */
  readonly releaseBuffers: () => void;
}

export interface Tuner {
  /**
   * Before the run's first step: fixes its table. Each turn is at most a few traces, or one convolution; whoever ends it
   * early calls return(), and what was timed is kept.
   */
  choose(run: PlannedRun): AsyncGenerator<void, void, void>;
  /** For a run that goes on: the table that it had, whatever this adapter would choose now. */
  fix(table: TuningTable): void;
}

/** The page repaints numbers at most four times a second. */
const PROGRESS_EVERY_MS = 250;
const MS_PER_SECOND = 1000;

export function createTuner(parts: TunerParts): Tuner {
  const { mayTime, rule, cache, emit, clock, releaseBuffers } = parts;

  async function* chosen(run: PlannedRun): AsyncGenerator<void, TuningReport, void> {
    const began = clock();
    const secondsNow = () => (clock() - began) / MS_PER_SECOND;
    fixTuning({});
    if (!mayTime || mostWorkOfOne(run.config, run.stages) < rule.leastWork) return { shapes: [], seconds: 0 };
    const planned = yield* convolutionsOfRun(run);
    const { table: known, problem } = await cache.known();
    const kept = Object.fromEntries(
      planned.flatMap(({ key, asked }) => {
        const variant = known[key];
        return variant !== undefined && candidatesOf(asked).includes(variant) ? [[key, variant]] : [];
      }),
    );
    const worth = planned.filter(
      ({ key, asked, work }) => !(key in kept) && work >= rule.leastWork && candidatesOf(asked).length > 1,
    );
    const timed: Record<string, string> = {};
    const problems = problem === undefined ? [] : [problem];
    try {
      let saidAt = Number.NEGATIVE_INFINITY;
      for (const [done, { key, asked }] of worth.entries()) {
        if (clock() - began > rule.longestMs) break;
        if (clock() - saidAt >= PROGRESS_EVERY_MS) {
          saidAt = clock();
          emit({ type: 'engine/tuning', done, of: worth.length });
        }
        timed[key] = await fastestVariant(key, asked);
        yield;
      }
    } finally {
      releaseBuffers();
      const unkept = Object.keys(timed).length > 0 ? await cache.keep(timed) : undefined;
      if (unkept !== undefined) problems.push(unkept);
    }
    fixTuning({ ...kept, ...timed });
    const shapes = planned.map(({ key, asked }) => tunedShape(key, ruleOf(asked), kept, timed));
    return { shapes, seconds: secondsNow(), ...(problems.length > 0 ? { problem: sentenceOf(problems) } : {}) };
  }

  return {
    async *choose(run) {
      emit({ type: 'engine/tuned', report: yield* chosen(run) });
    },
    fix(table) {
      fixTuning(table);
      const shapes = Object.entries(table).map(([shape, variant]) => ({ shape, variant, by: 'saved' as const }));
      emit({ type: 'engine/tuned', report: { shapes, seconds: 0 } });
    },
  };
}

/** All stages' convolutions together, the most work first. One stage a turn. */
async function* convolutionsOfRun(run: PlannedRun): AsyncGenerator<void, PlannedConvolution[], void> {
  const found = new Map<string, PlannedConvolution>();
  try {
    for (const stage of run.stages) {
      for (const one of await convolutionsOfStage(run, stage))
        found.set(one.key, { ...one, work: one.work + (found.get(one.key)?.work ?? 0) });
      yield;
    }
  } finally {
    run.feed.release();
  }
  return [...found.values()].sort((one, other) => other.work - one.work);
}

function tunedShape(shape: string, rule: string, kept: TuningTable, timed: TuningTable): TunedShape {
  const by: ChosenBy = shape in timed ? 'timed' : shape in kept ? 'kept' : 'rule';
  return { shape, variant: timed[shape] ?? kept[shape] ?? rule, rule, by };
}

function sentenceOf(problems: readonly string[]): string {
  return `Kernel choices are not kept between visits as they should be: ${problems.join('; ')}. Training is not affected; the next run times them again.`;
}
