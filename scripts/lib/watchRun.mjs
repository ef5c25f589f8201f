// @ts-check
/**
 * Follows a run on the page until it is over: prints a line a tick, hands each new sheet on, and stops the run when asked.
 * It refuses to call a failed run finished.
 */
import { PlainError } from './command.mjs';

/** @typedef {import('../../src/protocol/events.ts').SampleSheet} SampleSheet */
/** @typedef {import('../../src/protocol/stats.ts').TickRecord} TickRecord */
/** @typedef {import('../../src/protocol/events.ts').RunState} RunState */

const STILL_GOING = ['loading', 'training', 'paused'];

/**
 * @param {import('./pagePort.mjs').PagePort} port
 * @param {object} hands
 * @param {(tick: TickRecord) => void} hands.onTick
 * @param {(sheet: SampleSheet) => Promise<void>} hands.onSheet
 * @param {() => boolean} hands.stopAsked
 * @returns {Promise<{ state: RunState, nimg: number }>} how it ended; throws the page's sentence if it failed
 */
export async function watchRun(port, { onTick, onSheet, stopAsked }) {
  let tick = -1;
  let sheetNimg = -1;
  let stopping = false;
  for (;;) {
    const news = await port.until(() => port.page.evaluate(newsSince, { tick, sheetNimg }));
    for (const record of news.ticks) {
      tick = record.tick;
      onTick(record);
    }
    for (const sheet of news.sheets) {
      sheetNimg = sheet.nimg;
      await onSheet(sheet);
    }
    if (!STILL_GOING.includes(news.state)) {
      if (news.state === 'failed') throw new PlainError(news.failure ?? 'The run failed without saying why.');
      return { state: news.state, nimg: news.nimg };
    }
    if (stopAsked() && !stopping && news.state !== 'loading') {
      stopping = true;
      await port.press('Stop');
    }
    await port.rest();
  }
}

/**
 * Runs in the page: what happened after the given tick and sheet; undefined before there is a run.
 * @param {{ tick: number, sheetNimg: number }} seen
 */
function newsSince({ tick, sheetNimg }) {
  const state = window.gyrus?.getState();
  const run = state?.run;
  if (!run || state.starting !== undefined) return undefined;
  return {
    state: run.state,
    failure: run.failure?.message,
    nimg: run.now?.nimg ?? 0,
    ticks: run.ticks.filter((record) => record.tick > tick),
    sheets: run.sheets.filter((sheet) => sheet.nimg > sheetNimg),
  };
}

/**
 * One line for a tick, as wide as the terminal's habit.
 * @param {TickRecord} record
 */
export function tickLine({ tick, kimg, epoch, resolution, alpha, stats }) {
  const fading = alpha < 1 ? ` alpha ${alpha.toFixed(2)}` : '';
  const parts = [
    `tick ${tick}`,
    `${kimg.toFixed(2)} kimg`,
    `epoch ${epoch.toFixed(1)}`,
    `${resolution}x${resolution}${fading}`,
    `G ${lossText(stats['Loss/G/loss'])}`,
    `D ${lossText(stats['Loss/D/loss'])}`,
    `${lossText(stats['Timing/sec_per_kimg'])} s/kimg`,
    `${lossText(stats['Timing/total_sec'])} s`,
  ];
  return parts.join('  ');
}

/** @param {number | undefined} value */
function lossText(value) {
  return value === undefined ? '-' : value.toPrecision(4);
}
