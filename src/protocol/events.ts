/**
 * What the worker tells the page. The page's whole state is a fold over these, so a recorded list of them drives the
 * page without a GPU. Progress is at most four messages a second.
 */
import type { FreeShare } from './commands.ts';
import type { Comparison, SeedPairs } from './comparison.ts';
import type { DatasetSummary, SheetImage } from './dataset.ts';
import type { RunEstimate } from './estimate.ts';
import type { DrawnFrom } from './explore.ts';
import type { Failure } from './failure.ts';
import type {
  CopyCheck,
  CopyRecord,
  Evaluation,
  EvaluationKimg,
  Health,
  HealthEvent,
  RemedyKind,
  StopAdvice,
} from './judging.ts';
import type { Projection, ShownSlice } from './projection.ts';
import type { Quiz } from './quiz.ts';
import type { Report } from './report.ts';
import type { SavedRun, StorageFacts } from './savedRuns.ts';
import type { StepBlock, TickRecord } from './stats.ts';
import type { EngineSwitches } from './switches.ts';
import type { LiveField, TrainConfig } from './trainConfig.ts';
import type { TuningReport } from './tuning.ts';

/** The GPU in use, as far as the browser tells. */
export interface AdapterFacts {
  /** One line for people, e.g. "apple metal-3" or "SwiftShader (software)". */
  readonly description: string;
  readonly software: boolean;
  /** Largest single buffer binding in bytes. */
  readonly maxBinding: number;
  /** Largest buffer in bytes. */
  readonly maxBuffer: number;
  readonly features: readonly string[];
}

export type RunState = 'loading' | 'training' | 'paused' | 'finished' | 'stopped' | 'failed';

/** One stage of the schedule: a resolution, its length and how much of it fades in. */
export interface StagePlan {
  readonly resolution: number;
  readonly startNimg: number;
  readonly endNimg: number;
  /** Reals over which alpha rises from 0 to 1 at the stage's beginning. */
  readonly fadeNimg: number;
}

/** Where a run's slices lie while it trains. */
export interface PixelPlacement {
  /** gpu: all of them on the GPU, uploaded once. streamed: a batch at a time from memory or disk. */
  readonly where: 'gpu' | 'streamed';
  /** What they take of the GPU's memory. */
  readonly bytes: number;
}

export interface RunPlan {
  readonly stages: readonly StagePlan[];
  readonly totalNimg: number;
  /** Slices an epoch. */
  readonly slicesPerEpoch: number;
  readonly parametersG: number;
  readonly parametersD: number;
  readonly pixels: PixelPlacement;
}

/** A sheet of the run's fixed seeds: EMA weights, constant noise. */
export interface SampleSheet extends SheetImage {
  readonly nimg: number;
  readonly kimg: number;
  readonly epoch: number;
  readonly resolution: number;
  readonly alpha: number;
  /** Row by row; a class sheet repeats one row's seeds. */
  readonly seeds: readonly number[];
  readonly psi: number;
  /** The class of each row of a class sheet, whose columns have one seed each. */
  readonly rowLabels?: readonly string[];
}

/** All that is told of a saved run, to be laid beside another. */
export interface RunStory {
  readonly runId: string;
  readonly name: string;
  readonly config: TrainConfig;
  readonly nimg: number;
  readonly steps: StepBlock;
  readonly ticks: readonly TickRecord[];
  readonly sheets: readonly SampleSheet[];
  readonly evaluations: readonly Evaluation[];
  readonly healthEvents: readonly HealthEvent[];
}

/** A setting changed while the run trained. */
export interface LiveChange {
  /** Reals shown to D when the change took effect. */
  readonly nimg: number;
  readonly field: LiveField;
  readonly from: TrainConfig[LiveField];
  readonly to: TrainConfig[LiveField];
  /** Why Gyrus changed it by itself; missing where a person did. */
  readonly because?: string;
}

