/**
 * What the page may ask of the worker. Commands are fire-and-forget: the truth comes back as events. Requests carry a
 * requestId and get exactly one reply, or a `failure` with that id. A dropped File is posted as it is.
 */
import type { EmbeddingMethod, Side } from './comparison.ts';
import type { DatasetOptions } from './dataset.ts';
import type { LayerRange, Look, NoiseKind, WalkSpace } from './explore.ts';
import type { CopySubject, EvaluationKimg, RemedyKind } from './judging.ts';
import type { FilmWish, SheetOf } from './media.ts';
import type { ProjectionTarget, WhichSlice } from './projection.ts';
import type { Clearable, KeptSave, SaveMinutes } from './savedRuns.ts';
import type { EngineSwitches } from './switches.ts';
import type { LiveChanges, TrainConfig } from './trainConfig.ts';

/** The first message of all, before any command: what the engine is made with. The answer is `engine/ready`. */
export interface EngineStart {
  readonly type: 'engine/start';
  readonly switches: EngineSwitches;
  /** A Web Lock that the engine takes for as long as it lives, so that its end is noticed. */
  readonly lifeLock: string;
}

/** Shares of the time that may be left free for other work on the computer. */
export const FREE_SHARES = [0, 0.25, 0.5, 0.75] as const;
export type FreeShare = (typeof FREE_SHARES)[number];

