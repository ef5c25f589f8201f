/**
 * Sheets for recorded runs: small drawn heads that sharpen with the run, encoded as PNG in code. They stand for what a
 * network would draw, and never pass for it.
 */
import { encode } from 'fast-png';
import type { SheetImage } from '../../src/protocol/dataset.ts';
import type { SampleSheet } from '../../src/protocol/events.ts';

/** A small fixed sequence of numbers in [0, 1): the same pictures on every machine. */
function numbers(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** One head as grey values, `side` by `side`: an ellipse, two ventricles, and noise of strength `blur` from 0 to 1. */
function drawHead(seed: number, side: number, blur: number): Uint8Array {
  const random = numbers(seed);
  const tilt = (random() - 0.5) * 0.5;
  const width = 0.55 + random() * 0.15;
  const height = 0.72 + random() * 0.15;
  const pixels = new Uint8Array(side * side);
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const x = ((column + 0.5) / side) * 2 - 1;
      const y = ((row + 0.5) / side) * 2 - 1;
      const u = x * Math.cos(tilt) + y * Math.sin(tilt);
      const v = y * Math.cos(tilt) - x * Math.sin(tilt);
      const radius = Math.hypot(u / width, v / height);
      const ventricle = Math.hypot((Math.abs(u) - 0.14) / 0.08, v / 0.26) < 1;
      const tissue = radius > 1 ? 0 : radius > 0.92 ? 235 : ventricle ? 40 : 120 + 40 * Math.cos(9 * radius);
      pixels[row * side + column] = Math.round(tissue * (1 - blur) + 255 * blur * random());
    }
  return pixels;
}

/** A mosaic of `columns` x `rows` heads with seeds from `firstSeed` on. */
export function recordedSheet(
  firstSeed: number,
  side: number,
  columns: number,
  rows: number,
  blur: number,
): SheetImage {
  const width = columns * side;
  const data = new Uint8Array(width * rows * side);
  for (let index = 0; index < columns * rows; index++) {
    const head = drawHead(firstSeed + index, side, blur);
    const left = (index % columns) * side;
    const top = Math.floor(index / columns) * side;
    for (let row = 0; row < side; row++)
      data.set(head.subarray(row * side, (row + 1) * side), (top + row) * width + left);
  }
  const png = encode({ width, height: rows * side, data, channels: 1, depth: 8 });
  return { png: Uint8Array.from(png), columns, rows, tile: side };
}

/** A sheet of the recorded run's fixed seeds at one moment. */
export function recordedSampleSheet(
  moment: Pick<SampleSheet, 'nimg' | 'epoch' | 'resolution' | 'alpha'>,
  share: number,
): SampleSheet {
  const [columns, rows, firstSeed] = [6, 6, 1000];
  const blur = Math.max(0, 0.9 - 1.1 * share);
  return {
    ...recordedSheet(firstSeed, moment.resolution, columns, rows, blur),
    ...moment,
    kimg: moment.nimg / 1000,
    seeds: Array.from({ length: columns * rows }, (_, index) => firstSeed + index),
    psi: 1,
  };
}
