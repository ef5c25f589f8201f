// @ts-check
/** What happens at which step of npm run soak: looks at rest, losses of the engine, a hidden tab. Pure. */

/** @typedef {'device' | 'process' | 'worker'} LossKind */

/**
 * What is done once so many steps are trained. look: pause, measure, resume. lose: the engine is lost.
 * @typedef {{ readonly step: number } & (
 *   { readonly what: 'look' | 'hide' | 'show' } | { readonly what: 'lose', readonly loss: LossKind })} SoakEvent
 */

/**
 * @typedef {object} SoakPlan
 * @property {number} steps of the whole run
 * @property {number} batch
 * @property {import('../../src/protocol/trainConfig.ts').Recipe} recipe
 * @property {readonly SoakEvent[]} events ascending
 */

/** In shorter runs the looks of a phase lie within its warm-up. */
export const FEWEST_STEPS = 2000;
const LOOKS = 40;
const BATCH = 8;
const RESOLUTIONS = 2;
const IMAGES_PER_KIMG = 1000;
/** Shares of the run, between two looks: one while it is small, one before it grows, one when nothing fades any more. */
const LOSSES = /** @type {const} */ ([
  { at: 0.2125, loss: 'device' },
  { at: 0.3625, loss: 'process' },
  { at: 0.8125, loss: 'worker' },
]);
/** The tab is hidden between these, in the larger resolution's first third. */
const HIDDEN = { from: 0.5625, to: 0.6375 };

/**
 * @param {number} steps even, FEWEST_STEPS or more
 * @returns {SoakPlan}
 */
export function soakPlan(steps) {
  const at = (/** @type {number} */ share) => Math.round(steps * share);
  const looks = Array.from({ length: LOOKS - 1 }, (_, index) => (index + 1) / LOOKS)
    .filter((share) => share < HIDDEN.from || share > HIDDEN.to)
    .map((share) => ({ what: /** @type {const} */ ('look'), step: at(share) }));
  const losses = LOSSES.map((loss) => ({ what: /** @type {const} */ ('lose'), step: at(loss.at), loss: loss.loss }));
  const hidden = [
    { what: /** @type {const} */ ('hide'), step: at(HIDDEN.from) },
    { what: /** @type {const} */ ('show'), step: at(HIDDEN.to) },
  ];
  return {
    steps,
    batch: BATCH,
    recipe: {
      preset: 'tiny',
      seed: 5,
      batch: BATCH,
      kimgPerResolution: (steps * BATCH) / RESOLUTIONS / IMAGES_PER_KIMG,
    },
    events: [...looks, ...losses, ...hidden].sort((a, b) => a.step - b.step),
  };
}
