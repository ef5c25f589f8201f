/** What a run is to the session, and what it is made of. Types only. */
import type { OpenedDataset } from '../dataset/openDataset.ts';
import type { FreeShare } from '../protocol/commands.ts';
import type { SheetImage } from '../protocol/dataset.ts';
import type { LiveChange, RunPlan, RunState, SampleSheet, TrainerEvent } from '../protocol/events.ts';
import type { Evaluation, HealthEvent, RemedyKind } from '../protocol/judging.ts';
import type { StepBlock, TickRecord } from '../protocol/stats.ts';
import type { LiveChanges, TrainConfig } from '../protocol/trainConfig.ts';
import type { SampleRequest } from '../sampling/sample.ts';
import type { OpenRun } from '../storage/runStore.ts';
import type { TrainState } from '../training/trainState.ts';
import type { RunMemory } from './checkpointFile.ts';
import type { Engine } from './engine.ts';
import type { KeptMemory, SavedMemory } from './savedMemory.ts';

export interface TrainingRun {
  readonly runId: string;
  /** As it is now; live changes replace it. */
  readonly config: TrainConfig;
  readonly state: TrainState;
  readonly sheets: readonly SampleSheet[];
  readonly ticks: readonly TickRecord[];
  readonly realSheet: SheetImage;
  /** The data set that it learns from, split as it was for it; once another is open, its pixels are gone. */
  readonly opened: OpenedDataset;
  /** Names of the classes that the networks know, in label order; [] where they know none. */
  readonly classes: readonly string[];
  /** The saves of this run. */
  readonly archive: OpenRun;
  readonly status: () => RunState;
  readonly plan: () => RunPlan;
  /** What the person asked for; takes effect before the next pull. */
  request(wanted: 'training' | 'paused' | 'stopped'): void;
  /** True while a pull would do something. */
  hasWork(): boolean;
  /** One step of training, or the change that was asked for. */
  pull(): Promise<void>;
  /** Saves before the next step. */
  save(): void;
  /**
   * Settings for the steps from now on, after a save: what was logged. because: where Gyrus changes them by itself. Throws
   * FailureError 'bad-config'.
   */
  change(changes: LiveChanges, because?: string): Promise<readonly LiveChange[]>;
  /**
   * Back to a save that was kept, with the settings as they are now: what was told after it is void, and `event` is logged.
   * Throws FailureError 'bad-config' where the run has ended.
   */
  goBack(saved: KeptMemory, event: HealthEvent): Promise<void>;
  /** Writes beside training, in turn with the run's saves; what fails is said. Never rejects. */
  beside(write: () => Promise<void>): Promise<void>;
  /** Every such change so far, oldest first. */
  readonly changes: readonly LiveChange[];
  readonly evaluations: readonly Evaluation[];
  readonly healthEvents: readonly HealthEvent[];
  /** Kept with the run's next save. */
  addEvaluation(evaluation: Evaluation): void;
  addHealthEvent(event: HealthEvent): void;
  /** Every step so far. The caller's own. */
  steps(): StepBlock;
  /** Goes on for `kimg` at the last resolution. */
  extend(kimg: number): void;
  /** A request for pictures of GEma as it is now. */
  sampling(seeds: readonly number[], psi: number, labels?: readonly number[]): SampleRequest;
  /** Ends the loop, frees the networks, and lets go of the saves when they are written. */
  close(): Promise<void>;
}

export interface RunParts {
  readonly runId: string;
  readonly opened: OpenedDataset;
  readonly data: RunMemory['data'];
  readonly realSheet: SheetImage;
  readonly engine: Engine;
  readonly emit: (event: TrainerEvent) => void;
  /** Hears of each tick, after it was told, between two steps. */
  readonly ticked: () => void;
  /** Rests between pulls. */
  readonly free: () => FreeShare;
  /** The run closes it. */
  readonly archive: OpenRun;
  readonly saveEveryMs: () => number;
  /** Remedies that Gyrus may take by itself: saved with the run. */
  readonly automatic: () => readonly RemedyKind[];
  /** The last save, of this run, where there is one. */
  readonly loadSaved: () => Promise<SavedMemory>;
}
