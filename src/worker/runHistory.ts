/**
 * What a run has told so far, as the worker keeps it: each step's statistics, ticks, changes, and sheets thinned to a bound.
 * It refuses to share its arrays: what goes out is a copy.
 */
import type { LiveChange, SampleSheet } from '../protocol/events.ts';
import { MOST_SHEETS, thinned } from '../protocol/history.ts';
import type { Evaluation, HealthEvent } from '../protocol/judging.ts';
import { STEP_STATS, type StepBlock, type StepStat, type TickRecord } from '../protocol/stats.ts';

export interface RunHistory {
  readonly ticks: readonly TickRecord[];
  readonly changes: readonly LiveChange[];
  readonly evaluations: readonly Evaluation[];
  readonly healthEvents: readonly HealthEvent[];
  /** Oldest first. */
  readonly sheets: readonly SampleSheet[];
  addSteps(block: StepBlock): void;
  addTick(record: TickRecord): void;
  addChanges(changes: readonly LiveChange[]): void;
  addEvaluation(evaluation: Evaluation): void;
  addHealthEvent(event: HealthEvent): void;
  /** Those that are not kept any more, to make room: nimg of each. */
  addSheet(sheet: SampleSheet): readonly number[];
  /** Every step so far. The caller's own. */
  steps(): StepBlock;
}

export interface RunHistoryStart {
  readonly steps: StepBlock;
  readonly ticks: readonly TickRecord[];
  readonly changes: readonly LiveChange[];
  readonly evaluations: readonly Evaluation[];
  readonly healthEvents: readonly HealthEvent[];
  readonly sheets: readonly SampleSheet[];
}

export function createRunHistory(start?: RunHistoryStart): RunHistory {
  let blocks: StepBlock[] = start ? [copyOf(start.steps)] : [];
  const ticks: TickRecord[] = [...(start?.ticks ?? [])];
  const changes: LiveChange[] = [...(start?.changes ?? [])];
  const evaluations: Evaluation[] = [...(start?.evaluations ?? [])];
  const healthEvents: HealthEvent[] = [...(start?.healthEvents ?? [])];
  let sheets: readonly SampleSheet[] = [...(start?.sheets ?? [])];
  return {
    ticks,
    changes,
    evaluations,
    healthEvents,
    get sheets() {
      return sheets;
    },
    addSteps(block) {
      blocks.push(copyOf(block));
    },
    addTick(record) {
      ticks.push(record);
    },
    addChanges(more) {
      changes.push(...more);
    },
    addEvaluation(evaluation) {
      evaluations.push(evaluation);
    },
    addHealthEvent(event) {
      healthEvents.push(event);
    },
    addSheet(sheet) {
      const all = [...sheets.filter(({ nimg }) => nimg !== sheet.nimg), sheet];
      const positions = all.map(({ nimg }) => nimg);
      const kept = new Set(thinned(positions, MOST_SHEETS));
      sheets = all.filter(({ nimg }) => kept.has(nimg));
      return positions.filter((nimg) => !kept.has(nimg));
    },
    steps() {
      blocks = [joined(blocks)];
      return copyOf(blocks[0] as StepBlock);
    },
  };
}

const copyOf = (block: StepBlock): StepBlock => joined([block]);

/** The blocks one after the other, in arrays of their own. */
export function joined(blocks: readonly StepBlock[]): StepBlock {
  const length = blocks.reduce((sum, { nimg }) => sum + nimg.length, 0);
  const column = (stat: StepStat) =>
    gather(
      new Float32Array(length),
      blocks.map(({ values }) => values[stat]),
    );
  return {
    nimg: gather(
      new Float64Array(length),
      blocks.map(({ nimg }) => nimg),
    ),
    resolution: gather(
      new Uint16Array(length),
      blocks.map(({ resolution }) => resolution),
    ),
    alpha: gather(
      new Float32Array(length),
      blocks.map(({ alpha }) => alpha),
    ),
    values: Object.fromEntries(STEP_STATS.map((stat) => [stat, column(stat)])) as StepBlock['values'],
  };
}

function gather<T extends { set(values: T, at: number): void; readonly length: number }>(
  target: T,
  parts: readonly T[],
): T {
  let at = 0;
  for (const part of parts) {
    target.set(part, at);
    at += part.length;
  }
  return target;
}
