import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../../src/dataset/memoryStore.ts';
import { meansInto } from '../../../src/dataset/pyramid.ts';
import { sheetIndices } from '../../../src/dataset/sheetIndices.ts';
import { storedSource } from '../../../src/dataset/storedSource.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import { bits } from '../../../src/random/draws.ts';

const STREAM = 98;

function randomSquare(side: number, step: number): Uint8Array {
  return Uint8Array.from(bits(1, STREAM, step, side * side), (word) => word >>> 24);
}

describe('the pyramid', () => {
  it('is repeated 2x2 means, scaled to [-1, 1]', () => {
    const square = randomSquare(16, 0);
    let level = Float64Array.from(square);
    for (let side = 16; side >= 1; side /= 2) {
      const target = new Float32Array(side * side);
      meansInto(square, 16, 1, target, 0, side);
      const expected = Array.from(level, (mean) => mean / 127.5 - 1);
      for (const [i, value] of target.entries()) expect(value).toBeCloseTo(expected[i] as number, 6);
      const half = side / 2;
      const next = new Float64Array(Math.floor(half * half));
      for (let y = 0; y < half; y++)
        for (let x = 0; x < half; x++) {
          const at = 2 * y * side + 2 * x;
          const [a, b, c, d] = [level[at], level[at + 1], level[at + side], level[at + side + 1]] as number[];
          next[y * half + x] = ((a as number) + (b as number) + (c as number) + (d as number)) / 4;
        }
      level = next;
    }
  });

  it('maps 0 to -1 and 255 to 1 exactly', () => {
    const target = new Float32Array(2);
    meansInto(Uint8Array.of(0), 1, 1, target, 0, 1);
    meansInto(Uint8Array.of(255), 1, 1, target, 1, 1);
    expect(Array.from(target)).toEqual([-1, 1]);
  });
});

/** Five slices of 8 x 8, of which slot 4 - i holds slice i. */
function source() {
  const store = memoryStore(64);
  for (let slot = 0; slot < 5; slot++) store.append(new Uint8Array(64).fill(10 * (4 - slot)));
  const slices = Array.from({ length: 5 }, (_, i) => ({ name: `${i}`, subject: `${i}`, className: '', split: '' }));
  const slots = Uint32Array.of(4, 3, 2, 1, 0);
  return storedSource(
    { store, slots, slices, resolution: 8, channels: 1 },
    { training: [0, 2, 3, 4], heldOut: [1], heldOutSubjects: 1 },
  );
}

describe('a stored source', () => {
  it('reads slices in the order asked, at any level', async () => {
    const target = new Float32Array(3 * 4);
    await source().read([3, 0, 3], 2, target);
    expect(Array.from(target, (value) => Math.round((value + 1) * 127.5))).toEqual([
      30, 30, 30, 30, 0, 0, 0, 0, 30, 30, 30, 30,
    ]);
  });

  it('gives the stored bytes in the order asked', async () => {
    const target = new Uint8Array(3 * 64 + 1);
    await source().readBytes([3, 0, 2], target);
    expect([target[0], target[63], target[64], target[128], target[191], target[192]]).toEqual([30, 30, 0, 20, 20, 0]);
  });

  it('refuses other resolutions, wrong targets and slices that do not exist', async () => {
    const opened = source();
    await expect(opened.read([0], 16, new Float32Array(256))).rejects.toThrow(FailureError);
    await expect(opened.read([0], 3, new Float32Array(9))).rejects.toThrow('power of two');
    await expect(opened.read([0], 4, new Float32Array(15))).rejects.toThrow('need 16');
    await expect(opened.read([5], 4, new Float32Array(16))).rejects.toThrow('no slice 5');
    await expect(opened.readBytes([5], new Uint8Array(64))).rejects.toThrow('no slice 5');
    await expect(opened.readBytes([0, 1], new Uint8Array(127))).rejects.toThrow('need 128');
    await opened.close();
    await expect(opened.read([0], 4, new Float32Array(16))).rejects.toThrow('closed');
  });

  it('shows training slices only, evenly spread', () => {
    expect(sheetIndices(source())).toEqual([0, 2, 3, 4]);
    expect(sheetIndices(source(), 2)).toEqual([2, 4]);
  });
});

it('holds more than one chunk and gives back what it was given', () => {
  const side = 1024;
  const store = memoryStore(side * side);
  const squares = Array.from({ length: 18 }, (_, i) => new Uint8Array(side * side).fill(i + 1));
  for (const square of squares) store.append(square);
  const back = new Uint8Array(side * side + 1);
  for (const slot of [17, 0, 16, 15]) {
    store.copy(slot, back, 1);
    expect(back[1]).toBe(slot + 1);
    expect(back.at(-1)).toBe(slot + 1);
  }
  expect(store.count).toBe(18);
  expect(() => store.copy(18, back, 0)).toThrow('No slice in slot 18');
});
