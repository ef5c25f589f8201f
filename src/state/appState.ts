/**
 * The page's whole state as one readonly record: a fold of worker events and of what the person chose. It holds no DOM,
 * no promises and no pixels beyond PNG bytes.
 */
import type { FreeShare } from '../protocol/commands.ts';
import type { DatasetOptions, DatasetSummary, SheetImage } from '../protocol/dataset.ts';
import type { RunEstimate } from '../protocol/estimate.ts';
import type {
  AdapterFacts,
  LiveChange,
  ProgressNow,
  RunPlan,
  RunState,
  SampleSheet,
  WeightsSummary,
} from '../protocol/events.ts';
import type { Failure } from '../protocol/failure.ts';
import type { TickRecord } from '../protocol/stats.ts';
import type { EngineSwitches } from '../protocol/switches.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import type { StepSeries } from './series.ts';

export interface EngineView {
  readonly phase: 'starting' | 'ready' | 'unavailable';
  readonly adapter?: AdapterFacts;
  readonly switches?: EngineSwitches;
  readonly failure?: Failure;
}

export interface DatasetView {
  readonly phase: 'none' | 'reading' | 'ready';
  readonly progress?: { readonly what: string; readonly done: number; readonly total: number };
  /** What was last asked of the worker, until it answers. */
  readonly asked?: DatasetOptions;
  /** Kept while a changed data set is read again. */
  readonly summary?: DatasetSummary;
  readonly sheet?: SheetImage;
  readonly failure?: Failure;
}

export interface RunView {
  readonly runId: string;
  readonly state: RunState;
  readonly config: TrainConfig;
  readonly plan: RunPlan;
  readonly now?: ProgressNow;
  readonly failure?: Failure;
  /** Per-step columns in growable typed arrays; a new object each time it grows. */
  readonly series: StepSeries;
  readonly ticks: readonly TickRecord[];
  /** The run's history, oldest first. */
  readonly sheets: readonly SampleSheet[];
  /** Settings changed while it trained, oldest first. */
  readonly changes: readonly LiveChange[];
}

/** What a run is expected to take: asked for, answered, or refused. */
export interface EstimateView {
  /** The settings that are being measured. */
  readonly asked?: TrainConfig;
  readonly answer?: {
    readonly estimate: RunEstimate;
    /** It holds for these alone. */
    readonly config: TrainConfig;
    readonly summary: DatasetSummary | undefined;
  };
  readonly failure?: Failure;
}

export interface WeightsView {
  /** A download is being made. */
  readonly preparing: boolean;
  readonly opened?: WeightsSummary;
  /** The sheet that opened weights draw. */
  readonly sheet?: SampleSheet;
  readonly failure?: Failure;
}

export type ViewName = 'watch' | 'export';

export interface AppState {
  readonly engine: EngineView;
  /** Share of the time that training leaves free. */
  readonly free: FreeShare;
  readonly dataset: DatasetView;
  /** The form's values, also while invalid: see problems. */
  readonly config: TrainConfig;
  /** Sentences about invalid fields of config, by field name; empty when a run may start. */
  readonly problems: Readonly<Partial<Record<keyof TrainConfig, string>>>;
  /** What was wrong with the recipe link, if anything. */
  readonly recipeFailure?: Failure;
  /** The id of a run that was asked for and has not begun yet. */
  readonly starting?: string;
  /** Why the run last asked for did not begin. */
  readonly startFailure?: Failure;
  readonly run?: RunView;
  readonly estimate: EstimateView;
  readonly weights: WeightsView;
  readonly view: ViewName;
  /** Which sheet of the history is looked at; 'live' follows the newest. */
  readonly shownSheet: number | 'live';
}
