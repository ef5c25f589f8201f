/** The fixed noise planes of sheets and downloads, one a layer: with them a seed is one picture, everywhere. */
import { normals } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';

/** side * side standard normals, row by row. `layer` counts from 0 at 4x4, two a resolution. */
export function constantNoise(seed: number, layer: number, side: number): Float32Array<ArrayBuffer> {
  return normals(seed, STREAM.constantNoise, layer, side * side);
}
