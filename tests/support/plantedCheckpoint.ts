/**
 * A downloaded checkpoint whose generator was made worse by hand, so that a run collapses in our own engine, which has no
 * switch for that. Only weights of G and GEma change: history, critic and optimizers stay as they were saved.
 */
import { decodeTypedSafetensors, encodeSafetensors } from '../../src/format/safetensors.ts';

export type Plant = 'constant' | 'one mode';

/**
 * constant: with a constant of zeros, filters of zeros and neither biases nor noise, the layers of a stylegan2 synthesis and
 * their gradients are nothing: each picture is one grey, and stays so while that grey still learns. one mode: the mapping no
 * longer sees z, so all pictures of the average are one; it learns so slowly that it stays blind.
 */
const ZEROED: Readonly<Record<Plant, RegExp>> = {
  constant: /^state\.G(Ema)?\.synthesis\.b\d+\.(const|conv\d\.(weight|bias|noise_strength)|torgb\.weight)$/,
  'one mode': /^state\.G(Ema)?\.mapping\.fc0\.weight$/,
};

/** The same checkpoint with the plant in it. */
export function withPlant(checkpoint: Uint8Array, plant: Plant): Uint8Array<ArrayBuffer> {
  const { tensors, metadata } = decodeTypedSafetensors(checkpoint);
  const zeroed = [...tensors].filter(([name]) => ZEROED[plant].test(name));
  if (zeroed.length === 0) throw new Error(`The checkpoint has no weights for the plant "${plant}".`);
  for (const [, { data }] of zeroed) data.fill(0);
  return encodeSafetensors(tensors, metadata);
}
