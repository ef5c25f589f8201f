/**
 * The page's whole state as one readonly record: a fold of worker events and of what the person chose. It holds no DOM,
 * no promises and no pixels beyond PNG bytes.
 */
import type { FreeShare } from '../protocol/commands.ts';
import type { Comparison } from '../protocol/comparison.ts';
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
import type { Look } from '../protocol/explore.ts';
import type { Failure } from '../protocol/failure.ts';
import type {
  CopyCheck,
  Evaluation,
  EvaluationKimg,
  Health,
  HealthEvent,
  RemedyKind,
  StopAdvice,
} from '../protocol/judging.ts';
import type { OfflineView } from '../protocol/offline.ts';
import type { Projection } from '../protocol/projection.ts';
import type { Quiz } from '../protocol/quiz.ts';
import type { SavedRun, SaveMinutes, StorageFacts } from '../protocol/savedRuns.ts';
import type { TickRecord } from '../protocol/stats.ts';
import type { EngineSwitches } from '../protocol/switches.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import type { FilmView } from './filmView.ts';
import type { StepSeries } from './series.ts';
import type { TuningView } from './tuning.ts';

export interface EngineView {
  /** recovering: it ended at a fault and is being started again; what the run showed stays. */
  readonly phase: 'starting' | 'ready' | 'recovering' | 'unavailable';
  readonly adapter?: AdapterFacts;
  readonly switches?: EngineSwitches;
  readonly failure?: Failure;
  /** While recovering: which attempt, from 1, of how many. */
  readonly recovery?: { readonly attempt: number; readonly attempts: number; readonly waitMs: number };
  /** Why it had to be started again; kept until the run is back. */
  readonly fault?: Failure;
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

/** A save of the run that is whole on the disk. */
export interface SaveMark {
  readonly nimg: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Missing until this tab has saved. */
  readonly bytes?: number;
}

/** A moment at which the run went back to a save. */
export interface ReturnMark {
  /** Reals shown at the save, and where the run had been. */
  readonly toNimg: number;
  readonly fromNimg: number;
  readonly repeatedSteps: number;
  /** Why, as a sentence; missing where a person resumed. */
  readonly cause?: string;
  /** A person asked to go back to a save that was kept. */
  readonly asked?: true;
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
  /** What was measured of it, oldest first. */
  readonly evaluations: readonly Evaluation[];
  /** How it is doing; missing until that was read. */
  readonly health?: Health;
  readonly healthEvents: readonly HealthEvent[];
  readonly advice?: StopAdvice;
  /** The last save that succeeded. */
  readonly saved?: SaveMark;
  /** Why the last save did not. */
  readonly saveFailure?: Failure;
  /** Every time that it went back to a save while this page showed it, oldest first. */
  readonly returns: readonly ReturnMark[];
}

/** A checkpoint file that is being read, or made. */
export type CheckpointWork = 'opening' | 'packing';

/** The runs that this browser keeps. */
export interface RunsView {
  /** undefined until the worker has listed them. */
  readonly list?: readonly SavedRun[];
  readonly storage?: StorageFacts;
  /** The browser's promise to keep what is stored, as last heard; undefined where it did not say. */
  readonly isPersistent?: boolean;
  /** The saved run that is being gone on with, until it is there. */
  readonly resuming?: string;
  readonly busy?: CheckpointWork;
  /** What was last refused, and about which run where it was about one. */
  readonly failure?: Failure;
  readonly failedRun?: string;
}

/** Whether the computer is kept awake while a run is under way. */
export interface AwakeView {
  readonly wanted: boolean;
  /** Why the browser refused, as a sentence. */
  readonly refusal?: string;
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

export interface ExploreView {
  /** Seeds are drawn from this one on. */
  readonly firstSeed: number;
  readonly count: number;
  readonly look: Look;
  /** Pictures of the zip that is being made; missing while none is. */
  readonly archive?: { readonly done: number; readonly of: number };
}

/** How far a long job of the worker is. */
export interface WorkProgress {
  readonly done: number;
  readonly of: number;
  /** What it does, where it does several things. */
  readonly what?: string;
}

/** The look for copies before an export: looking, asking a person to decide, or what was found. */
export interface CopyGateView {
  readonly phase: 'looking' | 'asking' | 'said';
  readonly what: 'weights' | 'pictures';
  /** While asking, and where it was said. */
  readonly check?: CopyCheck;
  /** Why there was no look, where it failed. */
  readonly failure?: Failure;
}

/** What is measured, when, and what Gyrus may do about it. */
export interface JudgeView {
  readonly everyKimg: EvaluationKimg;
  /** Remedies that Gyrus takes by itself. */
  readonly automatic: readonly RemedyKind[];
  /** The last measurement that was asked for, of a run or of opened weights. */
  readonly asked?: Evaluation;
  /** The extractor that a person opened; missing where it is ours. */
  readonly extractor?: string;
  /** The last look for copies, and the one under way. */
  readonly check?: CopyCheck;
  readonly checking?: WorkProgress;
  /** The look before the last export, and what came of it. */
  readonly gate?: CopyGateView;
  /** Why something that nobody asked for, such as a measurement on schedule, was not done; until the next is begun. */
  readonly failure?: Failure;
  readonly measuring?: WorkProgress;
  readonly comparing?: WorkProgress;
  /** The last comparison of two sides. */
  readonly comparison?: Comparison;
  readonly filming?: WorkProgress;
}

/** Another moment of the history, laid over the one that is looked at. */
export interface OnionSkin {
  /** Of its sheet; the last up to there, where that was thinned out. */
  readonly nimg: number;
  readonly mode: 'blend' | 'difference';
  /** How much of the blend it is, 0 to 1. */
  readonly share: number;
}

/** A blind quiz as far as it has gone. */
export interface QuizView {
  /** Its pictures are being drawn. */
  readonly drawing: boolean;
  readonly quiz?: Quiz;
  /** Of the pictures in their order: whether it was taken for real. */
  readonly answers: readonly boolean[];
  /** Why there is none. */
  readonly failure?: Failure;
}

/** The search under way, or the last one. */
export interface ProjectionView {
  /** Missing while none is under way. */
  readonly progress?: SearchProgress;
  /** What the last one found. */
  readonly found?: Projection;
  /** Why the last one found nothing. */
  readonly failure?: Failure;
}

export interface SearchProgress {
  readonly step: number;
  readonly of: number;
  /** The losses told so far, each with its step. */
  readonly losses: readonly { readonly step: number; readonly loss: number }[];
  /** What was found at the last look. */
  readonly sheet?: SheetImage;
}

/** In the order of their tabs. */
export type ViewName = 'watch' | 'explore' | 'evaluate' | 'runs' | 'export';

export interface AppState {
  readonly engine: EngineView;
  /** Whether the page works without its server; undefined until that is known. */
  readonly offline?: OfflineView;
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
  readonly runs: RunsView;
  /** The last return to a save, until it was read. */
  readonly recovered?: ReturnMark;
  /** Minutes between two saves. */
  readonly saveMinutes: SaveMinutes;
  readonly awake: AwakeView;
  readonly estimate: EstimateView;
  readonly weights: WeightsView;
  readonly explore: ExploreView;
  readonly projection: ProjectionView;
  readonly quiz: QuizView;
  readonly judge: JudgeView;
  readonly film: FilmView;
  /** Of the run that was last started or restored; missing until its kernels are being chosen. */
  readonly tuning?: TuningView;
  readonly view: ViewName;
  /** Which sheet of the history is looked at; 'live' follows the newest. */
  readonly shownSheet: number | 'live';
  readonly onion?: OnionSkin;
}
