// @ts-check
/** A soak's report as Markdown tables, for the terminal and for docs/reliability.md alike. Pure. */
import { table } from './benchTables.mjs';

/** @typedef {import('./soakJudge.mjs').SoakLook} SoakLook */

const BYTES_A_MEGABYTE = 1e6;

/**
 * @param {import('./soakHeadless.mjs').SoakReport} report
 * @param {readonly import('./soakJudge.mjs').Verdict[]} verdicts
 */
export function soakTables(report, verdicts) {
  const { adapter, browser, date, command, looks, plan, wallSeconds } = report;
  return [
    `${adapter}\n${browser}, ${date.slice(0, 10)}, ${plan.steps} steps in ${Math.round(wallSeconds)} s\n\`${command}\``,
    table(
      ['step', 'life', 'pixels', 'tensors', 'tensor MB', 'GPU MB', 'worker MB', 'page MB', 'stored MB', 'sheets'],
      looks.map(lookCells),
    ),
    table(
      ['what', 'holds', 'finding'],
      verdicts.map(({ name, holds, finding }) => [name, holds ? 'yes' : 'NO', finding]),
    ),
  ].join('\n\n');
}

/**
 * One look on one line, as the run goes on.
 * @param {SoakLook} look
 */
export function lookLine(look) {
  const [step, life, pixels, tensors, , gpu, worker, page, stored, sheets] = lookCells(look);
  return `step ${step}  life ${life}  ${pixels} px  ${tensors} tensors  GPU ${gpu} MB  heaps ${worker} + ${page} MB  stored ${stored} MB  ${sheets} sheets`;
}

/** @param {SoakLook} look */
function lookCells(look) {
  const { step, life, resolution, alpha, tensors, tensorBytes, gpuBytes, workerHeap, pageHeap, stored, sheets } = look;
  const fading = alpha < 1 ? ', fading' : '';
  const bytes = [tensorBytes, gpuBytes, workerHeap, pageHeap, stored].map(megabytes);
  return [step, life, `${resolution}${fading}`, tensors, ...bytes, sheets].map(String);
}

/** @param {number} bytes */
const megabytes = (bytes) => (bytes / BYTES_A_MEGABYTE).toFixed(2);
