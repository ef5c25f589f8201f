/** The real picture that a search is for, as the networks are shown slices: one of the data set, or a file of one's own. */
import { pictureFacts } from '../dataset/decoders/facts.ts';
import { type PictureDecoder, PictureError } from '../dataset/decoders/picture.ts';
import { prepareSlice } from '../dataset/prepare.ts';
import { meansInto } from '../dataset/pyramid.ts';
import type { SliceSource } from '../dataset/sliceSource.ts';
import { channelsOf } from '../protocol/dataset.ts';
import { FailureError } from '../protocol/failure.ts';
import type { ProjectionTarget, ShownSlice, WhichSlice } from '../protocol/projection.ts';
import type { Painter } from '../sampling/paintStyles.ts';
import { fittingSource } from './fittingSource.ts';
import { sheetImage } from './sheets.ts';

export interface SoughtPicture {
  /** [R,R,channels] in [-1,1], at the painter's working resolution. */
  readonly values: Float32Array<ArrayBuffer>;
  /** "slice 12, IXI002/31.png", or the file's name. */
  readonly name: string;
}

/** Larger files are no pictures of a slice: they are not read. */
const MOST_BYTES = 64 * 2 ** 20;

/** Throws FailureError where there is no such slice, the file is no picture, or the networks draw other pictures. */
export async function soughtPicture(
  target: ProjectionTarget,
  source: SliceSource | undefined,
  painter: Pick<Painter, 'shape' | 'resolution'>,
  decode: PictureDecoder,
): Promise<SoughtPicture> {
  return target.kind === 'file' ? ofFile(target.file, painter, decode) : ofSlice(target.index, opened(source), painter);
}

/** One of the kept slices as it was prepared. Throws FailureError where there is none. */
export async function shownSlice(which: WhichSlice, found: SliceSource | undefined): Promise<ShownSlice> {
  const source = opened(found);
  const { slices, heldOutIndices, resolution, channels } = source;
  const index = which.kind === 'index' ? which.index : heldOutIndices[which.turn % heldOutIndices.length];
  if (index === undefined)
    throw new FailureError(
      'no-data',
      'No slice is held out: give Held-out subjects a share above 0 %, or take any slice.',
    );
  const facts = checkedSlice(source, index);
  const pixels = new Uint8Array(resolution * resolution * channels);
  await source.readBytes([index], pixels);
  return {
    index,
    name: facts.name,
    isHeldOut: heldOutIndices.includes(index),
    slices: slices.length,
    heldOut: heldOutIndices.length,
    picture: await sheetImage(pixels, resolution, 1, channels),
  };
}

function opened(source: SliceSource | undefined): SliceSource {
  if (source) return source;
  throw new FailureError('no-data', 'There is no data set to take a slice from: add one, or drop a picture instead.');
}

function checkedSlice({ slices }: SliceSource, index: number) {
  const facts = slices[index];
  if (facts) return facts;
  throw new FailureError(
    'bad-config',
    `There is no slice ${index}: the data set has slices 0 to ${slices.length - 1}.`,
  );
}

async function ofSlice(index: number, source: SliceSource, painter: Pick<Painter, 'shape' | 'resolution'>) {
  const { name } = checkedSlice(fittingSource(source, painter), index);
  const { resolution, shape } = painter;
  const channels = channelsOf(shape);
  const values = new Float32Array(resolution * resolution * channels);
  await source.read([index], resolution, values);
  return { values, name: `slice ${index}, ${name}` };
}

/** Prepared at the run's full resolution, as slices are, and reduced from there. */
async function ofFile(file: File, painter: Pick<Painter, 'shape' | 'resolution'>, decode: PictureDecoder) {
  const { resolution, shape } = painter;
  const channels = channelsOf(shape);
  if (file.size > MOST_BYTES) throw unreadable(file.name, `${Math.round(file.size / 2 ** 20)} MiB are too many`);
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { pixels } = prepareSlice(await decode(bytes, pictureFacts(bytes), channels), shape.resolution);
    const values = new Float32Array(resolution * resolution * channels);
    meansInto(pixels, shape.resolution, channels, values, 0, resolution);
    return { values, name: file.name };
  } catch (error) {
    if (error instanceof PictureError) throw unreadable(file.name, error.message);
    throw error;
  }
}

function unreadable(name: string, reason: string): FailureError {
  return new FailureError('no-images', `${name} cannot be looked for (${reason}). Choose a PNG or JPEG of one slice.`);
}
