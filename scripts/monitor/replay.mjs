// @ts-check
/**
 * Gives a recorded run to the health monitor tick by tick, as the worker does while it trains, and says when its light
 * changed. What was not recorded is not made up: signals that need it stay unknown.
 */

/** Reals of a tick, where the log has none of its own. */
const TICK = 250;
const KIMG = 1000;
/** What is left for the truth to lie above the bound. */
const ERROR = 0.05;
/** A mean that no count's bound reaches, and halvings that make it exact to a float. */
const FAR_ABOVE = 20;
const BISECTIONS = 60;
const STATS = /** @type {const} */ (['Loss/G/loss', 'Loss/D/loss', 'Loss/scores/real', 'Loss/scores/fake']);

/**
 * @typedef {object} Recorded
 * @property {string} name
 * @property {Record<string, any>} config
 * @property {readonly { nimg: number, resolution: number, alpha: number, values: readonly number[] }[]} steps
 * @property {readonly Record<string, any>[]} [ticks]
 * @property {readonly Record<string, any>[]} evaluations
 * @property {number} [onset]
 * @property {string} [ended]
 */

/**
 * Alarms with the signals behind them, and the first alarm of each signal by itself.
 * @param {(inputs: any) => any} readHealth
 * @param {Recorded} run
 * @param {(nimg: number) => boolean} [isMeasured] which of the measurements the monitor is given
 */
export function replay(readHealth, run, isMeasured = () => true) {
  const alarms = [];
  /** @type {Record<string, number>} */
  const first = {};
  /** @type {Record<string, number>} */
  const watched = {};
  let previous;
  let watches = 0;
  const ticks = run.ticks ?? ticksOf(run.steps);
  const evaluations = run.evaluations.filter(({ nimg }) => isMeasured(nimg));
  for (const [i, { nimg }] of ticks.entries()) {
    const health = readHealth({
      config: run.config,
      nimg,
      ticks: ticks.slice(0, i + 1),
      steps: blockOf(run.steps.filter((step) => step.nimg <= nimg)),
      evaluations: evaluations.filter((evaluation) => evaluation.nimg <= nimg),
      previous,
    });
    for (const { signal, level } of health.signals) {
      if (level === 'alarm' && nimg > (run.onset ?? 0)) first[signal] ??= nimg;
      if ((level === 'alarm' || level === 'watch') && nimg > (run.onset ?? 0)) watched[signal] ??= nimg;
    }
    if (health.level === 'alarm' && previous?.level !== 'alarm')
      alarms.push({ nimg, reason: health.reason, signals: health.signals });
    if (health.level === 'watch' && previous?.level !== 'watch') watches++;
    previous = health;
  }
  return { alarms, first, watched, watches, last: previous, end: ticks.at(-1)?.nimg ?? 0 };
}

/** @param {Recorded['steps']} steps */
function blockOf(steps) {
  return {
    nimg: Float64Array.from(steps, ({ nimg }) => nimg),
    resolution: Uint16Array.from(steps, ({ resolution }) => resolution),
    alpha: Float32Array.from(steps, ({ alpha }) => alpha),
    values: Object.fromEntries(
      STATS.map((stat, column) => [stat, Float32Array.from(steps, ({ values }) => values[column] ?? 0)]),
    ),
  };
}

/** Ticks of the four losses alone. @param {Recorded['steps']} steps */
function ticksOf(steps) {
  const ticks = [];
  for (const [i, step] of steps.entries()) {
    const isDue = Math.floor(step.nimg / TICK) > Math.floor((steps[i - 1]?.nimg ?? 0) / TICK);
    if (!isDue && i < steps.length - 1) continue;
    const { nimg, resolution, alpha } = step;
    ticks.push({ tick: ticks.length, nimg, kimg: nimg / KIMG, epoch: 0, resolution, alpha, batch: 0, stats: {} });
  }
  return ticks;
}

/** One-sided 95 % bound on the mean of a Poisson count, by bisection of its distribution. @param {number} count */
export function upperBound(count) {
  const atMostCount = (/** @type {number} */ mean) => {
    let term = Math.exp(-mean);
    let sum = term;
    for (let k = 1; k <= count; k++) {
      term *= mean / k;
      sum += term;
    }
    return sum;
  };
  let [low, high] = [count, FAR_ABOVE + FAR_ABOVE * count];
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (low + high) / 2;
    if (atMostCount(middle) > ERROR) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
