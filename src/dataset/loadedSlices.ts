/** What reading a zip or drawing phantoms leaves behind, before any split. Types only. */
import type { Channels, LayoutName, SkippedGroup } from '../protocol/dataset.ts';
import type { PixelStore } from './pixelStore.ts';
import type { SliceFacts } from './sliceSource.ts';
import type { SubjectReading } from './subjects.ts';

/** A source size with what the padding rule does to it. */
export interface SizeCount {
  readonly width: number;
  readonly height: number;
  readonly slices: number;
}

/** Everything that was read, before any split. The store belongs to whoever holds this. */
export interface LoadedSlices {
  readonly name: string;
  readonly kind: 'zip' | 'phantom';
  readonly bytes: number;
  readonly seconds: number;
  readonly resolution: number;
  readonly channels: Channels;
  readonly store: PixelStore;
  /** slots[i] is where slice i lies in the store. */
  readonly slots: Uint32Array;
  /** In the order of their names, whatever the order in the archive. */
  readonly slices: readonly SliceFacts[];
  readonly subjectsFrom: SubjectReading['from'];
  readonly layout: LayoutName;
  readonly choices: readonly LayoutName[];
  readonly files: number;
  readonly labelMaps: number;
  /** Whether those label maps are among the slices. */
  readonly labelMapsKept: boolean;
  readonly sizes: readonly SizeCount[];
  readonly enlarged: number;
  /** Pictures with more than 8 bits a channel. */
  readonly deep: number;
  /** Pictures that show colour, whatever they were read as. */
  readonly coloured: number;
  readonly skipped: readonly SkippedGroup[];
}
