/** The words and choices of the comparing panes: sides, methods, numbers. Pure; it judges nothing. */
import {
  type Comparison,
  type EmbeddingMethod,
  FEWEST_EMBEDDED,
  MOST_EMBEDDED,
  MOST_PAIRS,
  type SeparationNumber,
  type Side,
} from '../../protocol/comparison.ts';
import type { SavedRun } from '../../protocol/savedRuns.ts';
import type { AppState } from '../../state/appState.ts';
import { runIsActive } from '../../state/questions.ts';
import { countText, decimalText } from '../kit/format.ts';

const REALS_PER_KIMG = 1000;
const NUMBER_DECIMALS = 2;
const LARGEST_PSI = 1.2;

export const METHODS: readonly { readonly value: EmbeddingMethod; readonly label: string }[] = [
  { value: 'umap', label: 'UMAP' },
  { value: 'tsne', label: 't-SNE' },
  { value: 'pca', label: 'PCA' },
];

export const methodText = (method: EmbeddingMethod) => METHODS.find(({ value }) => value === method)?.label ?? method;

const NUMBER_NAMES: Readonly<Record<SeparationNumber['id'], string>> = {
  oneNearest: '1-NN accuracy',
  silhouette: 'Silhouette',
  auc: 'Classifier AUC',
};

export interface SideOption {
  /** Of the select; unique. */
  readonly value: string;
  readonly label: string;
  readonly group: string;
  readonly side: Side;
}

/** The classes that what is drawn with now knows, as far as its sheet shows them. */
export function classesDrawn(state: AppState): readonly string[] | undefined {
  const ofRun = state.run?.sheets.at(-1)?.rowLabels;
  if (state.run && (runIsActive(state) || !state.weights.opened)) return ofRun;
  return state.weights.sheet?.rowLabels;
}

/** Classes first, then saved runs with a picture, newest save first. */
export function sideOptions(classes: readonly string[], runs: readonly SavedRun[]): SideOption[] {
  const ofClasses = classes.map(
    (className): SideOption => ({
      value: `class ${className}`,
      label: className,
      group: 'Classes of these networks',
      side: { kind: 'class', className },
    }),
  );
  const ofRuns = runs
    .filter(({ held, nimg }) => held !== 'elsewhere' && nimg > 0)
    .toSorted((a, b) => b.savedAt - a.savedAt)
    .map(
      ({ runId, name, resolution, nimg }): SideOption => ({
        value: `run ${runId}`,
        label: `${name}, ${resolution} px, ${kimgOf(nimg)} kimg`,
        group: 'Saved runs',
        side: { kind: 'run', runId },
      }),
    );
  return [...ofClasses, ...ofRuns];
}

/** "AD and NC"; long names are cut, for a title that fits. */
export const titleText = ([first, second]: readonly [string, string]) => `${shortName(first)} and ${shortName(second)}`;

const LONGEST_IN_TITLE = 18;
const shortName = (name: string) =>
  name.length <= LONGEST_IN_TITLE ? name : `${name.slice(0, LONGEST_IN_TITLE - 1).trimEnd()}…`;

/** "UMAP of 1,000 each, seed 7". */
export function comparisonText({ method, generated, seed }: Comparison): string {
  return `${methodText(method)} of ${countText(generated.embedded.first)} each, seed ${seed}`;
}

/** What the numbers are of, and how far they go. */
export function basisText({ generated, extractor, psi, nimg, real }: Comparison): string {
  const kimg = nimg[0] === nimg[1] ? `${kimgOf(nimg[0])} kimg` : `${kimgOf(nimg[0])} and ${kimgOf(nimg[1])} kimg`;
  const which = real ? 'real and generated' : 'generated';
  return (
    `Numbers on the features of ${countText(generated.pictures)} pictures of each, ${which}, not on the points; behind each its middle 95 %. ` +
    `Extractor: ${extractor}. Drawn at psi ${decimalText(psi, 2)}, at ${kimg}, each side from seeds of its own.`
  );
}

interface NumberRow {
  readonly name: string;
  readonly real: NumberCell | undefined;
  readonly generated: NumberCell | undefined;
  readonly ifNone: string;
}

export interface NumberCell {
  readonly value: string;
  /** "0.49 to 0.57". */
  readonly interval: string;
}

/** A row a number that at least one of the two has. */
export function numberRows({ real, generated }: Comparison): NumberRow[] {
  return (Object.keys(NUMBER_NAMES) as SeparationNumber['id'][]).flatMap((id) => {
    const find = (numbers: readonly SeparationNumber[] | undefined) => numbers?.find((number) => number.id === id);
    const [ofReal, ofGenerated] = [find(real?.numbers), find(generated.numbers)];
    const known = ofGenerated ?? ofReal;
    if (!known) return [];
    return [
      {
        name: NUMBER_NAMES[id],
        real: ofReal && cellOf(ofReal),
        generated: ofGenerated && cellOf(ofGenerated),
        ifNone: decimalText(known.ifNone, NUMBER_DECIMALS),
      },
    ];
  });
}

function cellOf({ value, interval: { low, high } }: SeparationNumber): NumberCell {
  return {
    value: decimalText(value, NUMBER_DECIMALS),
    interval: `${decimalText(low, NUMBER_DECIMALS)} to ${decimalText(high, NUMBER_DECIMALS)}`,
  };
}

/** What is wrong with a number of pictures, or of seeds averaged. */
export const countProblem = (count: number) => wholeProblem(count, FEWEST_EMBEDDED, MOST_EMBEDDED);
export const pairsProblem = (count: number) => wholeProblem(count, 1, MOST_PAIRS);
const LARGEST_SEED = 2 ** 32 - 1;
export const seedProblem = (seed: number) => wholeProblem(seed, 0, LARGEST_SEED - 2 * MOST_EMBEDDED);

function wholeProblem(value: number, least: number, most: number): string | undefined {
  if (Number.isInteger(value) && value >= least && value <= most) return undefined;
  return `Take a whole number from ${least} to ${countText(most)}.`;
}

export function psiProblem(psi: number): string | undefined {
  return psi >= 0 && psi <= LARGEST_PSI ? undefined : `Take a number from 0 to ${LARGEST_PSI}.`;
}

/** "281.0". */
export const kimgOf = (nimg: number) => decimalText(nimg / REALS_PER_KIMG, 1);
