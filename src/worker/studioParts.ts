/** What the studios (explore by projection, measure, compare, film, report) need of the session. Types only. */
import type { PictureDecoder } from '../dataset/decoders/picture.ts';
import type { OpenedDataset } from '../dataset/openDataset.ts';
import type { Command } from '../protocol/commands.ts';
import type { SheetImage } from '../protocol/dataset.ts';
import type { TrainerEvent } from '../protocol/events.ts';
import type { Reckoner } from '../reckoning/reckon.ts';
import type { Drawable } from './drawable.ts';
import type { Engine } from './engine.ts';
import type { Storage } from './storage.ts';
import type { TrainingRun } from './trainingRun.ts';

export interface StudioParts {
  readonly emit: (event: TrainerEvent) => void;
  readonly engine: Engine;
  readonly storage: Storage;
  readonly reckoner: Reckoner;
  /** Of this platform: pictures that a person drops, and our own sheets. */
  readonly decode: PictureDecoder;
  /** Runs a job when the GPU is free, before training's next step; what it throws answers the request. */
  readonly later: (work: () => Promise<void>, requestId?: string) => void;
  /** The same for a part of long work, which takes turns with training. */
  readonly addPart: (work: () => Promise<void>, requestId?: string) => void;
  readonly run: () => TrainingRun | undefined;
  /** Says which runs are saved: `runs/listed`. */
  readonly listRuns: () => Promise<void>;
  readonly dataset: () => { readonly opened: OpenedDataset; readonly sheet: SheetImage } | undefined;
  /** What is drawn with now; throws FailureError 'bad-weights' where there is nothing. Hold it for one job only. */
  readonly drawable: () => Drawable;
}

export type StudioCommand = Extract<
  Command,
  {
    type:
      | 'explore/project'
      | 'explore/stopProjection'
      | 'explore/showSlice'
      | `evaluation/${string}`
      | `extractor/${string}`
      | `health/${string}`
      | `copies/${string}`
      | `compare/${string}`
      | `quiz/${string}`
      | `media/${string}`
      | `report/${string}`;
  }
>;

/** Commands of one studio. */
export type CommandOf<Area extends string> = Extract<StudioCommand, { type: `${Area}/${string}` }>;
