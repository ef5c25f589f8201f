/**
 * The zip a person takes home, and the way back from it. It builds from plain inputs and refuses to know where they come
 * from; opening believes nothing in the archive that has not been checked.
 */
import JSZip from 'jszip';
import type { SampleSheet } from '../protocol/events.ts';
import { FailureError } from '../protocol/failure.ts';
import type { CopyRecord } from '../protocol/judging.ts';
import type { TickRecord } from '../protocol/stats.ts';
import { copiesJson } from './copyRecord.ts';
import { readCopies } from './readCopies.ts';
import { readmeText } from './readmeText.ts';
import { parseTrainingOptions, type TrainingOptions, trainingOptionsText } from './trainingOptions.ts';
import { decodeWeights, encodeWeights, type Networks } from './weights.ts';
import { readZipPlace, type ZipPlace, zipPlaces } from './zipEntries.ts';

export interface WeightsBundle extends TrainingOptions {
  readonly ticks: readonly TickRecord[];
  readonly networks: Networks;
  /** The sheet of real slices as PNG. */
  readonly realsPng: Uint8Array;
  /** Oldest first. Of several in one kimg the newest is kept: the file's name has room for no more. */
  readonly sheets: readonly SampleSheet[];
  /** What was said of copies; missing where nobody looked for them. */
  readonly copies?: CopyRecord;
}

export interface OpenedWeights extends TrainingOptions {
  /** In the layout of memory; the arrays are the caller's own. */
  readonly networks: Networks;
  /** What it says of copies; missing where nobody had looked for them. */
  readonly copies?: CopyRecord;
}

const KIMG = 1000;
const NUMBER_DIGITS = 6;
const OPTIONS_NAME = 'training_options.json';
const COPIES_NAME = 'copies.json';
const SNAPSHOT_PATTERN = /^network-snapshot-\d+\.safetensors$/;
/** Settings have some 40 fields. */
const LARGEST_OPTIONS = 2 ** 20;
/** Words and some twenty numbers a space. */
const LARGEST_COPIES = 2 ** 20;
const LARGEST_SNAPSHOT = 2 ** 31;
/** Deflate saves 7 % of float32 weights and takes some ten times as long to write; a PNG is packed already. */
const AS_IT_IS = { compression: 'STORE' } as const;
const PACKED = { compression: 'DEFLATE' } as const;

/** Whole kimg in six digits, rounded down, as NVIDIA names its snapshots. */
export function kimgDigits(nimg: number): string {
  return String(Math.floor(nimg / KIMG)).padStart(NUMBER_DIGITS, '0');
}

/** The name under which the page offers the zip. */
export function weightsFileName({ config, nimg }: Pick<WeightsBundle, 'config' | 'nimg'>): string {
  return `gyrus-${config.preset}-${kimgDigits(nimg)}.zip`;
}

/** The zip's bytes, to be given away: nothing keeps them. The bundle's arrays are not changed. */
export async function weightsZip(bundle: WeightsBundle): Promise<Uint8Array<ArrayBuffer>> {
  const { ticks, networks, realsPng, sheets, copies, ...options } = bundle;
  const { nimg } = options;
  const snapshot = `network-snapshot-${kimgDigits(nimg)}.safetensors`;
  const zip = new JSZip();
  zip.file(snapshot, encodeWeights(networks, { format: 'pt', producer: 'gyrus', nimg: String(nimg) }), AS_IT_IS);
  zip.file(OPTIONS_NAME, trainingOptionsText(options), PACKED);
  zip.file('stats.jsonl', ticks.map(statsLine).join(''), PACKED);
  zip.file('README.txt', readmeText(snapshot, copies), PACKED);
  if (copies) zip.file(COPIES_NAME, copiesJson(copies), PACKED);
  zip.file('reals.png', realsPng, AS_IT_IS);
  for (const sheet of sheets) zip.file(`fakes${kimgDigits(sheet.nimg)}.png`, sheet.png, AS_IT_IS);
  return (await zip.generateAsync({ type: 'uint8array' })) as Uint8Array<ArrayBuffer>;
}

/** One flat JSON object and a line feed. */
function statsLine({ stats, ...where }: TickRecord): string {
  return `${JSON.stringify({ ...where, ...stats })}\n`;
}

/** What a weights zip holds. Throws FailureError 'bad-weights' with a sentence that says which file is wrong and how. */
export async function openWeightsZip(file: File): Promise<OpenedWeights> {
  const places = (await zipPlaces(file)).filter(({ name }) => !isJunk(name));
  const options = theOne(places, OPTIONS_NAME, (name) => name === OPTIONS_NAME);
  const snapshot = theOne(places, 'network-snapshot-NNNNNN.safetensors', (name) => SNAPSHOT_PATTERN.test(name));
  const said = places.some(({ name }) => baseName(name) === COPIES_NAME)
    ? theOne(places, COPIES_NAME, (name) => name === COPIES_NAME)
    : undefined;
  const textOf = async (place: ZipPlace, most: number) =>
    new TextDecoder().decode(await readZipPlace(file, place, most));
  return {
    ...parseTrainingOptions(await textOf(options, LARGEST_OPTIONS)),
    ...(said ? { copies: readCopies(await textOf(said, LARGEST_COPIES), file.name) } : {}),
    networks: decodeWeights(await readZipPlace(file, snapshot, LARGEST_SNAPSHOT)),
  };
}

/** The one file in any folder whose name fits; zipping the unpacked folder again puts a folder in front. */
function theOne(places: readonly ZipPlace[], title: string, fits: (name: string) => boolean): ZipPlace {
  const [place, ...more] = places.filter(({ name }) => fits(baseName(name)));
  if (place && more.length === 0) return place;
  throw new FailureError(
    'bad-weights',
    place
      ? `The zip holds ${more.length + 1} files like ${title}: open a zip with the weights of one run.`
      : `The zip holds no ${title}, so it is not a weights zip. Choose one that "Download weights" wrote; a zip of slices belongs under Dataset.`,
  );
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** What macOS adds when it zips a folder again. */
const isJunk = (path: string): boolean => path.startsWith('__MACOSX/') || baseName(path).startsWith('.');
