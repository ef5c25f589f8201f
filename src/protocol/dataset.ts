/** What page and worker say to each other about a data set: no pixels but the sheet's, no tensors. */

/** How the folders of a zip were read. */
export type LayoutName = 'flat' | 'classes' | 'oasis' | 'adni';

/** Values a pixel: 1 is grey, 3 is RGB. */
export type Channels = 1 | 3;

/** A config's channels as a data set's; a form may hold another number while it is invalid, and that reads as grey. */
export function channelsOf({ channels }: { readonly channels: number }): Channels {
  return channels === 3 ? 3 : 1;
}

/** What a person may choose about a data set; everything left out is recognised from the names. */
export interface DatasetOptions {
  /** Side of the prepared squares in pixels. */
  readonly resolution: number;
  /** Colour becomes grey by luma for 1, and grey becomes RGB of equal values for 3. */
  readonly channels: Channels;
  /** undefined: recognise it. */
  readonly layout?: LayoutName;
  /** Mix label maps in with the slices (almost always a mistake). */
  readonly includeLabelMaps?: boolean;
  /** Seed and share of the held-out subjects, and classes trained on: as in TrainConfig. */
  readonly seed: number;
  readonly heldOut: number;
  readonly trainOn: 'all' | readonly string[];
}

export interface ClassCount {
  readonly name: string;
  readonly slices: number;
  readonly subjects: number;
}

/** One reason for leaving files out, with how many and which. */
export interface SkippedGroup {
  /** e.g. "not a picture", "broken: ends after 412 bytes". */
  readonly reason: string;
  readonly count: number;
  /** The first names, at most 50. */
  readonly names: readonly string[];
}

/** Something the page should say about the data, worst first. */
export interface Finding {
  readonly level: 'good' | 'note' | 'watch';
  readonly title: string;
  readonly text: string;
}

export interface DatasetSummary {
  readonly name: string;
  readonly kind: 'zip' | 'phantom';
  /** Size of the dropped file in bytes; 0 for phantoms. */
  readonly bytes: number;
  readonly seconds: number;
  readonly options: DatasetOptions;
  readonly layout: LayoutName;
  /** Layouts that this archive's names allow, the recognised one first. */
  readonly layoutChoices: readonly LayoutName[];
  /** Files looked at, folders not counted. */
  readonly files: number;
  /** Kept slices of all splits: the "N slices" of the page. */
  readonly slices: number;
  /** Label maps recognised, and set aside unless options.includeLabelMaps. */
  readonly labelMaps: number;
  readonly classes: readonly ClassCount[];
  /** The archive's own split folders (train, validate, test), with slices each. */
  readonly splits: readonly { readonly name: string; readonly slices: number }[];
  readonly subjects: number;
  readonly heldOutSubjects: number;
  readonly heldOutSlices: number;
  /** Slices that training will use: of the chosen classes and not held out. */
  readonly trainingSlices: number;
  /** Source sizes, most frequent first. */
  readonly sizes: readonly { readonly width: number; readonly height: number; readonly slices: number }[];
  /** Slices enlarged because they are smaller than 3/4 of the resolution. */
  readonly enlarged: number;
  readonly skipped: readonly SkippedGroup[];
  readonly findings: readonly Finding[];
}

/** A mosaic of pictures, grey or RGB, row by row, as one PNG. */
export interface SheetImage {
  readonly png: Uint8Array<ArrayBuffer>;
  readonly columns: number;
  readonly rows: number;
  /** Side of one picture in pixels. */
  readonly tile: number;
}