export type Command =
  /** Leaves the GPU alone for a share of the time, from now on and in every run; the truth comes back as `engine/throttled`. */
  | { readonly type: 'engine/throttle'; readonly free: FreeShare }
  | { readonly type: 'dataset/open'; readonly file: File; readonly options: DatasetOptions }
  | {
      readonly type: 'dataset/phantom';
      readonly count: number;
      readonly phantomSeed: number;
      readonly options: DatasetOptions;
    }
  /** Change how the present data set is read or split; pixels are read again only if the resolution or layout needs it. */
  | { readonly type: 'dataset/configure'; readonly options: DatasetOptions }
  | { readonly type: 'run/start'; readonly runId: string; readonly config: TrainConfig }
  | { readonly type: 'run/pause'; readonly runId: string }
  | { readonly type: 'run/resume'; readonly runId: string }
  | { readonly type: 'run/stop'; readonly runId: string }
  /** Changes settings of a run that trains or is paused; the truth comes back as `run/changed`. */
  | { readonly type: 'run/change'; readonly runId: string; readonly changes: LiveChanges }
  /** Request; reply `augment/preview`: real slices beside augmented ones, with the settings of `config`. */
  | { readonly type: 'augment/preview'; readonly requestId: string; readonly config: TrainConfig; readonly p: number }
  /**
   * Request; reply `estimate/ready`: how long a run with these settings takes on the present data set, and how much memory.
   * Refused while a run is under way; starting one, or changing the data, breaks it off.
   */
  | { readonly type: 'estimate/start'; readonly requestId: string; readonly config: TrainConfig }
  | { readonly type: 'estimate/stop' }
  /** Go on with a finished or stopped run for so many kimg at its last resolution. */
  | { readonly type: 'run/continue'; readonly runId: string; readonly kimg: number }
  /** Saves a run that is under way as soon as its step ends; the truth comes back as `run/saved` or `run/unsaved`. */
  | { readonly type: 'run/save'; readonly runId: string }
  /** How often runs are saved beside the usual occasions, from now on. */
  | { readonly type: 'runs/saving'; readonly everyMinutes: SaveMinutes }
  /** All of these are answered by `runs/listed`, or a failure of scope `runs`. */
  | { readonly type: 'runs/list' }
  | { readonly type: 'runs/rename'; readonly runId: string; readonly name: string }
  /** A copy that goes its own way from the last save on, or from one that was kept. */
  | { readonly type: 'runs/duplicate'; readonly runId: string; readonly from?: KeptSave }
  | { readonly type: 'runs/delete'; readonly runId: string }
  | { readonly type: 'runs/clear'; readonly what: Clearable }
  /**
   * Goes on with a saved run: `run/restored`, then as if it had never ended. It takes the slices that were kept, else the
   * present data set: fails with `no-data` where there is neither, and with `other-data` where that is another one, unless
   * anyData says to take it all the same. isRecovery: asked by the client after the engine was lost.
   */
  | { readonly type: 'runs/resume'; readonly runId: string; readonly anyData?: boolean; readonly isRecovery?: boolean }
  /** Request; reply `checkpoint/ready`: the last save of a run, or one that was kept, to go on elsewhere. */
  | {
      readonly type: 'checkpoint/download';
      readonly requestId: string;
      readonly runId: string;
      readonly from?: KeptSave;
    }
  /** Request; reply `checkpoint/opened`: keeps a downloaded checkpoint as a saved run of its own. */
  | { readonly type: 'checkpoint/open'; readonly requestId: string; readonly file: File }
  /**
   * Request; reply `weights/ready`. Fails with code 'copies' where the last look for copies found them and no reason is given;
   * the reason goes into the files.
   */
  | { readonly type: 'weights/download'; readonly requestId: string; readonly reason?: string }
  /** Request; reply `weights/opened`: restores G, D and GEma from a downloaded zip, for sampling. */
  | { readonly type: 'weights/open'; readonly requestId: string; readonly file: File }
  /**
   * Request; reply `sample/ready`: pictures of GEma from seeds. isToLeave: they are saved, not only looked at; reason: why, in
   * spite of copies.
   */
  | {
      readonly type: 'sample/generate';
      readonly requestId: string;
      readonly seeds: readonly number[];
      readonly psi: number;
      readonly columns: number;
      /** The class of all of them, where the networks know classes; without it, the classes take turns by seed. */
      readonly className?: string;
      /** 'constant' where it is not said. */
      readonly noise?: NoiseKind;
      readonly isToLeave?: boolean;
      readonly reason?: string;
    }
  /**
   * Request; reply `explore/drawn`: a table whose first row shows the columns' seeds and whose first column the rows', and in
   * it each row's picture with `layers` of its w from the column's.
   */
  | {
      readonly type: 'explore/mix';
      readonly requestId: string;
      readonly rows: readonly number[];
      readonly columns: readonly number[];
      readonly layers: LayerRange;
      readonly look: Look;
    }
  /** Request; reply `explore/drawn`: one row of `frames` pictures from one seed to another, both ends included. */
  | {
      readonly type: 'explore/walk';
      readonly requestId: string;
      readonly seeds: readonly [from: number, to: number];
      readonly along: WalkSpace;
      readonly frames: number;
      readonly look: Look;
    }
  /** Request; reply `explore/directions`: the principal directions of w that the networks have now. */
  | { readonly type: 'explore/directions'; readonly requestId: string }
  /** Request; reply `explore/drawn`: one picture, its truncated w moved by `shift` [wDim]. */
  | {
      readonly type: 'explore/shift';
      readonly requestId: string;
      readonly seed: number;
      readonly shift: Float32Array;
      readonly look: Look;
    }
  /**
   * Request; reply `explore/archived`: a zip of PNGs of `count` seeds from `firstSeed` on, drawn with the networks as they
   * are when it begins, a few between two steps of training. One at a time; `explore/progress` says how far it is.
   */
  | {
      readonly type: 'explore/archive';
      readonly requestId: string;
      readonly firstSeed: number;
      readonly count: number;
      readonly look: Look;
      /** Why, in spite of copies. */
      readonly reason?: string;
    }
  | { readonly type: 'explore/stopArchive' }
  /** Request; reply `explore/projected`; `explore/projecting` says how far it is. One at a time. */
  | {
      readonly type: 'explore/project';
      readonly requestId: string;
      readonly target: ProjectionTarget;
      readonly steps: number;
      readonly className?: string;
    }
  /** The one under way ends with what it has found so far. */
  | { readonly type: 'explore/stopProjection' }
  /** Request; reply `explore/sliceShown`: one of the data set's slices. */
  | { readonly type: 'explore/showSlice'; readonly requestId: string; readonly which: WhichSlice }
  /** How often runs are measured, from now on. */
  | { readonly type: 'evaluation/schedule'; readonly everyKimg: EvaluationKimg }
  /** Request; reply `evaluation/ready`: what Explore would draw now, measured. */
  | { readonly type: 'evaluation/measure'; readonly requestId: string; readonly pictures: number }
  | { readonly type: 'evaluation/stop' }
  /** Request; reply `extractor/opened`: features of a person's own network from now on; without a file, of ours again. */
  | { readonly type: 'extractor/open'; readonly requestId: string; readonly file?: File }
  /** Remedies that Gyrus may take by itself, from now on. */
  | { readonly type: 'health/automatic'; readonly remedies: readonly RemedyKind[] }
  /** Takes a remedy; the truth comes back as `run/changed` and `run/health`. */
  | { readonly type: 'health/remedy'; readonly runId: string; readonly kind: RemedyKind }
  /** Takes back the changes of the last remedy. */
  | { readonly type: 'health/undo'; readonly runId: string }
  /** Back to the last save at which all was well: `run/restored`. */
  | { readonly type: 'health/goBack'; readonly runId: string }
  /** A new saved run from the last save at which all was well, or from another that was kept; answered by `runs/listed`. */
  | { readonly type: 'health/fork'; readonly runId: string; readonly from?: KeptSave }
  /**
   * Request; reply `copies/checked`: are there training slices among what Explore would draw now, or, of 'run', among what
   * the run draws, whose weights a download takes, or among pictures that were drawn before of a subject? recent: the last
   * look will do if it was of the same networks, at most a kimg of training ago. `copies/progress` says how far it is.
   */
  | {
      readonly type: 'copies/check';
      readonly requestId: string;
      readonly of?: 'run' | CopySubject;
      readonly recent?: boolean;
    }
  /** Request; reply `compare/embedded`; `compare/progress` says how far it is. */
  | {
      readonly type: 'compare/embed';
      readonly requestId: string;
      readonly sides: readonly [Side, Side];
      readonly method: EmbeddingMethod;
      readonly count: number;
      readonly seed: number;
      readonly psi: number;
    }
  | { readonly type: 'compare/stop' }
  /** Request; reply `compare/paired`. */
  | {
      readonly type: 'compare/pairs';
      readonly requestId: string;
      readonly sides: readonly [Side, Side];
      readonly firstSeed: number;
      readonly count: number;
      readonly look: Look;
    }
  /** Request; reply `compare/runs`: the stories of two saved runs. */
  | { readonly type: 'compare/runs'; readonly requestId: string; readonly runIds: readonly [string, string] }
  /** Request; reply `quiz/drawn`. */
  | { readonly type: 'quiz/draw'; readonly requestId: string; readonly pictures: number; readonly seed: number }
  /** Request; reply `media/film`; `media/progress` says how far it is. One at a time. */
  | {
      readonly type: 'media/film';
      readonly requestId: string;
      readonly wish: FilmWish;
      /** Why, in spite of copies. */
      readonly reason?: string;
    }
  | { readonly type: 'media/stop' }
  /** Request; reply `media/sheet`. isToLeave: it is saved, not only looked at; reason: why, in spite of copies. */
  | {
      readonly type: 'media/sheet';
      readonly requestId: string;
      readonly of: SheetOf;
      readonly isToLeave: boolean;
      readonly reason?: string;
    }
  /**
   * Request; reply `media/picture`: a PNG that the engine drew before of `subject`, to be saved, with what is known of copies
   * written into it. reason: why it leaves in spite of them.
   */
  | {
      readonly type: 'media/picture';
      readonly requestId: string;
      readonly png: Uint8Array<ArrayBuffer>;
      readonly subject: CopySubject;
      readonly reason?: string;
    }
  /** Request; reply `report/ready`. It shows generated pictures; reason: why, in spite of copies. */
  | { readonly type: 'report/make'; readonly requestId: string; readonly reason?: string };
