/** How the page writes numbers: thousands with a comma, a true minus, units with a space. It refuses to add words of judgement. */

const MINUTE = 60;
const HOUR = 3600;
const BYTES_PER_STEP = 1000;

/** 1429 as "1,429". */
export function countText(count: number): string {
  return count.toLocaleString('en-US').replace('-', '−');
}

/** A number with a fixed number of decimals and a true minus: -0.854 as "−0.85". NaN as "no value". */
export function decimalText(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return 'no value';
  return value
    .toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
    .replace('-', '−');
}

/** One noun with its count: "1 slice", "713 slices". */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${countText(count)} ${count === 1 ? singular : plural}`;
}

/** A share as whole percent: 0.25 as "25 %". */
export function percentText(share: number): string {
  const PERCENT = 100;
  return `${Math.round(share * PERCENT)} %`;
}

/** 128 as "128 × 128". */
export function sideText(side: number): string {
  return `${side} × ${side}`;
}

/** Seconds as "48 s", "46 min", "1 h 2 min"; never finer than a person needs. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < MINUTE) return `${whole} s`;
  if (whole < HOUR) return `${Math.round(whole / MINUTE)} min`;
  const minutes = Math.round((whole % HOUR) / MINUTE);
  const hours = Math.floor(whole / HOUR) + (minutes === MINUTE ? 1 : 0);
  return minutes === 0 || minutes === MINUTE ? `${hours} h` : `${hours} h ${minutes} min`;
}

/** Bytes in decimal units, as downloads are named: "58.3 MB", "412 bytes". */
export function bytesText(bytes: number): string {
  const units = ['kB', 'MB', 'GB', 'TB'];
  if (bytes < BYTES_PER_STEP) return countOf(bytes, 'byte');
  let value = bytes;
  let unit = 'bytes';
  for (const larger of units) {
    if (value < BYTES_PER_STEP) break;
    value /= BYTES_PER_STEP;
    unit = larger;
  }
  return `${decimalText(value, 1)} ${unit}`;
}
