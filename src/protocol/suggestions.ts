/**
 * Values for resolution, batch and number of slices in the manner of StyleGAN2-ADA's "auto" configuration, each with its
 * reason. They are rules of thumb and refuse to be applied by anybody but the person who reads them.
 * @see Karras 2020, "Training Generative Adversarial Networks with Limited Data", appendix C
 */
import { AUGMENT_SIGNALS } from './augmentation.ts';
import { type DataFacts, plannedKimg } from './dataFacts.ts';
import { NEEDED_BY_DIGITS, NEEDED_BY_SLICES, RULE_HOLDS_FROM, usualGamma } from './gammaRule.ts';
import { resolutionsOf } from './plan.ts';
import { atResolution, type PerResolution, type TrainConfig } from './trainConfig.ts';

export type Suggestion = {
  [Name in keyof TrainConfig]: {
    readonly field: Name;
    readonly value: TrainConfig[Name];
    /** One sentence: whose rule it is, and where it comes from. */
    readonly reason: string;
  };
}[keyof TrainConfig];

/**
 * Suggestions for a valid config, as far as they differ from it; without facts those that need no data set. They agree
 * with one another: used together they leave nothing more to suggest.
 */
export function suggestionsOf(config: TrainConfig, facts?: DataFacts): Suggestion[] {
  const batch = usualBatch(config);
  const wanted: TrainConfig = { ...config, batch };
  return [
    {
      field: 'batch' as const,
      value: batch,
      reason: 'ADA’s rule for one GPU: 32 slices, and fewer above 128 px, so that a step fits the memory.',
    },
    ...sizeSuggestions(config),
    ...groupSuggestion(wanted),
    ...rateSuggestions(config),
    ...gammaSuggestion(wanted),
    ...averageSuggestion(wanted, facts),
    ...(facts ? augmentationSuggestions(config, facts) : []),
    ...classSuggestions(config, facts),
  ].filter(({ field, value }) => JSON.stringify(value) !== JSON.stringify(config[field]));
}

const LARGEST_BATCH = 32;
/** batch = BATCH_PIXELS / resolution, at most LARGEST_BATCH. */
const BATCH_PIXELS = 4096;

/** One number, or a map where a growing network needs different ones. */
function usualBatch(config: TrainConfig): PerResolution {
  const entries = resolutionsOf(config).map((side) => [side, Math.min(BATCH_PIXELS / side, LARGEST_BATCH)] as const);
  const changes = entries.filter(([, batch], index) => batch !== entries[index - 1]?.[1]);
  return changes.length === 1 ? (changes[0]?.[1] ?? LARGEST_BATCH) : Object.fromEntries(changes);
}

const LARGEST_LATENT = 512;
const SMALLEST_LATENT = 64;
const LARGEST_CHANNEL_BASE = 32_768;
const USUAL_CHANNEL_BASE = 16_384;
const USUAL_MAPPING_LAYERS = 2;

function sizeSuggestions({ resolution }: TrainConfig): Suggestion[] {
  const width = Math.min(LARGEST_LATENT, Math.max(SMALLEST_LATENT, 2 * resolution));
  const small = `ADA uses 512; the reference runs at 32 px did with 64, and twice the resolution lies between them.`;
  const large = 'ADA’s value.';
  const reason = width === LARGEST_LATENT ? large : small;
  const base = resolution >= LARGEST_LATENT ? LARGEST_CHANNEL_BASE : Math.min(USUAL_CHANNEL_BASE, resolution ** 2);
  return [
    { field: 'zDim', value: width, reason },
    { field: 'wDim', value: width, reason },
    {
      field: 'mappingLayers',
      value: USUAL_MAPPING_LAYERS,
      reason: 'ADA’s auto configuration: eight gain nothing on small sets.',
    },
    {
      field: 'channelBase',
      value: base,
      reason:
        resolution >= RULE_HOLDS_FROM
          ? 'ADA’s rule: 32,768 from 512 px, half of it below.'
          : 'ADA’s 16,384 is for 128 px and more; the reference runs at 32 px did with 1,024, the square of the resolution.',
    },
    { field: 'channelMax', value: width, reason },
  ];
}

const USUAL_GROUP = 4;

function groupSuggestion({ batch, accumulation, resolution }: TrainConfig): Suggestion[] {
  const part = atResolution(batch, resolution) / accumulation;
  if (!Number.isInteger(part)) return [];
  const value = part % USUAL_GROUP === 0 ? USUAL_GROUP : part % 2 === 0 ? 2 : 1;
  return [{ field: 'mbstdGroup', value, reason: 'ADA’s rule: groups of 4, or what a part of the batch allows.' }];
}

