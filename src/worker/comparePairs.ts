/**
 * The same seeds drawn by both sides: a few in pairs with their differences, and the mean difference over many. It judges
 * nothing: a mean of few seeds shows their chance as well.
 */
import type { Command } from '../protocol/commands.ts';
import { MOST_PAIRS, MOST_PAIRS_SHOWN, type SeedPairs } from '../protocol/comparison.ts';
import { PICTURES_AT_ONCE } from '../sampling/paintStyles.ts';
import { checkSeeds, drawSide, seedsFrom } from './compareDraw.ts';
import { openSides } from './compareSides.ts';
import { sheetImage } from './sheets.ts';
import type { StudioParts } from './studioParts.ts';

export type PairsCommand = Extract<Command, { type: 'compare/pairs' }>;

const MIDDLE = 128;
/** A difference spans 511 values, which halved fit into a byte. */
const HALF = 1 / 2;
const FURTHEST = 127;
/** How often a mean may be stretched: beyond it, it is rounding that is seen. */
const MOST_GAIN = 64;

/** Throws FailureError. */
export async function pairSides(
  { sides: asked, firstSeed, count, look }: PairsCommand,
  parts: StudioParts,
  inTurn: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<SeedPairs> {
  checkSeeds(firstSeed, count, 1, MOST_PAIRS);
  const open = await openSides(asked, parts, inTurn);
  try {
    const { sides, resolution, channels } = open;
    const area = resolution * resolution * channels;
    const seeds = seedsFrom(firstSeed, Math.min(count, MOST_PAIRS_SHOWN));
    const shown = seeds.length * area;
    const table = new Uint8Array(2 * shown + shown);
    const sums = new Float64Array(area);
    for (let from = 0; from < count; from += PICTURES_AT_ONCE) {
      const batch = seedsFrom(firstSeed + from, Math.min(PICTURES_AT_ONCE, count - from));
      const [a, b] = await inTurn(async () => [
        await drawSide(sides[0], batch, look),
        await drawSide(sides[1], batch, look),
      ]);
      if (!a || !b) continue;
      for (let at = 0; at < a.length; at++)
        sums[at % area] = (sums[at % area] as number) + (b[at] as number) - (a[at] as number);
      if (from > 0) continue;
      table.set(a.subarray(0, shown));
      table.set(b.subarray(0, shown), shown);
      table.set(differences(a.subarray(0, shown), b.subarray(0, shown)), 2 * shown);
    }
    const { picture, gain } = stretched(sums.map((sum) => sum / count));
    const sheet = await sheetImage(table, resolution, seeds.length, channels);
    const mean = await sheetImage(picture, resolution, 1, channels);
    const names = [sides[0].name, sides[1].name] as const;
    const nimg = [sides[0].nimg, sides[1].nimg] as const;
    return { seeds, look, names, nimg, sheet, mean, averaged: count, gain };
  } finally {
    await inTurn(async () => open.dispose());
  }
}

/** b - a around middle grey, halved. */
function differences(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((value, at) => around(((b[at] as number) - value) * HALF));
}

/** The mean differences halved, and stretched by the largest power of 2 that cuts nothing off. */
export function stretched(means: Float64Array): { readonly picture: Uint8Array; readonly gain: number } {
  const largest = means.reduce((most, value) => Math.max(most, Math.abs(value) * HALF), 0);
  let gain = 1;
  while (gain < MOST_GAIN && 2 * gain * largest <= FURTHEST) gain *= 2;
  return { picture: Uint8Array.from(means, (value) => around(value * HALF * gain)), gain };
}

const around = (value: number) => Math.max(0, Math.min(MIDDLE + FURTHEST, MIDDLE + Math.round(value)));
