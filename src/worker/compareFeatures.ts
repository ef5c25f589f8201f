/**
 * Pictures to features, part by part, for comparisons: the fixed random extractor, which small pictures are enlarged for. It
 * holds its filters on the GPU until it is disposed of, and keeps no pictures.
 */
import { extractFeatures } from '../evaluation/extractor.ts';
import type { Features } from '../evaluation/features.ts';
import { randomConvExtractor } from '../evaluation/randomConv.ts';

export interface PictureFeatures {
  /** Goes onto every number. */
  readonly name: string;
  /** pixels: [N, resolution, resolution, channels] bytes. */
  of(pixels: Uint8Array): Promise<Features>;
  dispose(): void;
}

/** The smallest pictures that the extractor takes. */
const SMALLEST = 16;

/** resolution: a power of two. Caller disposes. */
export function pictureFeatures(resolution: number, channels: number): PictureFeatures {
  const side = Math.max(SMALLEST, resolution);
  const extractor = randomConvExtractor(side, channels);
  const name = side === resolution ? extractor.name : `${extractor.name}, enlarged from ${resolution} px`;
  return {
    name,
    async of(pixels) {
      const { values, count, width } = await extractFeatures(
        extractor,
        side === resolution ? pixels : enlarged(pixels, resolution, side / resolution, channels),
      );
      return { values, count, width, extractor: name };
    },
    dispose: () => extractor.dispose(),
  };
}

/** Every pixel `times` times along both sides. */
function enlarged(pixels: Uint8Array, side: number, times: number, channels: number): Uint8Array {
  const large = side * times;
  const count = pixels.length / (side * side * channels);
  const result = new Uint8Array(count * large * large * channels);
  let at = 0;
  for (let row = 0; row < count * large; row++) {
    const start = Math.floor(row / times) * side * channels;
    for (let x = 0; x < large; x++)
      for (let channel = 0; channel < channels; channel++, at++)
        result[at] = pixels[start + Math.floor(x / times) * channels + channel] as number;
  }
  return result;
}
