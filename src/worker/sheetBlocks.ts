/** The pictures of a sheet that a person takes away: of the run's sheets and the data set's, decoded, or drawn anew. */
import type { PictureDecoder } from '../dataset/decoders/picture.ts';
import type { SliceSource } from '../dataset/sliceSource.ts';
import { type Channels, channelsOf, type DatasetSummary, type SheetImage } from '../protocol/dataset.ts';
import type { SampleSheet } from '../protocol/events.ts';
import { FailureError } from '../protocol/failure.ts';
import type { SheetOf } from '../protocol/media.ts';
import { sample } from '../sampling/sample.ts';
import type { Drawable } from './drawable.ts';
import { type Block, tilesOf } from './sheetLayout.ts';
import { SAMPLE_COLUMNS, sheetPlan } from './sheets.ts';
import type { StudioParts } from './studioParts.ts';
import type { TrainingRun } from './trainingRun.ts';

export type SheetBlock = Block &
  (
    | { readonly kind: 'real'; readonly name: string }
    | {
        readonly kind: 'generated';
        readonly preset: string;
        readonly nimg: number;
        readonly psi: number;
        readonly seeds: readonly number[];
      }
  );

export interface SheetBlocks {
  /** From left to right; of a stages sheet from the top. */
  readonly blocks: readonly SheetBlock[];
  readonly channels: Channels;
}

/** Reals of a sheet that has none but them. */
const MOST_REALS = 48;
const REAL_COLUMNS = 12;
const BYTE_DEPTH = 8;

type SheetRun = Pick<TrainingRun, 'runId' | 'config' | 'sheets'>;

/** What sheets are made of: as much of a studio's parts as they need. */
export interface SheetSources extends Pick<StudioParts, 'drawable' | 'decode'> {
  readonly run: () => SheetRun | undefined;
  readonly dataset: () =>
    | {
        readonly opened: {
          readonly source: Pick<SliceSource, 'channels' | 'slices'>;
          readonly summary: Pick<DatasetSummary, 'name'>;
        };
        readonly sheet: SheetImage;
      }
    | undefined;
}

/** Throws FailureError where there are no such pictures. */
export async function sheetBlocks(of: SheetOf, parts: SheetSources): Promise<SheetBlocks> {
  switch (of.kind) {
    case 'real': {
      const channels = realChannels(parts);
      return { channels, blocks: [await realBlock(parts, channels, MOST_REALS, REAL_COLUMNS)] };
    }
    case 'generated': {
      const { block, channels } = await generatedBlock(parts, of.nimg);
      return { channels, blocks: [block] };
    }
    case 'beside': {
      const { block, channels } = await generatedBlock(parts, of.nimg);
      if (realChannels(parts) !== channels)
        throw new FailureError(
          'other-data',
          'One of the two is grey and the other RGB: they cannot stand on one sheet.',
        );
      const count = block.seeds.length;
      return { channels, blocks: [block, await realBlock(parts, channels, count, block.columns)] };
    }
    case 'before-after': {
      const run = runWithSheets(parts);
      const channels = channelsOf(run.config);
      const both = [of.beforeNimg, of.afterNimg].map((nimg) => sheetAt(run, nimg));
      return { channels, blocks: await Promise.all(both.map((sheet) => blockOf(run, sheet, parts.decode))) };
    }
    case 'stages': {
      const run = runWithSheets(parts);
      const lasts = new Map(run.sheets.map((sheet) => [sheet.resolution, sheet]));
      const blocks = await Promise.all([...lasts.values()].map((sheet) => blockOf(run, sheet, parts.decode)));
      return { channels: channelsOf(run.config), blocks: blocks.map(firstRow) };
    }
  }
}

function runWithSheets({ run }: SheetSources): SheetRun {
  const found = run();
  if (found && found.sheets.length > 0) return found;
  throw new FailureError('bad-config', 'There is no run with sheets: start or resume one first.');
}

function sheetAt({ sheets }: SheetRun, nimg: number): SampleSheet {
  const found = sheets.find((sheet) => sheet.nimg === nimg);
  if (found) return found;
  throw new FailureError('bad-config', `There is no sheet at ${nimg} reals: choose one of the run's sheets.`);
}

/** The run's sheet at nimg or its last; of opened weights one that is drawn now. */
async function generatedBlock(parts: SheetSources, nimg: number | undefined) {
  const run = parts.run();
  const drawable = parts.drawable();
  if (run && run.sheets.length > 0 && drawable.from.file === undefined) {
    const sheet = nimg === undefined ? (run.sheets.at(-1) as SampleSheet) : sheetAt(run, nimg);
    return { block: await blockOf(run, sheet, parts.decode), channels: channelsOf(run.config) };
  }
  return { block: await drawnBlock(drawable), channels: channelsOf(drawable.painter.shape) };
}

async function drawnBlock({ painter, from }: Drawable) {
  const { seeds, columns, labels } = sheetPlan(from.classes);
  const pictures = await sample({ ...painter, seeds, psi: 1, ...(labels ? { labels } : {}) });
  const { preset, nimg } = from;
  return { kind: 'generated', pictures, tile: painter.resolution, columns, preset, nimg, psi: 1, seeds } as const;
}

async function blockOf(run: SheetRun, sheet: SampleSheet, decode: PictureDecoder) {
  const { tile, columns, nimg, psi, seeds } = sheet;
  const pictures = await pixelsOf(sheet, seeds.length, channelsOf(run.config), decode);
  return { kind: 'generated', pictures, tile, columns, preset: run.config.preset, nimg, psi, seeds } as const;
}

type GeneratedBlock = Awaited<ReturnType<typeof blockOf>>;

function firstRow(block: GeneratedBlock): GeneratedBlock {
  const count = Math.min(block.columns, SAMPLE_COLUMNS);
  const area = block.pictures.length / block.seeds.length;
  const [pictures, seeds] = [block.pictures.slice(0, count * area), block.seeds.slice(0, count)];
  return { ...block, columns: count, pictures, seeds };
}

function realChannels({ dataset }: SheetSources): Channels {
  const found = dataset();
  if (found) return found.opened.source.channels;
  throw new FailureError('no-data', 'There are no real slices at hand: add the data set first.');
}

/** The first `count` of the data set's own sheet, which are spread over all slices trained on. */
async function realBlock({ dataset, decode }: SheetSources, channels: Channels, count: number, columns: number) {
  const found = dataset();
  if (!found) throw new FailureError('no-data', 'There are no real slices at hand: add the data set first.');
  const { sheet, opened } = found;
  const present = Math.min(count, sheet.columns * sheet.rows, opened.source.slices.length);
  const pictures = await pixelsOf(sheet, present, channels, decode);
  return { kind: 'real', pictures, tile: sheet.tile, columns, name: opened.summary.name } as const;
}

/** A sheet of ours, so nothing about its size needs to be doubted. */
async function pixelsOf(sheet: SheetImage, count: number, channels: Channels, decode: PictureDecoder) {
  const { png, columns, rows, tile } = sheet;
  const facts = { format: 'png', width: columns * tile, height: rows * tile, bitDepth: BYTE_DEPTH } as const;
  const { pixels } = await decode(png, facts, channels);
  return tilesOf(pixels, sheet, count, channels);
}
