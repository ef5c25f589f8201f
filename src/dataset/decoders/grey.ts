/** Colour to grey. It refuses to choose weights of its own: they are those of PIL's convert('L'), so that Python agrees. */

/** ITU-R 601-2 luma in 16-bit fixed point, as Pillow writes it; the three sum to 65536, so grey stays exactly itself. */
const RED = 19595;
const GREEN = 38470;
const BLUE = 7471;
const HALF = 0x8000;
const FRACTION_BITS = 16;
const RGBA = 4;

/** [count * 4] RGBA bytes to [count] grey bytes: L = (19595 R + 38470 G + 7471 B + 32768) >> 16. Alpha is not looked at. */
export function greyOf(rgba: ArrayLike<number>, count: number): Uint8Array<ArrayBuffer> {
  const grey = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const at = i * RGBA;
    const red = rgba[at] as number;
    const green = rgba[at + 1] as number;
    const blue = rgba[at + 2] as number;
    grey[i] = (red * RED + green * GREEN + blue * BLUE + HALF) >>> FRACTION_BITS;
  }
  return grey;
}
