/**
 * What the numbers of a comparison say, in words: whether the real sets are apart, whether the generated ones are, where the
 * numbers agree on it, and only where intervals do not overlap whether the model makes more or less of the difference. Pure; it
 * promises nothing beyond them.
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
const CLASSIFIER_ALONE = 'the classifier finds a difference, nearest neighbours do not';
const NEAREST_ALONE = 'nearest neighbours find a difference, the classifier does not';
/** Up to here "a little", from there on "clearly", and above the second "almost wholly". */
const LITTLE = 0.7;
const WHOLLY = 0.9;

/** What the telling numbers of one comparison say together. */
type Finding =
  | { readonly is: 'none' }
  /** In words, how far. */
  | { readonly is: 'apart'; readonly strength: string }
  /** Which number says what. */
  | { readonly is: 'unclear'; readonly why: string };

export function separationSentence({ names, generated, real, models }: SentenceInputs): string {
  const both = `${names[0]} and ${names[1]}`;
  if (isEmpty(generated)) return `There are too few pictures to tell ${both} apart: ask for more.`;
  const found = findingOf(generated);
  if (typeof real === 'string')
    return `${alone(`generated ${both} pictures`, found)}. There is no real control, so this says nothing of real slices: ${real}`;
  if (isEmpty(real))
    return `The real ${both} slices are of too few subjects to tell them apart; ${ofGenerated(found)}.`;
  const ofReal = findingOf(real);
  if (ofReal.is === 'none' && found.is === 'none')
    return `Neither the real nor the generated ${both} pictures are separated: no difference was found with as many as these.`;
  const asWell = ofReal.is === 'apart' && found.is === 'apart' && found.strength === ofReal.strength;
  const rest = asWell ? `the generated ones are as well, ${found.strength}` : ofGenerated(found);
  return `${alone(`real ${both} slices`, ofReal)}; ${rest}. ${verdict(compared(real, generated), ofReal, found, models)}`;
}

function alone(which: string, found: Finding): string {
  switch (found.is) {
    case 'none':
      return `The ${which} are not separated`;
    case 'apart':
      return `The ${which} are separated, ${found.strength}`;
    case 'unclear':
      return `Whether the ${which} are separated is not clear: ${found.why}`;
  }
}

function ofGenerated(found: Finding): string {
  switch (found.is) {
    case 'none':
      return 'the generated ones are not';
    case 'apart':
      return `the generated ones are, ${found.strength}`;
    case 'unclear':
      return `whether the generated ones are is not clear: ${found.why}`;
  }
}

type Compared = 'more' | 'less' | 'alike' | 'mixed';

function verdict(which: Compared, real: Finding, generated: Finding, models: 1 | 2): string {
  const it = models === 1 ? 'The model' : 'The models';
  const ending = models === 1 ? 's' : '';
  const disagreed = 'The numbers do not agree on which are further apart.';
  switch (which) {
    case 'more':
      // Sets of which it is not clear whether they are apart are no exaggeration.
      return generated.is === 'apart' ? `${it} exaggerate${ending} the difference.` : disagreed;
    case 'less':
      if (real.is !== 'apart') return disagreed;
      return generated.is === 'none'
        ? `${it} ${models === 1 ? 'has' : 'have'} lost the difference.`
        : `${it} make${ending} less of the difference than there is.`;
    case 'mixed':
      return disagreed;
    case 'alike':
      if (real.is === 'apart' && generated.is === 'apart')
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

/** Apart where every number's interval lies above chance, unclear where only one's does. */
function findingOf(numbers: readonly SeparationNumber[]): Finding {
  const known = TELLING.flatMap((id) => numberOf(numbers, id) ?? []);
  const [above, rest] = [true, false].map((wanted) =>
    known.filter(({ interval, ifNone }) => interval.low > ifNone === wanted),
  ) as [SeparationNumber[], SeparationNumber[]];
  if (above.length === 0) return { is: 'none' };
  if (rest.length > 0)
    return {
      is: 'unclear',
      why: above[0]?.id === 'auc' ? CLASSIFIER_ALONE : NEAREST_ALONE,
    };
  const most = Math.max(...above.map(({ value }) => value));
  if (most < LITTLE) return { is: 'apart', strength: 'a little' };
  return { is: 'apart', strength: most < WHOLLY ? 'clearly' : 'almost wholly' };
}

const numberOf = (numbers: readonly SeparationNumber[], id: SeparationNumber['id']) =>
  numbers.find((number) => number.id === id);
const isEmpty = (numbers: readonly SeparationNumber[]) => !TELLING.some((id) => numberOf(numbers, id));
