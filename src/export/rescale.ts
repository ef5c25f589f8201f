/**
 * A picture at another size by area: each new pixel is the mean of what it covers. Whole factors upwards repeat pixels, whole
 * factors downwards average squares; nothing is smoothed beyond that. Pure.
 */
import type { Pixels } from './readPng.ts';

/** The picture at `width` x `height`, whole numbers from 1 upwards. The same object where it has that size already. */
export function rescale(picture: Pixels, width: number, height: number): Pixels {
  const { data, channels } = picture;
  if (picture.width === width && picture.height === height) return picture;
  const across = resampled(data, { outer: picture.height, from: picture.width, to: width, inner: channels });
  const down = resampled(across, { outer: 1, from: picture.height, to: height, inner: width * channels });
  return { data: Uint8Array.from(down, roundedHalfUp), width, height, channels };
}

/** As a network's pictures are rounded. */
const roundedHalfUp = (value: number) => Math.floor(value + 0.5);

/** Along the middle axis of [outer, from, inner], which becomes [outer, to, inner]. */
interface Resampling {
  readonly outer: number;
  readonly from: number;
  readonly to: number;
  readonly inner: number;
}

function resampled(values: ArrayLike<number>, { outer, from, to, inner }: Resampling): Float32Array {
  const result = new Float32Array(outer * to * inner);
  const covered = Array.from({ length: to }, (_, place) => coveredBy(place, from, to));
  for (let line = 0; line < outer; line++)
    for (let place = 0; place < to; place++) {
      const into = (line * to + place) * inner;
      for (const { old, share } of covered[place] as readonly Covered[]) {
        const start = (line * from + old) * inner;
        for (let i = 0; i < inner; i++)
          result[into + i] = (result[into + i] as number) + share * (values[start + i] as number);
      }
    }
  return result;
}

interface Covered {
  readonly old: number;
  /** Of the new pixel; they sum to 1. */
  readonly share: number;
}

/** The old pixels that new pixel `place` lies over. */
function coveredBy(place: number, from: number, to: number): Covered[] {
  const covered: Covered[] = [];
  // In units of an old pixel divided by `to`, so that edges which meet do so exactly.
  const [begin, end] = [place * from, (place + 1) * from];
  for (let old = Math.floor(begin / to); old * to < end; old++)
    covered.push({ old, share: (Math.min(end, (old + 1) * to) - Math.max(begin, old * to)) / from });
  return covered;
}
