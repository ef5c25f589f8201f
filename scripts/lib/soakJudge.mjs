// @ts-check
/**
 * Whether a soak held. Flat means: tensors and GPU bytes are the same at every look at rest of a phase (one life of the
 * engine at one resolution, fading or not) after its warm-up; heaps and storage grow no faster than the history kept. Pure.
 */

/**
 * What was held at rest: the run paused, and saved.
 * @typedef {object} SoakLook
 * @property {number} step
 * @property {boolean} isOver the run is finished, and its recordings are gone
 * @property {number} life of the engine, from 0: one more after each loss
 * @property {number} resolution
 * @property {number} alpha below 1 while a resolution fades in
 * @property {number} tensors
 * @property {number} tensorBytes
 * @property {number} gpuBytes of buffers
 * @property {number} workerHeap bytes after garbage was collected, array buffers included
 * @property {number} pageHeap likewise
 * @property {number} stored bytes that the browser counts for the page
 * @property {number} sheets
 * @property {number} steps in the series
 */

/** @typedef {{ readonly kind: string, readonly atStep: number, readonly repeatedSteps: number }} SoakLoss */
/** @typedef {{ readonly visibility: readonly string[], readonly fromStep: number, readonly toStep: number }} SoakHidden */

/**
 * @typedef {object} SoakOutcome
 * @property {{ readonly steps: number, readonly batch: number }} plan
 * @property {readonly SoakLook[]} looks in order
 * @property {readonly SoakLoss[]} losses those that the run came back from
 * @property {SoakHidden | undefined} hidden
 * @property {{ readonly state: string, readonly nimg: readonly number[], readonly notFinite: number,
 *   readonly failure?: string | undefined }} end
 */

/** @typedef {{ readonly name: string, readonly holds: boolean, readonly finding: string }} Verdict */

const LOSSES = 3;
/** As the page keeps them (src/protocol/history.ts). */
const MOST_SHEETS = 200;
/** From a phase's first look on: until then an epoch's sheet and each kind of step have come once. */
const WARM_UP_STEPS = 128;
/** Fewer points lie on a line by chance. */
const FEWEST_FOR_SLOPE = 4;
/** A series' values are kept whole (30 bytes a step), ticks and sheets beside them: a tensor's wrapper alone is more. */
const HISTORY_BYTES_A_STEP = 1024;
/** A slope counts when it is so many times its own error. */
const ERRORS = 2;

/**
 * @param {SoakOutcome} outcome
 * @returns {readonly Verdict[]}
 */
export function judge({ plan, looks, losses, hidden, end }) {
  const settled = looks.slice(Math.floor(looks.length / 3));
  return [
    same('tensors', looks, ({ tensors }) => tensors),
    same('tensor bytes', looks, ({ tensorBytes }) => tensorBytes),
    same('GPU bytes', looks, ({ gpuBytes }) => gpuBytes),
    bounded('worker heap', livesOf(looks), ({ workerHeap }) => workerHeap),
    bounded('page heap', [settled], ({ pageHeap }) => pageHeap),
    bounded('storage', [settled], ({ stored }) => stored),
    most('sheets', looks, ({ sheets }) => sheets, MOST_SHEETS),
    verdict(
      'losses of the engine',
      losses.length === LOSSES,
      `${losses.length} of ${LOSSES} survived, ${losses.map(({ repeatedSteps }) => repeatedSteps).join(', ')} steps repeated`,
    ),
    hiddenTab(hidden),
    everyStepOnce(plan, end.nimg),
    verdict('finite losses', end.notFinite === 0, `${end.notFinite} values that are not finite`),
    verdict('end', end.state === 'finished', end.failure ?? end.state),
  ];
}

/**
 * The same at every look of a phase.
 * @param {string} name
 * @param {readonly SoakLook[]} looks
 * @param {(look: SoakLook) => number} value
 */
