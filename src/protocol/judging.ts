/** What is measured of a run's pictures, how the run is doing, and whether it copies: types and limits only, no arithmetic. */
import type { SheetImage } from './dataset.ts';
import type { LiveChanges } from './trainConfig.ts';

/** The middle 95 %. */
export interface Between {
  readonly low: number;
  readonly high: number;
}

/** swd: mean of its levels; swd/16: that of the level of 16 px. */
export type MetricId =
  | 'swd'
  | `swd/${number}`
  | 'msSsim'
  | 'kid'
  | 'frechet'
  | 'precision'
  | 'recall'
  | 'density'
  | 'coverage';

/** A number of generated pictures beside the same number of reals against other reals. */
export interface MeasuredNumber {
  readonly id: MetricId;
  readonly value: number;
  readonly interval: Between;
  readonly floor: number;
  readonly floorInterval: Between;
  /** Pictures of each set; the evaluation's own number where it is missing. */
  readonly pictures?: number;
}

/** What was measured at one moment of a run, or of opened weights. */
export interface Evaluation {
  readonly nimg: number;
  readonly resolution: number;
  /** Pictures of each set in every comparison. */
  readonly pictures: number;
  /** What the floors compare the training slices with. */
  readonly floorOf: 'held-out subjects' | 'halves of the training slices';
  /** What made the features: goes beside every number of theirs. '' below 16 px, where nothing does. */
  readonly extractor: string;
  /** Scales of MS-SSIM: numbers of different scales do not compare. */
  readonly scales: number;
  readonly numbers: readonly MeasuredNumber[];
  /** Effective rank of the critic's features of generated and of real pictures; missing where there is no critic. */
  readonly rank?: { readonly fakes: number; readonly reals: number };
  /** Wall seconds that it took beside training. */
  readonly seconds: number;
}

/** Generated pictures that may be asked for in one measurement. */
export const FEWEST_MEASURED = 64;
export const MOST_MEASURED = 1000;

/** How often a run is measured. 0: only when asked. */
export const EVALUATION_KIMGS = [0, 1, 2, 4, 8, 16] as const;
export type EvaluationKimg = (typeof EVALUATION_KIMGS)[number];
/** So that a collapse is known within 2 kimg of its onset: some need two measurements (docs/results/monitor.md). */
export const USUAL_EVALUATION_KIMG: EvaluationKimg = 1;

/** What tells how a run is doing. */
export const HEALTH_SIGNALS = ['diversity', 'distance', 'rank', 'overfitting', 'logits', 'gradients'] as const;
export type HealthSignal = (typeof HEALTH_SIGNALS)[number];
/** unknown: not measured yet, or means nothing in this run. */
export type HealthLevel = 'unknown' | 'healthy' | 'watch' | 'alarm';

export interface SignalReading {
  readonly signal: HealthSignal;
  readonly level: HealthLevel;
  /** The latest value; missing where unknown. */
  readonly value?: number;
  /** Where healthy values lie. */
  readonly band?: Between;
  /** Reals shown when it was last read. */
  readonly nimg?: number;
  /** What it means, in one sentence. */
  readonly sentence: string;
}

export interface Health {
  readonly nimg: number;
  readonly level: HealthLevel;
  /** Why, in one sentence. */
  readonly reason: string;
  /** Since when it has this level. */
  readonly sinceNimg: number;
  /** One of each signal, in the order of HEALTH_SIGNALS. */
  readonly signals: readonly SignalReading[];
  /** What may help now, gentlest first; [] while healthy. */
  readonly remedies: readonly Remedy[];
  /** The last save at which all was well; missing where there is none. */
  readonly healthyNimg?: number;
  /** The save kept as the best by metric: the nearest to that measurement. Missing where there is none. */
  readonly bestNimg?: number;
}

/** A remedy as it was taken. */
export interface TakenRemedy {
  readonly kind: RemedyKind;
  /** Whether Gyrus took it by itself. */
  readonly automatic: boolean;
  /** The settings concerned, before and after. */
  readonly from: LiveChanges;
  readonly to: LiveChanges;
}

/** An alarm's beginning or end, a remedy taken or taken back, or a return to a save: kept with the run and marked on the charts. */
export interface HealthEvent {
  readonly nimg: number;
  readonly what: 'alarm' | 'over' | 'remedy' | 'undone' | 'back';
  readonly sentence: string;
  /** Of a remedy. */
  readonly remedy?: TakenRemedy;
}

export const REMEDY_KINDS = ['raise-augment', 'double-r1', 'halve-rates', 'more-critic'] as const;
export type RemedyKind = (typeof REMEDY_KINDS)[number];

export interface Remedy {
  readonly kind: RemedyKind;
  /** "Double R1 gamma, from 0.2 to 0.4". */
  readonly label: string;
  readonly changes: LiveChanges;
}

/** What metrics and health say of going on. */
export interface StopAdvice {
  /** early: too little is measured. go-on: still falling. level: it has levelled off. worse: past its best. */
  readonly kind: 'early' | 'go-on' | 'level' | 'worse' | 'alarm';
  readonly sentence: string;
  /** The best evaluation so far, by the metric named. */
  readonly best?: { readonly nimg: number; readonly metric: MetricId; readonly value: number };
}

/** unknown: there is nothing to compare with, or too little. */
export type CopyVerdict = 'copies' | 'closer' | 'none' | 'unknown';

/** How near pictures come to training slices in one space, beside how near unseen real slices come. */
export interface CopySpace {
  /** "pixels at 16 px", or an extractor's name. */
  readonly name: string;
  readonly verdict: Exclude<CopyVerdict, 'unknown'>;
  readonly sentence: string;
  /** Of each: distance to the nearest training slice over that to the nearest held-out one. */
  readonly fakeRatios: Float32Array<ArrayBuffer>;
  readonly heldOutRatios: Float32Array<ArrayBuffer>;
  /** A twentieth of the held-out reals lie below. */
  readonly threshold: number;
}

/** Whose pictures were looked at: a run's, or those of opened weights. */
export type CopySubject = { readonly runId: string } | { readonly file: string };

/** What pictures were compared with. */
export interface CopyBasis {
  /** The pictures are those of the seeds from this one on, psi 1, constant noise. */
  readonly firstSeed: number;
  readonly trainingSlices: number;
  readonly heldOutSlices: number;
  readonly heldOutSubjects: number;
}

/** The gate before pictures or weights leave. */
export interface CopyCheck {
  readonly subject: CopySubject;
  readonly nimg: number;
  readonly resolution: number;
  readonly pictures: number;
  readonly verdict: CopyVerdict;
  /** The verdict in words, with what it rests on. */
  readonly sentence: string;
  /** Missing where nothing could be compared. */
  readonly basis?: CopyBasis;
  /** [] where the verdict is unknown. */
  readonly spaces: readonly CopySpace[];
  /** The worst pairs, nearest first: three rows, generated, nearest in training, nearest held out; missing where unknown. */
  readonly worst?: {
    readonly sheet: SheetImage;
    /** Name of the space in which they are nearest. */
    readonly space: string;
    readonly seeds: readonly number[];
    readonly ratios: readonly number[];
  };
}

/** The last look at the networks whose pictures or weights leave, and why they leave in spite of it. */
export interface CopyRecord {
  readonly check: CopyCheck;
  readonly reason?: string;
}

/** Shortest reason for exporting in spite of a verdict of copies, in characters. */
export const SHORTEST_REASON = 10;
export const LONGEST_REASON = 500;