const USUAL_RATE = 0.0025;

/** ADA's rates are for the StyleGAN2 family with a logistic loss; for others it says nothing. */
function rateSuggestions({ arch, loss }: TrainConfig): Suggestion[] {
  if (arch === 'stylegan' || loss === 'wgan-gp') return [];
  const reason = 'ADA’s rule for stylegan2 below 1024 px.';
  return [
    { field: 'gLr', value: USUAL_RATE, reason },
    { field: 'dLr', value: USUAL_RATE, reason },
  ];
}

function gammaSuggestion(config: TrainConfig): Suggestion[] {
  const { loss, resolution, augmentOps } = config;
  if (loss === 'wgan-gp') return [];
  const batch = atResolution(config.batch, resolution);
  const value = usualGamma(resolution, batch, augmentOps);
  const reason =
    resolution >= RULE_HOLDS_FROM
      ? `ADA’s rule: 0.0002 × resolution² / batch, here with a batch of ${batch}.`
      : `ADA’s rule gives far too little below ${RULE_HOLDS_FROM} px: reference runs at 32 px needed ${NEEDED_BY_SLICES} for brain slices and ${NEEDED_BY_DIGITS} for digits; between those and the rule at ${RULE_HOLDS_FROM} px this is interpolated.`;
  const r1 = { field: 'r1Gamma', value, reason } as const;
  if (loss !== 'relativistic') return [r1];
  return [r1, { field: 'r2Gamma', value, reason: 'The relativistic loss takes both penalties, equally strong.' }];
}

/** Half-life in kimg = batch * EMA_FACTOR. */
const EMA_FACTOR = 10 / 32;
/** A longer half-life than this share of a run would still show its beginning at its end; as the usual ramp has it. */
const LONGEST_SHARE = 0.05;

function averageSuggestion(config: TrainConfig, facts: DataFacts | undefined): Suggestion[] {
  const rule = atResolution(config.batch, config.resolution) * EMA_FACTOR;
  const kimg = plannedKimg(config, facts) ?? Number.POSITIVE_INFINITY;
  const capped = kimg * LONGEST_SHARE < rule;
  return [
    {
      field: 'emaKimg',
      value: Number((capped ? kimg * LONGEST_SHARE : rule).toPrecision(2)),
      reason: capped
        ? 'ADA’s rule, batch × 10 / 32, is long for a run of this length: 5 % of it.'
        : 'ADA’s rule: batch × 10 / 32 kimg.',
    },
  ];
}

/** Sets up to here gained from it in the paper. @see Karras 2020, figure 7 */
const SMALL_SET = 10_000;
const USUAL_HELD_OUT = 0.1;

function augmentationSuggestions({ augment, loss, heldOut }: TrainConfig, facts: DataFacts): Suggestion[] {
  if (augment !== 'none' || facts.trainingSlices >= SMALL_SET) return [];
  const needsHeldOut = AUGMENT_SIGNALS[loss] === 'heldOut' && heldOut === 0;
  return [
    {
      field: 'augment',
      value: 'ada',
      reason: `${facts.trainingSlices.toLocaleString('en-US')} slices are a small set: ada augments as much as overfitting asks for, and not at all where there is none.`,
    },
    ...(needsHeldOut
      ? [
          {
            field: 'heldOut',
            value: USUAL_HELD_OUT,
            reason: `With ${loss}, ada sees overfitting on held-out slices.`,
          } as const,
        ]
      : []),
  ];
}

const FEW_CLASSES = 2;
/** Shares of a run's length: our choice. @see Shahbazi 2022, "Collapse by conditioning", which warms up likewise */
const WARM_UP = { from: 0.1, full: 0.2 };

function classSuggestions(config: TrainConfig, facts: DataFacts | undefined): Suggestion[] {
  const kimg = plannedKimg(config, facts);
  const { conditional, trainOn, labelFullKimg } = config;
  const classes = typeof trainOn === 'string' ? facts?.classes.length : trainOn.length;
  if (!conditional || labelFullKimg > 0 || kimg === undefined || classes !== FEW_CLASSES) return [];
  const reason =
    'Runs of two classes told from the first step collapse at once: a tenth of the run without, then a tenth rising.';
  return [
    { field: 'labelFromKimg', value: Number((kimg * WARM_UP.from).toPrecision(2)), reason },
    { field: 'labelFullKimg', value: Number((kimg * WARM_UP.full).toPrecision(2)), reason },
  ];
}
