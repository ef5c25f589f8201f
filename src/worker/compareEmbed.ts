/**
 * One comparison from beginning to end: both sides and the real control drawn to features in parts, then laid on planes and
 * told apart in numbers. It keeps features only, and decides nothing: separationSentence.ts finds the words.
 */
import { chosenFeatures, type Features, featuresOf } from '../evaluation/features.ts';
import { separationSentence } from '../evaluation/separationSentence.ts';
import { standardised } from '../evaluation/standardised.ts';
import type { Command } from '../protocol/commands.ts';
import { type Comparison, FEWEST_EMBEDDED, type Separation } from '../protocol/comparison.ts';
import { PICTURES_AT_ONCE } from '../sampling/paintStyles.ts';
import { checkSeeds, drawSide, seedsFrom } from './compareDraw.ts';
import { type PictureFeatures, pictureFeatures } from './compareFeatures.ts';
import { type RealControl, realControl } from './compareReals.ts';
import { type OpenSides, openSides } from './compareSides.ts';
import type { StudioParts } from './studioParts.ts';

export type EmbedCommand = Extract<Command, { type: 'compare/embed' }>;

export interface EmbedParts extends StudioParts {
  /** Runs a part when the GPU is free and it is its turn. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  readonly progress: (what: string, done: number, of: number) => void;
  readonly signal: AbortSignal;
}

interface Sets {
  readonly generated: readonly [Features, Features];
  readonly real?: readonly [Features, Features];
}

/** Throws FailureError, or the signal's reason. */
export async function compareSides(command: EmbedCommand, parts: EmbedParts): Promise<Comparison> {
  const { seed, psi, count, method } = command;
  checkSeeds(seed, count, FEWEST_EMBEDDED);
  checkSeeds(seed + count, count, FEWEST_EMBEDDED);
  const { sets, extractor, control, open } = await gathered(command, parts);
  const noControl = typeof control === 'string' ? control : undefined;
  const names = [open.sides[0].name, open.sides[1].name] as const;
  const pictures = typeof control === 'string' ? count : control.count;
  const generated = await separated(sets.generated, pictures, command, parts, 'generated');
  const real =
    sets.real && typeof control !== 'string'
      ? await separated(sets.real, pictures, command, parts, 'real', control.groups)
      : undefined;
  const sentence = separationSentence({
    ...{ names, models: open.models, generated: generated.numbers },
    real: real?.numbers ?? noControl ?? '',
  });
  return {
    ...{ method, extractor, seed, psi, names, generated, sentence },
    nimg: [open.sides[0].nimg, open.sides[1].nimg],
    ...(real ? { real } : {}),
    ...(noControl === undefined ? {} : { noControl }),
  };
}

/** All that needs the GPU; what it held there is freed. */
async function gathered(command: EmbedCommand, parts: EmbedParts) {
  const open = await openSides(command.sides, parts, parts.inTurn);
  try {
    const control = realControl(parts.dataset()?.opened.source, open, command.count, command.seed);
    return { open, control, ...(await gatherFeatures(command, open, control, parts)) };
  } finally {
    await parts.inTurn(async () => open.dispose());
  }
}

/** Features of all pictures, on one scale. */
async function gatherFeatures(
  { seed, psi, count }: EmbedCommand,
  open: OpenSides,
  control: RealControl | string,
  parts: EmbedParts,
): Promise<{ readonly sets: Sets; readonly extractor: string }> {
  const { inTurn, signal, progress } = parts;
  const { resolution, sides } = open;
  const extractor = await inTurn(async () => pictureFeatures(resolution, open.channels));
  try {
    const reals = typeof control === 'string' ? 0 : control.count;
    const of = 2 * (count + reals);
    let done = 0;
    const gather = async (wanted: number, draw: (from: number, to: number) => Promise<Uint8Array>) => {
      const found: Features[] = [];
      for (let from = 0; from < wanted; from += PICTURES_AT_ONCE) {
        signal.throwIfAborted();
        progress('Drawing', done, of);
        const to = Math.min(wanted, from + PICTURES_AT_ONCE);
        found.push(await inTurn(async () => extractor.of(await draw(from, to))));
        done += to - from;
      }
      return joined(found, extractor);
    };
    const look = { psi, noise: 'constant' } as const;
    const generated: Features[] = [];
    // Seeds of its own for each side: the same ones would give twins, whose nearest neighbours are each other.
    for (const [i, side] of sides.entries())
      generated.push(
        await gather(count, (from, to) => drawSide(side, seedsFrom(seed + i * count + from, to - from), look)),
      );
    const real: Features[] = [];
    if (typeof control !== 'string')
      for (const side of [0, 1] as const) real.push(await gather(reals, (from, to) => control.pixels(side, from, to)));
    const [a, b, c, d] = standardised([...generated, ...real]) as [Features, Features, Features?, Features?];
    return { sets: { generated: [a, b], ...(c && d ? { real: [c, d] } : {}) }, extractor: a.extractor };
  } finally {
    await inTurn(async () => extractor.dispose());
  }
}

function joined(found: readonly Features[], { name }: PictureFeatures): Features {
  const width = found[0]?.width ?? 1;
  const values = new Float32Array(found.reduce((sum, part) => sum + part.values.length, 0));
  let at = 0;
  for (const part of found) {
    values.set(part.values, at);
    at += part.values.length;
  }
  return featuresOf(values, width, name);
}

/** On a plane, all of them; in numbers, the first `pictures` of each. */
async function separated(
  [first, second]: readonly [Features, Features],
  pictures: number,
  { method, seed }: EmbedCommand,
  { reckoner, signal, progress }: EmbedParts,
  what: 'real' | 'generated',
  groups?: RealControl['groups'],
): Promise<Separation> {
  const telling = (done: number, of: number) => progress(`Placing ${what} pictures`, done, of);
  telling(0, 1);
  const embedded = await reckoner.reckon('embedding', { first, second, method, seed }, { signal, progress: telling });
  progress(`Measuring ${what} pictures`, 0, 1);
  const some = seedsFrom(0, pictures);
  const input = { first: chosenFeatures(first, some), second: chosenFeatures(second, some), seed };
  const numbers = await reckoner.reckon('separation', { ...input, ...(groups ? { groups } : {}) }, { signal });
  return { embedded, numbers, pictures };
}
