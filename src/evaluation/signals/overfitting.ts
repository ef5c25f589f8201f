/**
 * Whether the critic has learnt its slices by heart: r, the mean sign of its scores of reals (or, under losses whose zero
 * means nothing, its scores of held-out slices between those of training slices and of fakes). 0 is none, 1 is entirely.
 * Unknown where the loss has no such number, or nothing reports it. By itself it is no alarm: a critic whose generator lags
 * behind is as sure, and a healthy run of small networks had 0.998 over a kimg.
 * @see Karras 2020, "Training GANs with limited data", section 3
 */
import { AUGMENT_SIGNALS } from '../../protocol/augmentation.ts';
import type { SignalReading } from '../../protocol/judging.ts';
import type { StatPath, TickRecord } from '../../protocol/stats.ts';
import type { TrainConfig } from '../../protocol/trainConfig.ts';
import { type HealthInputs, levelOf, meanOf, REALS_PER_KIMG, ticksHere, unknown, written } from './inputs.ts';

const SIGNAL = 'overfitting';
/** The paper's runs that overfit went through 0.8 on their way to 1; references in good health reached 0.86 for a while. */
const WATCH = 0.88;
/** Kimg that must lie above: the critic is often ahead for a short while. */
const WINDOW = 1;
/** Times that a slice must have been seen to be known by heart: an assumption, on the early side. */
const EPOCHS = 10;

export function readOverfitting({ config, nimg, ticks }: HealthInputs): SignalReading {
  const path = pathOf(config);
  if (!path)
    return unknown(SIGNAL, `The ${config.loss} loss has no sign of overfitting without adaptive augmentation.`);
  if (isYoung(ticks, nimg)) return unknown(SIGNAL, 'Too early: nothing can have been learnt by heart yet.');
  const recent = ticksHere(ticks).filter((tick) => tick.nimg > nimg - WINDOW * REALS_PER_KIMG);
  const values = recent.flatMap(({ stats }) => stats[path] ?? []);
  const reach = ticks.find((tick) => tick.nimg > nimg - WINDOW * REALS_PER_KIMG);
  if (values.length === 0 || !reach) return unknown(SIGNAL, 'No tick has reported it yet.');
  const value = meanOf(values);
  const p = ticks.at(-1)?.stats['Progress/augment'];
  const level = levelOf(value, WATCH, Number.POSITIVE_INFINITY);
  return { signal: SIGNAL, level, value, nimg, band: { low: 0, high: WATCH }, sentence: sentenceOf(value, level, p) };
}

/** The sign of reals' scores also where nothing adapts to it. */
function pathOf({ augment, loss }: TrainConfig): StatPath | undefined {
  if (augment === 'ada') return 'Progress/overfitting';
  return AUGMENT_SIGNALS[loss] === 'sign' ? 'Loss/signs/real' : undefined;
}

/** Before twice the window the critic of any run is ahead; nothing can have been learnt by heart by then, or in few epochs. */
const isYoung = (ticks: readonly TickRecord[], nimg: number) =>
  nimg < 2 * WINDOW * REALS_PER_KIMG || ticks.length < 2 || (ticks.at(-1)?.epoch ?? 0) < EPOCHS;

function sentenceOf(value: number, level: SignalReading['level'], p: number | undefined): string {
  const now = `Overfitting r = ${written(value)} of 1`;
  if (level === 'healthy') return `${now}: the critic does not know its slices by heart.`;
  const help = p === undefined ? '' : ` Augmentation is at p = ${written(p)}.`;
  return `${now}: the critic is sure of nearly all training slices.${help}`;
}
