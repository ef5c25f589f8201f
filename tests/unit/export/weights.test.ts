import { expect, test } from 'vitest';
import { decodeWeights, encodeWeights, fromFile, type Networks, toFile } from '../../../src/export/weights.ts';
import { encodeSafetensors, type NamedTensor } from '../../../src/format/safetensors.ts';

/** A tensor whose values say where in memory they lie. */
function counted(...shape: number[]): NamedTensor {
  const count = shape.reduce((product, side) => product * side, 1);
  return { shape, data: Float32Array.from({ length: count }, (_, i) => i) };
}

test('a convolution goes from HWIO to OIHW', () => {
  const memory = counted(3, 5, 2, 4);
  const file = toFile('synthesis.b8.conv0.weight', memory);
  expect(file.shape).toEqual([4, 2, 3, 5]);
  for (let o = 0; o < 4; o++)
    for (let i = 0; i < 2; i++)
      for (let y = 0; y < 3; y++)
        for (let x = 0; x < 5; x++)
          expect(file.data[((o * 2 + i) * 3 + y) * 5 + x]).toBe(((y * 5 + x) * 2 + i) * 4 + o);
});

test('a fully connected weight is transposed', () => {
  const file = toFile('mapping.fc0.weight', counted(2, 3));
  expect(file).toEqual({ shape: [3, 2], data: Float32Array.of(0, 3, 1, 4, 2, 5) });
});

test('the constant loses its batch axis and has its channels first', () => {
  const file = toFile('synthesis.b4.const', counted(1, 4, 4, 3));
  expect(file.shape).toEqual([3, 4, 4]);
  expect([...file.data.slice(16, 20)]).toEqual([1, 4, 7, 10]);
});

test('everything else stays as it is', () => {
  for (const [name, tensor] of [
    ['synthesis.b8.conv0.bias', counted(7)],
    ['synthesis.b8.conv0.noise_const', counted(8, 8)],
    ['synthesis.b8.conv0.noise_strength', counted(1)],
    ['mapping.w_avg', counted(5)],
  ] as const) {
    expect(toFile(name, tensor)).toEqual(tensor);
    expect(fromFile(name, tensor)).toEqual(tensor);
  }
});

test.each([
  ['b4.const', counted(1, 4, 4, 6)],
  ['b8.conv.weight', counted(3, 3, 5, 7)],
  ['b8.torgb.weight', counted(1, 1, 5, 1)],
  ['fc.weight', counted(9, 2)],
])('%s comes back from the file as it was', (name, tensor) => {
  expect(fromFile(name, toFile(name, tensor))).toEqual(tensor);
});

const networks: Networks = {
  G: new Map([
    ['synthesis.b4.const', counted(1, 4, 4, 2)],
    ['mapping.fc0.weight', counted(2, 3)],
  ]),
  D: new Map([['b8.conv0.weight', counted(3, 3, 1, 2)]]),
  GEma: new Map([['mapping.w_avg', counted(3)]]),
};

test('a file holds all networks under their prefixes and gives them back', () => {
  expect(decodeWeights(encodeWeights(networks, { nimg: '5' }))).toEqual(networks);
});

test('what is not a whole set of finite networks is refused by name', () => {
  const fileOf = (entries: [string, NamedTensor][]) => encodeSafetensors(new Map(entries), {});
  expect(() => decodeWeights(fileOf([['E.weight', counted(1)]]))).toThrow(/tensor "E.weight"/);
  expect(() => decodeWeights(fileOf([['G.bias', counted(1)]]))).toThrow(/no tensors of D/);
  expect(() => decodeWeights(fileOf([['G.bias', { shape: [1], data: Float32Array.of(Number.NaN) }]]))).toThrow(
    /G.bias holds values that are not finite/,
  );
});
