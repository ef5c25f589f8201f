/**
 * Head phantoms painted from an anatomy: a pure function of (index, seed, resolution), so the built-in data set needs no
 * file, no licence and no download. It refuses to be mistaken for a scan: it is drawn, and the page says so.
 */
import { normals } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';
import { phantomAnatomy, type Shape } from './phantomAnatomy.ts';

/** Samples a pixel and side, so that edges are smooth: more where pixels are large. */
const FINE_SAMPLES = 3;
const COARSE_SAMPLES = 2;
const FINE_UP_TO = 64;
const WHITE = 255;

/** Phantom number `index` of `seed` as resolution^2 bytes, row by row; the caller's own. */
export function phantomSlice(index: number, seed: number, resolution: number): Uint8Array<ArrayBuffer> {
  const { shapes, noise } = phantomAnatomy(index, seed);
  const samples = resolution <= FINE_UP_TO ? FINE_SAMPLES : COARSE_SAMPLES;
  const side = resolution * samples;
  const field = new Float32Array(side * side);
  for (const shape of shapes) paint(field, side, shape);
  // Odd steps of the stream are the noise; the anatomy has the even ones.
  const speckle = normals(seed, STREAM.phantom, 2 * index + 1, resolution * resolution);
  const pixels = new Uint8Array(resolution * resolution);
  for (let y = 0; y < resolution; y++)
    for (let x = 0; x < resolution; x++) {
      let sum = 0;
      for (let j = 0; j < samples; j++)
        for (let i = 0; i < samples; i++) sum += field[(y * samples + j) * side + x * samples + i] as number;
      const at = y * resolution + x;
      // The magnitude of a noisy signal, as a scanner's: the background is dark, never negative.
      const value = Math.abs(sum / (samples * samples) + noise * (speckle[at] as number));
      pixels[at] = Math.floor(Math.min(1, value) * WHITE + 1 / 2);
    }
  return pixels;
}

/** Covers what lies inside the shape with its level; looks only at the square around it. */
function paint(field: Float32Array, side: number, shape: Shape): void {
  const { x, y, a, b, turn, level, lobes, depth, phase } = shape;
  const half = side / 2;
  const reach = Math.max(a, b) * (1 + depth);
  const first = (centre: number): number => Math.max(0, Math.floor((centre - reach + 1) * half));
  const last = (centre: number): number => Math.min(side, Math.ceil((centre + reach + 1) * half) + 1);
  /** Between these the edge depends on the angle, which is dear to compute. */
  const surelyIn = (1 - depth) ** 2;
  const surelyOut = (1 + depth) ** 2;
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  for (let row = first(y); row < last(y); row++) {
    const dy = (row + 1 / 2) / half - 1 - y;
    for (let column = first(x); column < last(x); column++) {
      const dx = (column + 1 / 2) / half - 1 - x;
      const u = (dx * cos + dy * sin) / a;
      const v = (dy * cos - dx * sin) / b;
      const radius = u * u + v * v;
      if (radius > surelyOut) continue;
      if (radius > surelyIn) {
        const edge = 1 + depth * Math.sin(lobes * Math.atan2(v, u) + phase);
        if (radius > edge * edge) continue;
      }
      field[row * side + column] = level;
    }
  }
}
