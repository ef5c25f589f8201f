/** The made-up pictures on which the reference run's metrics were computed; see tests/golden/swd-reference.json. */
import { type GreyImages, greyImages } from '../../../src/evaluation/greyImages.ts';
import { mulberry32 } from '../../../src/evaluation/mulberry32.ts';

const SIDE = 32;

/** Uniform noise, `count` pictures of 32 x 32. */
export function noisePictures(seed: number, count: number): GreyImages {
  const random = mulberry32(seed);
  return greyImages(
    Uint8Array.from({ length: count * SIDE * SIDE }, () => Math.floor(random() * 256)),
    SIDE,
  );
}

/** Each picture after a 3x3 box mean with a border of zeros, rounded down. */
export function boxMean({ pixels, side }: GreyImages): GreyImages {
  const size = side * side;
  const mean = (value: number, index: number): number => {
    const start = index - (index % size);
    const y = Math.floor((index % size) / side);
    const x = index % side;
    let sum = 0;
    for (let row = Math.max(0, y - 1); row <= Math.min(side - 1, y + 1); row++)
      for (let column = Math.max(0, x - 1); column <= Math.min(side - 1, x + 1); column++)
        sum += pixels[start + row * side + column] ?? value;
    return Math.floor(sum / 9);
  };
  return greyImages(pixels.map(mean), side);
}
