/**
 * What the status line says, as data: the word, the readouts, a message, and the sentence for the live region. Pure,
 * so that the words are tested without a page.
 */

import type { FailureCode } from '../../protocol/failure.ts';
import { planStages } from '../../protocol/plan.ts';
import type { AppState } from '../../state/appState.ts';
import { type StatusWord, statusWord } from '../../state/questions.ts';
import { countOf, countText, decimalText, durationText, percentText, sideText } from '../kit/format.ts';
import { progressText } from '../kit/progressText.ts';

/** A number with what it counts: "443" "of 631 epochs". */
export interface Readout {
  readonly value: string;
  readonly unit: string;
}

export interface StatusText {
  readonly word: StatusWord;
  readonly readouts: readonly Readout[];
  readonly message?: string;
  /** Changes on state, resolution and each tenth epoch alone. */
  readonly announcement: string;
}

const NIMG_PER_KIMG = 1000;
/** Below this a slow GPU's seconds are worth a decimal. */
const ROUND_SECONDS_FROM = 100;
const ANNOUNCED_EPOCHS = 10;

export function statusText(state: AppState): StatusText {
  const word = statusWord(state);
  const message = messageOf(state, word);
  const isRunShown = state.run && (word !== 'loading' || state.engine.phase === 'recovering');
  const readouts = isRunShown ? runReadouts(state, word) : preparedReadouts(state, word);
  return {
    word,
    readouts,
    ...(message === undefined ? {} : { message }),
    announcement: announcementOf(state, word, message),
  };
}

function messageOf(state: AppState, word: StatusWord): string | undefined {
  const { dataset, engine } = state;
  if (engine.phase === 'recovering') return `${lostText(engine.fault?.code)}; it is being started again.`;
  if (state.runs.resuming !== undefined) return 'Taking up the saved run.';
  if (engine.phase === 'unavailable')
    return engine.failure?.code === 'no-webgpu' ? 'WebGPU is not available here.' : 'The page needs a reload.';
  if (word === 'loading' && dataset.phase === 'reading') return progressText(dataset.progress);
  const choosing = state.tuning?.progress;
  if (word === 'loading')
    return choosing ? `Choosing kernels: ${choosing.done} of ${choosing.of}` : 'Preparing the networks.';
  if (word === 'idle')
    return dataset.failure ? 'The data could not be read. Nothing was changed.' : 'Add a data set to begin.';
  if (word === 'training' && !state.run?.now)
    return 'The first step takes longest: its programs are built for this GPU.';
  if (word === 'failed') return 'Training has stopped at an error; what there is can still be saved.';
  return undefined;
}

/** What was lost, in a few words. */
export function lostText(code: FailureCode | undefined): string {
  return code === 'device-lost' ? 'The GPU was lost' : 'The part of Gyrus that trains has stopped';
}

function preparedReadouts(state: AppState, word: StatusWord): Readout[] {
  const { summary } = state.dataset;
  if (word !== 'ready' || !summary) return [];
  const slices = { value: countText(summary.trainingSlices), unit: 'slices to train on' };
  if (Object.keys(state.problems).length > 0) return [slices];
  const total = planStages(state.config, summary.trainingSlices).at(-1)?.endNimg ?? 0;
  return [
    slices,
    { value: sideText(state.config.resolution), unit: '' },
    { value: kimgText(total), unit: 'kimg planned' },
  ];
}

function runReadouts({ run, free }: AppState, word: StatusWord): Readout[] {
  if (!run?.now) return [];
  const { plan, now } = run;
  const epochs = plan.totalNimg / plan.slicesPerEpoch;
  const readouts: Readout[] = [
    { value: countText(Math.floor(now.epoch)), unit: `of ${countOf(Math.ceil(epochs), 'epoch')}` },
    { value: sideText(now.resolution), unit: '' },
    { value: positionText(now.nimg), unit: `of ${kimgText(plan.totalNimg)} kimg` },
  ];
  if (now.secondsPerKimg > 0) readouts.push({ value: secondsText(now.secondsPerKimg), unit: 's/kimg' });
  if (now.secondsLeft !== undefined && (word === 'training' || word === 'paused'))
    readouts.push({ value: durationText(now.secondsLeft), unit: 'left' });
  if (free > 0 && word === 'training') readouts.push({ value: percentText(free), unit: 'of the time left free' });
  return readouts;
}

function announcementOf(state: AppState, word: StatusWord, message: string | undefined): string {
  const now = state.run?.now;
  // Progress in numbers is for the eye; the ear hears that reading began, not each file.
  if (state.engine.phase === 'recovering') return `loading. ${message}`;
  if (word === 'loading') return state.dataset.phase === 'reading' ? 'loading: reading the data' : 'loading';
  if (word === 'training' && !now) return 'training';
  if (!now || !['training', 'paused', 'finished', 'stopped'].includes(word))
    return message === undefined ? word : `${word}. ${message}`;
  const tenth = Math.floor(now.epoch / ANNOUNCED_EPOCHS) * ANNOUNCED_EPOCHS;
  const epoch = tenth > 0 ? `, epoch ${tenth}` : '';
  return `${word}, ${now.resolution} by ${now.resolution} pixels${epoch}`;
}

function secondsText(seconds: number): string {
  return decimalText(seconds, seconds < ROUND_SECONDS_FROM ? 1 : 0);
}

/** A length in kimg: "30", "1.5", "1,000". */
export function kimgText(nimg: number): string {
  const kimg = nimg / NIMG_PER_KIMG;
  return Number.isInteger(kimg) || kimg >= NIMG_PER_KIMG ? countText(Math.round(kimg)) : decimalText(kimg, 1);
}

/** A position in kimg, always with its decimal below 1,000, so that it does not jump in width. */
export function positionText(nimg: number): string {
  const kimg = nimg / NIMG_PER_KIMG;
  return kimg >= NIMG_PER_KIMG ? countText(Math.floor(kimg)) : decimalText(kimg, 1);
}
