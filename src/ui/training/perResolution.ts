/**
 * Text of a per-resolution value: one number ("16"), or a map by resolution ("8: 32, 128: 8"). It refuses to guess: what
 * is not wholly understood is an error sentence, never a nearby value.
 */
import type { PerResolution } from '../../protocol/trainConfig.ts';

export type Parsed<T> = { readonly value: T } | { readonly problem: string };

/** A number as typed, with a decimal point; spaces around it do not count. */
export function parseNumber(text: string): Parsed<number> {
  const trimmed = text.trim();
  if (trimmed === '') return { problem: 'Give a number; the field is empty.' };
  const value = Number(trimmed);
  if (!Number.isFinite(value)) return { problem: `"${trimmed}" is not a number.` };
  return { value };
}

/** A number, or entries "resolution: number" with commas between them; each resolution once. */
export function parsePerResolution(text: string): Parsed<PerResolution> {
  if (!text.includes(':')) return parseNumber(text);
  const map: Record<string, number> = {};
  for (const entry of text.split(',')) {
    const [left = '', right, ...rest] = entry.split(':');
    const resolution = Number(left.trim());
    const value = Number(right?.trim() || Number.NaN);
    const whole = Number.isInteger(resolution) && resolution > 0 && left.trim() !== '';
    if (!whole || rest.length > 0 || !Number.isFinite(value))
      return { problem: `"${entry.trim()}" is not "resolution: number", as in "8: 32, 128: 8".` };
    if (String(resolution) in map) return { problem: `Resolution ${resolution} is given twice.` };
    map[String(resolution)] = value;
  }
  return { value: map };
}

/** The text that parsePerResolution reads back to the same value. */
export function perResolutionText(value: PerResolution): string {
  if (typeof value === 'number') return String(value);
  return Object.entries(value)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([resolution, number]) => `${resolution}: ${number}`)
    .join(', ');
}
