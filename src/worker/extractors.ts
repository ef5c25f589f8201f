/**
 * Which network makes features: Gyrus's random one, or a person's own from a file that they opened. It lends extractors and
 * keeps none on the GPU.
 */
import type { Extractor } from '../evaluation/extractor.ts';
import { ownExtractor } from '../evaluation/ownExtractor.ts';
import { EXTRACTOR_KEY, type OwnNetwork, ownNetwork } from '../evaluation/ownNetwork.ts';
import { hasRandomConv, randomConvExtractor } from '../evaluation/randomConv.ts';
import { decodeSafetensors } from '../format/safetensors.ts';
import { parseStrictJson } from '../protocol/checks/strictJson.ts';
import { FailureError } from '../protocol/failure.ts';
import { sha256 } from '../storage/digest.ts';
import type { CommandOf, StudioParts } from './studioParts.ts';

export interface Extractors {
  handle(command: CommandOf<'extractor'>): void;
  /** For pictures of that side and channels; undefined where there is none. The caller disposes of it. */
  extractorFor(side: number, channels: number): Extractor | undefined;
}

/** Of the file, weights and all. */
const MOST_BYTES = 2 ** 27;
const FINGERPRINT_BYTES = 4;
const HEX = 16;
const RANDOM_CONV = 'random conv v1, seed 0';

export function createExtractors({ emit, later }: Pick<StudioParts, 'emit' | 'later'>): Extractors {
  let own: OwnNetwork | undefined;
  return {
    handle({ requestId, file }) {
      later(async () => {
        own = file && (await openedNetwork(file));
        emit({ type: 'extractor/opened', requestId, name: own?.name ?? RANDOM_CONV });
      }, requestId);
    },
    extractorFor(side, channels) {
      if (own) return ownExtractor(own, side, channels);
      return hasRandomConv(side) ? randomConvExtractor(side, channels) : undefined;
    },
  };
}

/** Throws FailureError 'bad-weights'. */
async function openedNetwork(file: File): Promise<OwnNetwork> {
  if (file.name.toLowerCase().endsWith('.onnx'))
    throw refused(
      file,
      'it is an ONNX file, and Gyrus reads extractors as safetensors. Load it in Python (onnx2torch makes a PyTorch network of it), write it with the lines that docs/evaluation.md names under "An extractor of your own", and choose the file that they write',
    );
  if (file.size > MOST_BYTES)
    throw refused(file, `it has ${file.size} bytes, more than ${MOST_BYTES}: take a smaller network`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const { tensors, metadata } = decoded(file, bytes);
  const text = metadata[EXTRACTOR_KEY];
  if (text === undefined)
    throw refused(
      file,
      `its metadata has no "${EXTRACTOR_KEY}": write it with the lines of Python that docs/evaluation.md names`,
    );
  const json = parseStrictJson(text);
  if ('problem' in json) throw refused(file, `its "${EXTRACTOR_KEY}" ${json.problem}: write it again`);
  const network = ownNetwork(json.value, tensors);
  return { ...network, name: `${network.name} ${await fingerprint(bytes)}` };
}

/** So that numbers of two networks with one name are told apart. */
async function fingerprint(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const start = (await sha256(bytes)).subarray(0, FINGERPRINT_BYTES);
  return Array.from(start, (byte) => byte.toString(HEX).padStart(2, '0')).join('');
}

/** What the container's own reader says is for files that Gyrus wrote. */
function decoded(file: File, bytes: Uint8Array): ReturnType<typeof decodeSafetensors> {
  try {
    return decodeSafetensors(bytes);
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    throw refused(file, 'it is no whole safetensors file of float32 values: write it again', error.message);
  }
}

function refused({ name }: File, reason: string, detail?: string): FailureError {
  return new FailureError('bad-weights', `${name} cannot be used as an extractor: ${reason}.`, detail);
}
