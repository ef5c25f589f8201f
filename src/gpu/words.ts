/** The words of a kernel's uniform block, some of them live. It refuses to own a buffer. */
import { atThisMoment, type Live } from './live.ts';

export interface Word {
  readonly type: 'u32' | 'f32';
  readonly value: Live;
}

export const u32 = (value: Live): Word => ({ type: 'u32', value });
export const f32 = (value: Live): Word => ({ type: 'f32', value });

/** WebGPU wants uniform structs in multiples of 16 bytes. */
const UNIFORM_ALIGNMENT = 16;
const BYTES_A_WORD = 4;

/** The block as it is at this moment, padded as WebGPU wants it. */
export function blockOf(words: readonly Word[]): ArrayBuffer {
  const content = new ArrayBuffer(Math.ceil((words.length * BYTES_A_WORD) / UNIFORM_ALIGNMENT) * UNIFORM_ALIGNMENT);
  const floats = new Float32Array(content);
  const integers = new Uint32Array(content);
  words.forEach(({ type, value }, index) => {
    (type === 'f32' ? floats : integers)[index] = atThisMoment(value);
  });
  return content;
}

/** Whether the block may differ from step to step. */
export function isLive(words: readonly Word[]): boolean {
  return words.some(({ value }) => typeof value === 'function');
}
