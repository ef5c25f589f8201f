/**
 * Pictures for a blind quiz: as many real as generated, in a random order, all of one size, one grey scale and one way of
 * packing, with no word inside. It keeps no score.
 */
import type { SliceSource } from '../dataset/sliceSource.ts';
import { channelsOf } from '../protocol/dataset.ts';
import { FailureError } from '../protocol/failure.ts';
import { QUIZ_PICTURES, type Quiz } from '../protocol/quiz.ts';
import { bits, permutation } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';
import { byteOf } from '../sampling/paintStyles.ts';
import { sample } from '../sampling/sample.ts';
import type { Drawable } from './drawable.ts';
import { fittingSource } from './fittingSource.ts';
import { sampleLabels } from './sampleLabels.ts';
import { sheetImage } from './sheets.ts';
import type { CommandOf, StudioParts } from './studioParts.ts';

export interface Quizzes {
  handle(command: CommandOf<'quiz'>): void;
}

/** Draws of one seed. */
const DRAW = { slices: 0, seeds: 1, order: 2 } as const;

export function createQuiz(parts: StudioParts): Quizzes {
  return {
    handle({ requestId, pictures, seed }) {
      parts.later(async () => {
        const drawable = parts.drawable();
        const source = fittingSource(parts.dataset()?.opened.source, drawable.painter);
        parts.emit({ type: 'quiz/drawn', requestId, quiz: await drawnQuiz(drawable, source, pictures, seed) });
      }, requestId);
    },
  };
}

/** The same seed with the same networks and slices is the same quiz. Throws FailureError 'bad-config' or 'no-data'. */
async function drawnQuiz(
  { painter, from }: Drawable,
  source: SliceSource,
  pictures: number,
  seed: number,
): Promise<Quiz> {
  const half = checkedHalf(pictures);
  const { indices, realsOf } = realsFor(source, half);
  const slices = firstOf(indices, permutation(seed, STREAM.quiz, DRAW.slices, indices.length), half);
  const seeds = Array.from(bits(seed, STREAM.quiz, DRAW.seeds, half));
  const labels = sampleLabels(seeds, from.classes, undefined);
  const { resolution, shape } = painter;
  const channels = channelsOf(shape);
  const area = resolution * resolution * channels;
  const values = new Float32Array(half * area);
  await source.read(slices, resolution, values);
  const reals = Uint8Array.from(values, byteOf);
  const fakes = await sample({ ...painter, seeds, psi: 1, ...(labels ? { labels } : {}) });
  const order = Array.from(permutation(seed, STREAM.quiz, DRAW.order, 2 * half));
  const pixelsOf = (place: number) => {
    const [set, index] = place < half ? [reals, place] : [fakes, place - half];
    return set.subarray(index * area, (index + 1) * area);
  };
  return {
    pictures: await Promise.all(order.map((place) => sheetImage(pixelsOf(place), resolution, 1, channels))),
    areReal: order.map((place) => place < half),
    realsOf,
    from,
  };
}

function checkedHalf(pictures: number): number {
  const { least, most } = QUIZ_PICTURES;
  if (Number.isInteger(pictures / 2) && pictures >= least && pictures <= most) return pictures / 2;
  throw new FailureError(
    'bad-config',
    `A quiz of ${pictures} pictures cannot be: take an even number, ${least} to ${most}.`,
  );
}

/** Held-out slices where there are enough of them, for the generator may have learnt the others by heart. */
function realsFor({ heldOutIndices, trainingIndices }: SliceSource, wanted: number) {
  if (heldOutIndices.length >= wanted) return { indices: heldOutIndices, realsOf: 'held-out' as const };
  if (trainingIndices.length >= wanted) return { indices: trainingIndices, realsOf: 'train' as const };
  throw new FailureError(
    'no-data',
    `The quiz needs ${wanted} real slices, and the data set has fewer: ask for fewer pictures.`,
  );
}

const firstOf = (indices: readonly number[], order: ArrayLike<number>, count: number) =>
  Array.from({ length: count }, (_, i) => indices[order[i] as number] as number);