export interface ProgressNow {
  readonly nimg: number;
  readonly epoch: number;
  readonly resolution: number;
  readonly alpha: number;
  /** Wall seconds a thousand reals, rests counted, over the recent past; 0 until known. */
  readonly secondsPerKimg: number;
  /** At the present speed; undefined until known. */
  readonly secondsLeft?: number;
}

/** What an opened weights file holds. */
export interface WeightsSummary {
  readonly name: string;
  readonly config: TrainConfig;
  readonly nimg: number;
  readonly resolution: number;
  /** Class names in label order; [] where the networks know none. */
  readonly classes: readonly string[];
  /** What it says of the look for copies before it was written; missing where nobody looked. */
  readonly copies?: CopyRecord;
}

export type TrainerEvent =
  | { readonly type: 'engine/ready'; readonly adapter: AdapterFacts; readonly switches: EngineSwitches }
  | { readonly type: 'engine/throttled'; readonly free: FreeShare }
  /** Kernels are being chosen for a run that loads: so many of those that are worth timing are done. */
  | { readonly type: 'engine/tuning'; readonly done: number; readonly of: number }
  /** They are chosen, for the run that loads or was restored. */
  | { readonly type: 'engine/tuned'; readonly report: TuningReport }
  /** files: done of total, what: "Reading" or "Drawing phantoms". */
  | { readonly type: 'dataset/progress'; readonly what: string; readonly done: number; readonly total: number }
  | { readonly type: 'dataset/ready'; readonly summary: DatasetSummary; readonly sheet: SheetImage }
  | { readonly type: 'run/started'; readonly runId: string; readonly config: TrainConfig; readonly plan: RunPlan }
  | { readonly type: 'run/state'; readonly runId: string; readonly state: RunState; readonly failure?: Failure }
  /** The plan grew: a finished run was continued. */
  | { readonly type: 'run/planned'; readonly runId: string; readonly plan: RunPlan }
  /** Settings changed while it trains: the config from now on, and every change so far. */
  | {
      readonly type: 'run/changed';
      readonly runId: string;
      readonly config: TrainConfig;
      readonly changes: readonly LiveChange[];
    }
  | { readonly type: 'run/progress'; readonly runId: string; readonly now: ProgressNow; readonly steps: StepBlock }
  | { readonly type: 'run/tick'; readonly runId: string; readonly record: TickRecord }
  | { readonly type: 'run/sheet'; readonly runId: string; readonly sheet: SampleSheet }
  /** A save is whole on the disk. at: milliseconds since 1970. */
  | {
      readonly type: 'run/saved';
      readonly runId: string;
      readonly nimg: number;
      readonly at: number;
      readonly bytes: number;
    }
  /** A save failed and training goes on; the last one that succeeded still stands. */
  | { readonly type: 'run/unsaved'; readonly runId: string; readonly failure: Failure }
  /** The run as it was saved, whole: what was shown of the run after that is void. A `run/state` follows. */
  | {
      readonly type: 'run/restored';
      readonly runId: string;
      readonly config: TrainConfig;
      readonly plan: RunPlan;
      readonly nimg: number;
      readonly savedAt: number;
      readonly steps: StepBlock;
      readonly ticks: readonly TickRecord[];
      readonly sheets: readonly SampleSheet[];
      readonly changes: readonly LiveChange[];
      readonly evaluations: readonly Evaluation[];
      readonly healthEvents: readonly HealthEvent[];
      /** Why it went back, by itself or because a person asked; missing where a person resumed. */
      readonly because?: string;
      /** A person asked to go back to a save that was kept. */
      readonly asked?: true;
    }
  /** A run was measured, on schedule or because somebody asked. */
  | { readonly type: 'run/evaluated'; readonly runId: string; readonly evaluation: Evaluation }
  /** How the run is doing, whenever that is read anew; events: all so far. */
  | {
      readonly type: 'run/health';
      readonly runId: string;
      readonly health: Health;
      readonly events: readonly HealthEvent[];
      readonly advice: StopAdvice;
    }
  | { readonly type: 'runs/listed'; readonly runs: readonly SavedRun[]; readonly storage: StorageFacts }
  /** The engine ended at a fault and is being started again: the attempt (from 1) and how long it waits first. */
  | {
      readonly type: 'engine/recovering';
      readonly cause: Failure;
      readonly attempt: number;
      readonly attempts: number;
      readonly waitMs: number;
    }
  | {
      readonly type: 'checkpoint/ready';
      readonly requestId: string;
      readonly fileName: string;
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
  | { readonly type: 'checkpoint/opened'; readonly requestId: string; readonly runId: string }
  | {
      readonly type: 'weights/ready';
      readonly requestId: string;
      readonly fileName: string;
      readonly zip: Uint8Array<ArrayBuffer>;
    }
  | {
      readonly type: 'weights/opened';
      readonly requestId: string;
      readonly weights: WeightsSummary;
      readonly sheet: SampleSheet;
    }
  | {
      readonly type: 'sample/ready';
      readonly requestId: string;
      readonly sheet: SampleSheet;
      /** One a seed, and the name that suits its file. */
      readonly images: readonly SheetImage[];
      readonly names: readonly string[];
      readonly from: DrawnFrom;
    }
  | {
      readonly type: 'explore/drawn';
      readonly requestId: string;
      readonly sheet: SheetImage;
      readonly from: DrawnFrom;
    }
  /** Unit vectors of w [wDim], the one that moves styles most first, each with its share of all that styles can move. */
  | {
      readonly type: 'explore/directions';
      readonly requestId: string;
      readonly directions: readonly Float32Array[];
      readonly shares: readonly number[];
      readonly from: DrawnFrom;
    }
  /** Pictures of the zip under way; none is under way any more where `done` is `of`. */
  | { readonly type: 'explore/progress'; readonly done: number; readonly of: number }
  /** zip: undefined where it was stopped. */
  | {
      readonly type: 'explore/archived';
      readonly requestId: string;
      readonly fileName: string;
      readonly zip: Blob | undefined;
    }
  | {
      readonly type: 'explore/projecting';
      readonly step: number;
      readonly of: number;
      readonly loss: number;
      /** What is found so far, now and then. */
      readonly sheet?: SheetImage;
    }
  | { readonly type: 'explore/projected'; readonly requestId: string; readonly projection: Projection }
  | { readonly type: 'explore/sliceShown'; readonly requestId: string; readonly slice: ShownSlice }
  | { readonly type: 'evaluation/scheduled'; readonly everyKimg: EvaluationKimg }
  /** Measuring: so many of its parts are done; none is under way any more where `done` is `of`. */
  | { readonly type: 'evaluation/progress'; readonly done: number; readonly of: number }
  /** undefined: it was stopped. */
  | { readonly type: 'evaluation/ready'; readonly requestId: string; readonly evaluation: Evaluation | undefined }
  | { readonly type: 'extractor/opened'; readonly requestId: string; readonly name: string }
  | { readonly type: 'health/automatic'; readonly remedies: readonly RemedyKind[] }
  /** A look for copies: so much of it is done; none is under way any more where `done` is `of`. */
  | { readonly type: 'copies/progress'; readonly done: number; readonly of: number }
  | { readonly type: 'copies/checked'; readonly requestId: string; readonly check: CopyCheck }
  /** None is under way any more where `done` is `of`. */
  | { readonly type: 'compare/progress'; readonly what: string; readonly done: number; readonly of: number }
  /** undefined: it was stopped. */
  | { readonly type: 'compare/embedded'; readonly requestId: string; readonly comparison: Comparison | undefined }
  | { readonly type: 'compare/paired'; readonly requestId: string; readonly pairs: SeedPairs }
  | { readonly type: 'compare/runs'; readonly requestId: string; readonly stories: readonly [RunStory, RunStory] }
  | { readonly type: 'quiz/drawn'; readonly requestId: string; readonly quiz: Quiz }
  /** what: "Drawing" or "Packing"; none is under way any more where `done` is `of`. */
  | { readonly type: 'media/progress'; readonly what: string; readonly done: number; readonly of: number }
  /** film: undefined where it was stopped. */
  | {
      readonly type: 'media/film';
      readonly requestId: string;
      readonly fileName: string;
      readonly film: Blob | undefined;
      readonly frames: number;
      /** Of a frame, with its caption. */
      readonly width: number;
      readonly height: number;
      readonly framesPerSecond: number;
    }
  | {
      readonly type: 'media/sheet';
      readonly requestId: string;
      readonly fileName: string;
      /** Pictures with their caption below. */
      readonly png: Uint8Array<ArrayBuffer>;
      readonly width: number;
      readonly height: number;
      readonly caption: string;
    }
  | { readonly type: 'media/picture'; readonly requestId: string; readonly png: Uint8Array<ArrayBuffer> }
  | { readonly type: 'report/ready'; readonly requestId: string; readonly report: Report }
  /** undefined: the estimate was broken off. */
  | { readonly type: 'estimate/ready'; readonly requestId: string; readonly estimate: RunEstimate | undefined }
  /** Rows of real slices, each followed by its augmented row. */
  | { readonly type: 'augment/preview'; readonly requestId: string; readonly sheet: SheetImage }
  /** scope says which pane it belongs to; requestId is that of the request it answers. */
  | {
      readonly type: 'failure';
      readonly scope: 'engine' | 'dataset' | 'run' | 'runs' | 'weights' | 'sample' | 'augment' | 'estimate' | 'judge';
      readonly failure: Failure;
      readonly requestId?: string;
    };

/** The buffers of an event that move instead of being copied. Exhaustive on purpose. */
export function transferablesOf(event: TrainerEvent): Transferable[] {
  switch (event.type) {
    case 'run/progress': {
      const { nimg, resolution, alpha, values } = event.steps;
      return [nimg.buffer, resolution.buffer, alpha.buffer, ...Object.values(values).map((column) => column.buffer)];
    }
    case 'weights/ready':
      return [event.zip.buffer];
    case 'checkpoint/ready':
      return [event.bytes.buffer];
    case 'dataset/ready':
    case 'run/sheet':
    case 'weights/opened':
    case 'sample/ready': // sheets are kept by the worker for the weights zip, so they are copied
    case 'explore/drawn':
    case 'explore/directions':
    case 'explore/progress':
    case 'explore/archived':
    case 'engine/ready':
    case 'engine/throttled':
    case 'engine/tuning':
    case 'engine/tuned':
    case 'dataset/progress':
    case 'run/started':
    case 'run/state':
    case 'run/planned':
    case 'run/changed':
    case 'augment/preview':
    case 'estimate/ready':
    case 'run/tick':
    case 'run/saved':
    case 'run/unsaved':
    case 'run/restored':
    case 'runs/listed':
    case 'engine/recovering':
    case 'checkpoint/opened':
    case 'run/evaluated':
    case 'run/health':
    case 'explore/projecting':
    case 'explore/projected':
    case 'explore/sliceShown':
    case 'evaluation/scheduled':
    case 'evaluation/progress':
    case 'evaluation/ready':
    case 'extractor/opened':
    case 'health/automatic':
    case 'copies/progress':
    case 'copies/checked': // kept by the worker for the gate, so copied
    case 'compare/progress':
    case 'compare/embedded':
    case 'compare/paired':
    case 'compare/runs':
    case 'quiz/drawn':
    case 'media/progress':
    case 'media/film':
    case 'media/sheet':
    case 'media/picture':
    case 'report/ready':
    case 'failure':
      return [];
    default:
      return assertNever(event);
  }
}

export function assertNever(value: never): never {
  throw new Error(`This message has no place in the contract: ${JSON.stringify(value)}.`);
}
