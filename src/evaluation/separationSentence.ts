/**
 * What the numbers of a comparison say, in words: whether the real sets are apart, whether the generated ones are, and only
 * where intervals do not overlap whether the model makes more or less of the difference. Pure; it promises nothing beyond them.
 */
import type { SeparationNumber } from '../protocol/comparison.ts';

export interface SentenceInputs {
  readonly names: readonly [string, string];
  readonly generated: readonly SeparationNumber[];
  /** The control, or why there is none, as a sentence. */
  readonly real: readonly SeparationNumber[] | string;
  /** One where both sides are of one network. */
  readonly models: 1 | 2;
}

/** Of the two that tell whether there is a difference; the silhouette says how it lies. */
const TELLING = ['auc', 'oneNearest'] as const;
/** Up to here "a little", from there on "clearly", and above the second "almost wholly". */
const LITTLE = 0.7;
const WHOLLY = 0.9;

export function separationSentence({ names, generated, real, models }: SentenceInputs): string {
  const both = `${names[0]} and ${names[1]}`;
  if (isEmpty(generated)) return `There are too few pictures to tell ${both} apart: ask for more.`;
  const strength = strengthOf(generated);
  if (typeof real === 'string') {
    const found =
      strength === undefined
        ? `The generated ${both} pictures are not separated.`
        : `The generated ${both} pictures are separated, ${strength}.`;
    return `${found} There is no real control, so this says nothing of real slices: ${real}`;
  }
  if (isEmpty(real))
    return `The real ${both} slices are of too few subjects to tell them apart; ${ofGenerated(strength)}.`;
  const realStrength = strengthOf(real);
  if (realStrength === undefined && strength === undefined)
    return `Neither the real nor the generated ${both} pictures are separated: no difference was found with as many as these.`;
  return `${opening(both, realStrength, strength)} ${verdict(compared(real, generated), realStrength, strength, models)}`;
}

function opening(both: string, real: string | undefined, generated: string | undefined): string {
  if (real === undefined) return `The real ${both} slices are not separated; ${ofGenerated(generated)}.`;
  const how = generated === real ? `; the generated ones are as well, ${generated}` : `; ${ofGenerated(generated)}`;
  return `The real ${both} slices are separated, ${real}${how}.`;
}

const ofGenerated = (strength: string | undefined) =>
  strength === undefined ? 'the generated ones are not' : `the generated ones are, ${strength}`;

type Compared = 'more' | 'less' | 'alike' | 'mixed';

function verdict(which: Compared, real: string | undefined, generated: string | undefined, models: 1 | 2): string {
  const it = models === 1 ? 'The model' : 'The models';
  const ending = models === 1 ? 's' : '';
  switch (which) {
    case 'more':
      return `${it} exaggerate${ending} the difference.`;
    case 'less':
      return generated === undefined
        ? `${it} ${models === 1 ? 'has' : 'have'} lost the difference.`
        : `${it} make${ending} less of the difference than there is.`;
    case 'mixed':
      return 'The numbers do not agree on which are further apart.';
    case 'alike':
      if (real !== undefined && generated !== undefined)
        return `${it} show${ending} the difference about as it is, as far as the intervals tell.`;
      return 'The intervals overlap: with as few pictures and subjects as these, that may be chance.';
  }
}

/** How the generated numbers lie to the real ones, by intervals that do not touch. */
function compared(real: readonly SeparationNumber[], generated: readonly SeparationNumber[]): Compared {
  let [more, less] = [false, false];
  for (const id of TELLING) {
    const [r, g] = [numberOf(real, id), numberOf(generated, id)];
    if (!r || !g) continue;
    if (g.interval.low > r.interval.high) more = true;
    if (r.interval.low > g.interval.high) less = true;
  }
  if (more && less) return 'mixed';
  if (more) return 'more';
  return less ? 'less' : 'alike';
}

/** In words; undefined where chance lies within the intervals. */
function strengthOf(numbers: readonly SeparationNumber[]): string | undefined {
  const apart = TELLING.flatMap((id) => {
    const found = numberOf(numbers, id);
    return found && found.interval.low > found.ifNone ? [found.value] : [];
  });
  if (apart.length === 0) return undefined;
  const most = Math.max(...apart);
  if (most < LITTLE) return 'a little';
  return most < WHOLLY ? 'clearly' : 'almost wholly';
}

const numberOf = (numbers: readonly SeparationNumber[], id: SeparationNumber['id']) =>
  numbers.find((number) => number.id === id);
const isEmpty = (numbers: readonly SeparationNumber[]) => !TELLING.some((id) => numberOf(numbers, id));
