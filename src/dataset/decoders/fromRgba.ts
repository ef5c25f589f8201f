/** A platform's RGBA to the picture that was asked for. Alpha is not looked at; it refuses to scale or to pad. */
import type { Channels } from '../../protocol/dataset.ts';
import { greyOf } from './grey.ts';
import type { Picture } from './picture.ts';

const RGBA = 4;
const RGB = 3;

/** [width * height * 4] RGBA bytes as a picture of `channels`: grey by luma, or the colours as they are. */
export function pictureOfRgba(rgba: ArrayLike<number>, width: number, height: number, channels: Channels): Picture {
  const count = width * height;
  const pixels = channels === 1 ? greyOf(rgba, count) : rgbOf(rgba, count);
  return { width, height, channels, pixels, coloured: isColoured(rgba, count) };
}

function rgbOf(rgba: ArrayLike<number>, count: number): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array(count * RGB);
  for (let i = 0; i < count; i++)
    for (let channel = 0; channel < RGB; channel++) rgb[RGB * i + channel] = rgba[RGBA * i + channel] as number;
  return rgb;
}

function isColoured(rgba: ArrayLike<number>, count: number): boolean {
  for (let i = 0; i < count; i++) {
    const at = i * RGBA;
    if (rgba[at] !== rgba[at + 1] || rgba[at] !== rgba[at + 2]) return true;
  }
  return false;
}
