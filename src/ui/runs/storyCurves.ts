/**
 * Two runs' stories as curves that share a chart, and the settings in which they differ. Pure; it draws nothing and weighs
 * nothing: measurements of different extractors are not put on one curve.
 */
import type { RunStory } from '../../protocol/events.ts';
import { fieldOf } from '../../protocol/fields.ts';
import type { MetricId } from '../../protocol/judging.ts';
import { STEP_STATS, type StepStat } from '../../protocol/stats.ts';
import { extent, linearScale, type Scale } from '../losses/lossScale.ts';
import { smooth } from '../losses/smooth.ts';
import { nameAlone, SETTINGS, sameValue, valueText } from '../training/settings.ts';

const REALS_PER_KIMG = 1000;
/** Of the past, in the lines of losses and scores; measurements are drawn as they are. */
const SMOOTHING = 0.9;

export interface CurveChoice {
  readonly value: StepStat | MetricId;
  readonly label: string;
  readonly group: string;
}

export interface StoryCurve {
  readonly kimg: readonly number[];
  readonly values: readonly number[];
}

const STAT_LABELS: Readonly<Record<StepStat, string>> = {
  'Loss/G/loss': 'Generator loss',
  'Loss/D/loss': 'Critic loss',
  'Loss/scores/real': 'Scores of real slices',
  'Loss/scores/fake': 'Scores of generated pictures',
};
const METRIC_LABELS: Readonly<Partial<Record<MetricId, string>>> = {
  swd: 'Sliced Wasserstein distance',
  msSsim: 'MS-SSIM of pairs',
  kid: 'KID',
  frechet: 'Fréchet distance',
  precision: 'Precision',
  recall: 'Recall',
  density: 'Density',
  coverage: 'Coverage',
};

/** Losses, then every metric that either run was measured by, with the extractors where they differ. */
export function curveChoices(stories: readonly [RunStory, RunStory]): CurveChoice[] {
  const losses = STEP_STATS.map((value): CurveChoice => ({ value, label: STAT_LABELS[value], group: 'Training' }));
  const ids = new Set(
    stories.flatMap(({ evaluations }) => evaluations.flatMap(({ numbers }) => numbers.map(({ id }) => id))),
  );
  const metrics = [...ids].map((value): CurveChoice => ({ value, label: metricLabel(value), group: 'Measurements' }));
  return [...losses, ...metrics];
}

function metricLabel(id: MetricId): string {
  return METRIC_LABELS[id] ?? `Sliced Wasserstein distance, ${id.replace('swd/', '')} px`;
}

/** A run's points by kimg; none where it was not measured so. */
export function storyCurve({ steps, evaluations }: RunStory, choice: CurveChoice['value']): StoryCurve {
  if (isStat(choice)) {
    const smoothed = smooth(steps.values[choice], steps.nimg.length, SMOOTHING);
    return { kimg: Array.from(steps.nimg, toKimg), values: [...smoothed] };
  }
  const points = evaluations.flatMap(({ nimg, numbers }) => {
    const found = numbers.find(({ id }) => id === choice);
    return found ? [{ kimg: toKimg(nimg), value: found.value }] : [];
  });
  return { kimg: points.map(({ kimg }) => kimg), values: points.map(({ value }) => value) };
}

/** Why two curves of a measurement must not be laid over each other, as a sentence; undefined where they may. */
export function curveCaveat(
  [first, second]: readonly [RunStory, RunStory],
  choice: CurveChoice['value'],
): string | undefined {
  if (isStat(choice)) return undefined;
  const basis = ({ evaluations }: RunStory) =>
    new Set(
      evaluations.map(({ extractor, pictures, resolution, scales }) =>
        JSON.stringify([extractor, pictures, resolution, scales]),
      ),
    );
  const all = new Set([...basis(first), ...basis(second)]);
  if (all.size <= 1) return undefined;
  return 'These were not all measured alike: extractor, resolution or number of pictures differ, so their heights do not compare.';
}

/** A scale for both. */
export function curveScale(curves: readonly StoryCurve[]): Scale {
  const values = curves.flatMap((curve) => curve.values);
  const ends = extent(values, Array.from(values.keys()));
  return linearScale(...(ends ?? [0, 1]));
}

interface SettingRow {
  readonly name: string;
  readonly values: readonly [string, string];
}

/** The settings that differ, in the form's order. */
export function settingRows([first, second]: readonly [RunStory, RunStory]): SettingRow[] {
  const preset = { name: 'Preset', values: [first.config.preset, second.config.preset] as const };
  const rows = SETTINGS.filter(({ name }) => !sameValue(first.config[name], second.config[name])).map((setting) => {
    const field = fieldOf(setting.name);
    return {
      name: nameAlone(field),
      values: [valueText(field, first.config[field.name]), valueText(field, second.config[field.name])] as const,
    };
  });
  return first.config.preset === second.config.preset ? rows : [preset, ...rows];
}

const isStat = (choice: CurveChoice['value']): choice is StepStat => STEP_STATS.some((stat) => stat === choice);
const toKimg = (nimg: number) => nimg / REALS_PER_KIMG;
