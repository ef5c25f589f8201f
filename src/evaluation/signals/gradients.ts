/**
 * Gradients as far as a run reports them: the penalty on the critic's slope, the size of both losses, and whether the
 * generator's loss still moves. It knows no norms of the networks' own gradients: nothing reports those.
 */
import type { HealthLevel, SignalReading } from '../../protocol/judging.ts';
import type { StatPath } from '../../protocol/stats.ts';
import {
  deviationOf,
  type HealthInputs,
  levelOf,
  meanOf,
  medianOf,
  RISING,
  stretch,
  ticksHere,
  unknown,
  written,
} from './inputs.ts';

const SIGNAL = 'gradients';
const PENALTIES: readonly StatPath[] = ['Loss/r1_penalty', 'Loss/r2_penalty', 'Loss/gradient_penalty'];
/** A tick's mean penalty. Losses are about 1; healthy runs and references reached 1.6 in a mean. */
const WATCH_PENALTY = 6;
const ALARM_PENALTY = 20;
/** ... and against the median of the ticks before, where it is above SOME_PENALTY. */
const RISE = 10;
const SOME_PENALTY = 2;
const FEWEST_TICKS = 4;
/** The losses' mean size over this many kimg against the median of the last 8, of one at least. */
const WINDOW = 0.25;
const USUAL_FROM = 8;
const USUAL_TO = 0.5;
const USUAL_LEAST = 1;
const WATCH_LOSS_RISE = 6;
const ALARM_LOSS_RISE = 20;
/** Losses of this size are no matter, whatever they were. */
const SOME_LOSS = 8;
/** G's loss over half a kimg: its deviation was 0.096 at least in healthy runs, of a mean of about 1. */
const FROZEN_WINDOW = 0.5;
const FROZEN = 0.005;

interface Finding {
  readonly level: HealthLevel;
  readonly value: number;
  readonly high?: number;
  readonly sentence: string;
}

export function readGradients(inputs: HealthInputs): SignalReading {
  const findings = [penalty(inputs), losses(inputs), movement(inputs)].filter((finding) => finding !== undefined);
  // The worst; of those alike the first.
  const [first] = findings.toSorted((a, b) => RISING.indexOf(b.level) - RISING.indexOf(a.level));
  if (!first) return unknown(SIGNAL, 'Too few steps at this resolution yet.');
  const { level, value, high, sentence } = first;
  const band = high === undefined ? {} : { band: { low: 0, high } };
  return { signal: SIGNAL, level, value, nimg: inputs.nimg, ...band, sentence };
}

/** The largest of the penalties, as the last tick has it. */
function penalty({ ticks }: HealthInputs): Finding | undefined {
  const steady = ticksHere(ticks);
  const findings = PENALTIES.flatMap((path) => {
    const values = steady.flatMap(({ stats }) => stats[path] ?? []);
    const value = values.at(-1);
    if (value === undefined) return [];
    const before = values.slice(0, -2);
    const usual = before.length >= FEWEST_TICKS ? medianOf(before) : undefined;
    const hasRisen = usual !== undefined && value > Math.max(SOME_PENALTY, RISE * usual);
    // One tick may hold a single lazy penalty: an alarm takes two of them.
    const both = Math.min(value, values.at(-2) ?? 0);
    const level = both >= ALARM_PENALTY ? 'alarm' : value >= WATCH_PENALTY || hasRisen ? 'watch' : 'healthy';
    const name =
      path === 'Loss/gradient_penalty'
        ? 'The gradient penalty'
        : `The ${path.slice('Loss/'.length, 'Loss/r1'.length).toUpperCase()} penalty`;
    const sentence =
      level === 'healthy'
        ? `${name} is ${written(value)}: the critic's slope is bounded.`
        : `${name} is ${written(value)}, ${usual === undefined ? 'far above the losses' : `${written(usual)} before`}: the critic's slope grows without bound.`;
    return [{ level, value, high: WATCH_PENALTY, sentence } satisfies Finding];
  });
  return findings.toSorted((a, b) => b.value - a.value)[0];
}

function losses({ steps }: HealthInputs): Finding | undefined {
  const findings = (['Loss/G/loss', 'Loss/D/loss'] as const).flatMap((stat) => {
    const now = stretch(steps, stat, WINDOW);
    if (!now) return [];
    const size = meanOf(now.map(Math.abs));
    const before = stretch(steps, stat, USUAL_FROM, USUAL_TO, USUAL_LEAST);
    const usual = before ? Math.max(medianOf(before.map(Math.abs)), 1) : undefined;
    const rise = usual === undefined ? 0 : size / usual;
    const level = size < SOME_LOSS ? 'healthy' : levelOf(rise, WATCH_LOSS_RISE, ALARM_LOSS_RISE);
    const whose = stat === 'Loss/G/loss' ? "The generator's" : "The critic's";
    const sentence =
      level === 'healthy'
        ? `${whose} loss is ${written(size)}, as it usually is.`
        : `${whose} loss is ${written(size)}, ${written(rise)} times what it was: training runs away.`;
    return [{ level, value: size, sentence } satisfies Finding];
  });
  return findings.toSorted((a, b) => b.value - a.value)[0];
}

function movement({ steps }: HealthInputs): Finding | undefined {
  const now = stretch(steps, 'Loss/G/loss', FROZEN_WINDOW);
  if (!now) return undefined;
  const deviation = deviationOf(now);
  const bound = FROZEN * Math.max(1, Math.abs(meanOf(now)));
  if (deviation > bound) return undefined;
  const longer = stretch(steps, 'Loss/G/loss', 2 * FROZEN_WINDOW);
  const lasts = longer !== undefined && deviationOf(longer) <= bound;
  const sentence = `The generator's loss has stood still for half a kimg (it varies by ${written(deviation)}): no gradient reaches it.`;
  return { level: lasts ? 'alarm' : 'watch', value: deviation, sentence };
}
