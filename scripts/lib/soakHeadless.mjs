// @ts-check
/**
 * One soak from recipe to report: opens the page, starts the run, and does at each step what the plan says, through the
 * page's own controls. It judges nothing.
 */
import { PagePort } from './pagePort.mjs';
import { recipeHash } from './recipe.mjs';
import { serveCopy } from './serve.mjs';
import { openSoakBrowser } from './soakBrowser.mjs';
import { weigh } from './soakLook.mjs';
import { lookLine } from './soakTables.mjs';

/** @typedef {import('./soakBrowser.mjs').SoakBrowser} SoakBrowser */
/** @typedef {import('./soakPlan.mjs').SoakPlan} SoakPlan */
/** @typedef {import('./soakPlan.mjs').LossKind} LossKind */

/**
 * @typedef {import('./soakJudge.mjs').SoakOutcome & {
 *   readonly plan: SoakPlan, readonly adapter: string, readonly browser: string, readonly date: string,
 *   readonly command: string, readonly wallSeconds: number }} SoakReport
 */

const MILLISECONDS = 1000;

/**
 * @param {SoakPlan} plan
 * @param {{ adapter: string | undefined, command: string, stopAsked: () => boolean }} options
 * @returns {Promise<SoakReport>}
 */
export async function soak(plan, { adapter, command, stopAsked }) {
  const date = new Date().toISOString();
  const began = performance.now();
  const server = await serveCopy();
  try {
    const browser = await openSoakBrowser(adapter);
    try {
      const port = new PagePort(browser.page);
      await port.open(server.url + recipeHash(plan.recipe));
      const { description } = await port.engine();
      console.log(`Adapter: ${description}. ${plan.steps} steps.`);
      await port.press('Use phantom data');
      await port.dataset();
      await port.press('Start training');
      const outcome = await followPlan(plan, port, browser, stopAsked);
      const wallSeconds = (performance.now() - began) / MILLISECONDS;
      return { plan, adapter: description, browser: browser.name, date, command, wallSeconds, ...outcome };
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}

/**
 * @param {SoakPlan} plan
 * @param {PagePort} port
 * @param {SoakBrowser} browser
 * @param {() => boolean} stopAsked
 */
async function followPlan({ events, batch }, port, browser, stopAsked) {
  /** @type {import('./soakJudge.mjs').SoakLook[]} */
  const looks = [];
  /** @type {import('./soakJudge.mjs').SoakLoss[]} */
  const losses = [];
  /** @type {import('./soakJudge.mjs').SoakHidden | undefined} */
  let hidden;
  let life = 0;
  const look = async () => {
    const seen = { ...(await weigh(port.page)), life };
    looks.push(seen);
    console.log(lookLine(seen));
  };
  for (const event of events) {
    const { nimg, isOver } = await reached(port, event.step * batch, stopAsked);
    if (isOver) break;
    if (event.what === 'look') await atRest(port, look);
    if (event.what === 'lose') {
      const repeatedSteps = await lost(port, browser, event.loss);
      life++;
      losses.push({ kind: event.loss, atStep: nimg / batch, repeatedSteps });
      console.log(`step ${nimg / batch}  lost by ${event.loss}: ${repeatedSteps} steps repeated`);
    }
    if (event.what === 'hide') {
      await browser.hide();
      hidden = { visibility: [await visibilityOf(port)], fromStep: nimg / batch, toStep: nimg / batch };
    }
    if (event.what === 'show' && hidden) {
      hidden = { ...hidden, visibility: [...hidden.visibility, await visibilityOf(port)], toStep: nimg / batch };
      await browser.show();
      console.log(`hidden from step ${hidden.fromStep} to ${hidden.toStep}`);
    }
  }
  await reached(port, Number.POSITIVE_INFINITY, stopAsked);
  await look();
  return { looks, losses, hidden, end: await endOf(port) };
}

/**
 * Waits until so many slices were shown, or the run is over; stops the run where that is asked.
 * @param {PagePort} port
 * @param {number} wanted
 * @param {() => boolean} stopAsked
 */
async function reached(port, wanted, stopAsked) {
  let isStopping = false;
  return port.until(async () => {
    const { state, nimg } = await runOf(port);
    if (stopAsked() && !isStopping && state === 'training') {
      isStopping = true;
      await pressRun(port, 'Stop');
    }
    const isOver = state === 'finished' || state === 'stopped' || state === 'failed';
    return isOver || (nimg >= wanted && state === 'training' && !isStopping) ? { nimg, isOver } : undefined;
  });
}

/**
 * Does `work` while the run is paused and its save is on the disk; then the run goes on.
 * @param {PagePort} port
 * @param {() => Promise<void>} work
 */
async function atRest(port, work) {
  await pressRun(port, 'Pause');
  await port.until(async () => {
    const { state, nimg, savedNimg } = await runOf(port);
    return state !== 'training' && savedNimg === nimg ? state : undefined;
  });
  // The list of runs is made anew after a save: that is over then, too.
  await port.rest();
  await work();
  if ((await runOf(port)).state === 'paused') await pressRun(port, 'Resume');
}

/**
 * Loses the engine and waits until the run is back.
 * @param {PagePort} port
 * @param {SoakBrowser} browser
 * @param {LossKind} kind
 * @returns {Promise<number>} how many steps were repeated
 */
async function lost(port, browser, kind) {
  const before = (await runOf(port)).repeated.length;
  await browser.lose(kind);
  return port.until(async () => (await runOf(port)).repeated[before]);
}

/** @param {PagePort} port */
function runOf(port) {
  return port.page.evaluate(() => {
    const run = window.gyrus?.getState().run;
    return {
      state: run?.state,
      nimg: run?.now?.nimg ?? 0,
      savedNimg: run?.saved?.nimg,
      repeated: run?.returns.map(({ repeatedSteps }) => repeatedSteps) ?? [],
    };
  });
}

/** @param {PagePort} port */
const visibilityOf = (port) => port.page.evaluate(() => document.visibilityState);

/**
 * Saved runs have buttons of these names, too.
 * @param {PagePort} port
 * @param {string} name
 */
function pressRun(port, name) {
  return port.page.getByRole('region', { name: 'Training' }).getByRole('button', { name, exact: true }).click();
}

/** @param {PagePort} port */
function endOf(port) {
  return port.page.evaluate(() => {
    const run = window.gyrus?.getState().run;
    if (!run) throw new Error('The page shows no run.');
    const { length, nimg, values } = run.series;
    const losses = [values['Loss/G/loss'], values['Loss/D/loss']];
    const notFinite = losses.flatMap((column) => [...column.slice(0, length)]).filter((loss) => !Number.isFinite(loss));
    return {
      state: run.state,
      nimg: [...nimg.slice(0, length)],
      notFinite: notFinite.length,
      failure: run.failure?.message,
    };
  });
}