function same(name, looks, value) {
  const phases = phasesOf(looks).filter(({ length }) => length > 1);
  const spreads = phases.map((phase) => spreadOf(phase.map(value)));
  const widest = Math.max(0, ...spreads);
  const compared = phases.reduce((sum, { length }) => sum + length, 0);
  const finding = `${compared} looks in ${spreads.length} phases differ by ${widest}`;
  return verdict(name, compared > 0 && widest === 0, finding);
}

/**
 * Grows no faster than the history does, scatter apart.
 * @param {string} name
 * @param {readonly (readonly SoakLook[])[]} groups each judged alone
 * @param {(look: SoakLook) => number} value
 */
function bounded(name, groups, value) {
  const judged = groups.filter(({ length }) => length >= FEWEST_FOR_SLOPE);
  const slopes = judged.map((group) => slopeOf(group.map((look) => [look.step, value(look)])));
  const steepest = Math.max(...slopes.map(({ slope, error }) => slope - ERRORS * error));
  const words = slopes.map(({ slope, error }) => `${slope.toFixed(0)} ± ${error.toFixed(0)}`).join(', ');
  return verdict(name, judged.length > 0 && steepest <= HISTORY_BYTES_A_STEP, `${words || 'no'} bytes a step`);
}

/**
 * @param {string} name
 * @param {readonly SoakLook[]} looks
 * @param {(look: SoakLook) => number} value
 * @param {number} limit
 */
function most(name, looks, value, limit) {
  const largest = Math.max(0, ...looks.map(value));
  return verdict(name, largest > 0 && largest <= limit, `${largest} at most, of ${limit} allowed`);
}

/** @param {SoakHidden | undefined} hidden */
function hiddenTab(hidden) {
  const name = 'hidden tab';
  if (!hidden) return verdict(name, false, 'never hidden');
  const { visibility, fromStep, toStep } = hidden;
  const wasHidden = visibility.every((word) => word === 'hidden');
  const finding = `${visibility.join(' and ')}, trained from step ${fromStep} to ${toStep}`;
  return verdict(name, wasHidden && toStep > fromStep, finding);
}

/**
 * @param {SoakOutcome['plan']} plan
 * @param {readonly number[]} nimg
 */
function everyStepOnce({ steps, batch }, nimg) {
  const wrong = nimg.findIndex((value, index) => value !== batch * (index + 1));
  const finding = wrong < 0 ? `${nimg.length} of ${steps} steps` : `step ${wrong + 1} is at ${nimg[wrong]} slices`;
  return verdict('every step once', wrong < 0 && nimg.length === steps, finding);
}

/**
 * @param {string} name
 * @param {boolean} holds
 * @param {string} finding
 * @returns {Verdict}
 */
const verdict = (name, holds, finding) => ({ name, holds, finding });

/** @param {readonly SoakLook[]} looks */
function phasesOf(looks) {
  return warm(looks, ({ life, resolution, alpha, isOver }) => `${life} ${resolution} ${alpha < 1} ${isOver}`);
}

/** @param {readonly SoakLook[]} looks */
function livesOf(looks) {
  return warm(looks, ({ life }) => String(life));
}

/**
 * Looks that have the same key, those of the warm-up left out.
 * @param {readonly SoakLook[]} looks
 * @param {(look: SoakLook) => string} key
 * @returns {SoakLook[][]}
 */
function warm(looks, key) {
  /** @type {Map<string, SoakLook[]>} */
  const groups = new Map();
  for (const look of looks) groups.set(key(look), [...(groups.get(key(look)) ?? []), look]);
  return [...groups.values()].map((group) => {
    const from = Number(group[0]?.step) + WARM_UP_STEPS;
    return group.filter(({ step }) => step >= from);
  });
}

/** @param {readonly number[]} values */
const spreadOf = (values) => Math.max(...values) - Math.min(...values);

/**
 * The least squares line's slope and its standard error.
 * @param {readonly (readonly [x: number, y: number])[]} points three or more
 */
function slopeOf(points) {
  const count = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count;
  const width = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / width;
  const squares = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  return { slope, error: Math.sqrt(squares / (count - 2) / width) };
}
