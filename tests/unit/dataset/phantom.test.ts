import { describe, expect, it } from 'vitest';
import { phantomSlice } from '../../../src/dataset/phantom.ts';
import { phantomAnatomy } from '../../../src/dataset/phantomAnatomy.ts';

/** Mean of the pixels in [from, to) of both axes, as shares of the side. */
function mean(pixels: Uint8Array, side: number, from: number, to: number): number {
  let sum = 0;
  let count = 0;
  for (let y = Math.floor(from * side); y < to * side; y++)
    for (let x = Math.floor(from * side); x < to * side; x++) {
      sum += pixels[y * side + x] as number;
      count++;
    }
  return sum / count;
}

describe('phantoms', () => {
  it('are a pure function of index, seed and resolution', () => {
    expect(phantomSlice(5, 1, 32)).toEqual(phantomSlice(5, 1, 32));
    expect(phantomSlice(5, 1, 32)).not.toEqual(phantomSlice(6, 1, 32));
    expect(phantomSlice(5, 1, 32)).not.toEqual(phantomSlice(5, 2, 32));
  });

  it('are the same head at every resolution', () => {
    const small = phantomSlice(3, 1, 32);
    const large = phantomSlice(3, 1, 128);
    let difference = 0;
    for (let y = 0; y < 32; y++)
      for (let x = 0; x < 32; x++) {
        let sum = 0;
        for (let j = 0; j < 4; j++) for (let i = 0; i < 4; i++) sum += large[(4 * y + j) * 128 + 4 * x + i] as number;
        difference += Math.abs(sum / 16 - (small[y * 32 + x] as number));
      }
    // Noise and edges differ a little; another head differs by more than 20.
    expect(difference / 32 ** 2).toBeLessThan(6);
  });

  it('are heads: dark outside, brighter inside, nothing cut off at the border', () => {
    for (let index = 0; index < 24; index++) {
      const pixels = phantomSlice(index, 1, 64);
      expect(mean(pixels, 64, 0, 0.08)).toBeLessThan(15);
      expect(mean(pixels, 64, 0.3, 0.7)).toBeGreaterThan(70);
      const border = Array.from({ length: 64 }, (_, i) => [i, 63 * 64 + i, 64 * i, 64 * i + 63]).flat();
      expect(Math.max(...border.map((at) => pixels[at] as number))).toBeLessThan(60);
    }
  });

  it('vary: tilt, ventricles, lesions and noise differ from head to head', () => {
    const heads = Array.from({ length: 60 }, (_, index) => phantomAnatomy(index, 1));
    const counts = new Set(heads.map(({ shapes }) => shapes.length));
    expect(counts.size).toBe(4); // none to three lesions
    const first = heads.map(({ shapes }) => shapes[0]);
    expect(Math.max(...first.map((head) => head?.turn ?? 0))).toBeGreaterThan(0.1);
    expect(Math.min(...first.map((head) => head?.turn ?? 0))).toBeLessThan(-0.1);
    expect(new Set(heads.map(({ noise }) => noise)).size).toBe(60);
  });
});
