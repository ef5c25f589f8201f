/**
 * The real control of a comparison: as many slices of either side's class as the rarer has, of all subjects, chosen by a seed.
 * It reads no more than it is asked for, and says in a sentence why there is no control.
 */
import type { SliceSource } from '../dataset/sliceSource.ts';
import type { Groups } from '../evaluation/twoSample.ts';
import { permutation } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';
import { byteOf } from '../sampling/paintStyles.ts';
import type { OpenSides } from './compareSides.ts';

export interface RealControl {
  /** Slices of each side. */
  readonly count: number;
  /** Those of a side from one place up to another, as bytes [to - from, resolution, resolution, channels]. */
  readonly pixels: (side: 0 | 1, from: number, to: number) => Promise<Uint8Array<ArrayBuffer>>;
  /** The subject of each slice. */
  readonly groups: Groups;
}

/** Fewer slices say nothing. */
const FEWEST = 10;

/** The control for `sides`, at most `most` slices of each; or why there is none. */
export function realControl(
  source: SliceSource | undefined,
  { sides, resolution, channels }: OpenSides,
  most: number,
  seed: number,
): RealControl | string {
  if (!source) return 'no data set is open.';
  const [first, second] = sides.map(({ realClass }) => realClass);
  if (first === undefined || second === undefined)
    return 'only a class, or a run trained on one class, has reals of its own to stand beside.';
  if (first === second) return `both sides stand for the same real class, ${first}.`;
  const missing = [first, second].find((name) => ofClass(source, name).length < FEWEST);
  if (missing !== undefined) return `the open data set has fewer than ${FEWEST} slices of ${missing}.`;
  if (source.resolution < resolution || source.channels !== channels)
    return `the open data set is not prepared as the pictures are, ${resolution} × ${resolution} and ${channels === 1 ? 'grey' : 'RGB'}.`;
  const all = [ofClass(source, first), ofClass(source, second)] as const;
  const count = Math.min(most, all[0].length, all[1].length);
  const chosen = all.map((indices, set) =>
    Array.from(
      permutation(seed, STREAM.metricSplit, set, indices.length).subarray(0, count),
      (i) => indices[i] as number,
    ),
  ) as [number[], number[]];
  return {
    count,
    pixels: (side, from, to) => realPixels(source, chosen[side].slice(from, to), resolution),
    groups: groupsOf(source, chosen),
  };
}

async function realPixels(
  source: SliceSource,
  indices: readonly number[],
  resolution: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const values = new Float32Array(indices.length * resolution * resolution * source.channels);
  await source.read(indices, resolution, values);
  return Uint8Array.from(values, byteOf);
}

const ofClass = ({ slices }: SliceSource, name: string): number[] =>
  slices.flatMap(({ className }, i) => (className === name ? [i] : []));

function groupsOf({ slices }: SliceSource, [first, second]: readonly [number[], number[]]): Groups {
  const numbers = new Map<string, number>();
  const groupOf = (index: number) => {
    const subject = slices[index]?.subject ?? '';
    const known = numbers.get(subject);
    if (known !== undefined) return known;
    numbers.set(subject, numbers.size);
    return numbers.size - 1;
  };
  return { first: first.map(groupOf), second: second.map(groupOf) };
}
