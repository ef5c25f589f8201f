/** Numbers and names as a report writes them. It knows no file format. */
const IMAGES_PER_KIMG = 1000;
const PRECISION = 3;

export const kimgOf = (nimg: number) => nimg / IMAGES_PER_KIMG;

/** "281.0 kimg". */
export const kimgText = (nimg: number) => `${kimgOf(nimg).toFixed(1)} kimg`;

/** Three digits that count, without an exponent where that reads well. */
export function numberText(value: number): string {
  if (value === 0) return '0';
  const text = value.toPrecision(PRECISION);
  return text.includes('e') ? text : String(Number(text));
}
