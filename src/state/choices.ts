/** What a person's choices do to the state, before or without the worker's answer. Pure; it sends nothing. */
import { channelsOf, type DatasetOptions } from '../protocol/dataset.ts';
import type { Failure } from '../protocol/failure.ts';
import type { SaveMinutes } from '../protocol/savedRuns.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import { configOf } from '../protocol/validate.ts';
import type { AppState, CheckpointWork, ViewName } from './appState.ts';
import { checked } from './checks.ts';
import { recipeInHash } from './recipeLink.ts';
import { withoutRunsFailure } from './savedRuns.ts';

/** The form with some fields changed, checked anew. */
export function withConfig(state: AppState, partial: Partial<TrainConfig>): AppState {
  // What was said of the old settings may no longer be so.
  const estimate = state.estimate.failure ? {} : state.estimate;
  return checked({ ...state, config: { ...state.config, ...partial }, estimate });
}

/** How the present form wants a data set prepared; layout and label maps as last chosen for it. */
export function datasetOptionsOf(state: AppState): DatasetOptions {
  const { resolution, seed, heldOut, trainOn } = state.config;
  const { layout, includeLabelMaps } = state.dataset.asked ?? state.dataset.summary?.options ?? {};
  return {
    resolution,
    channels: channelsOf(state.config),
    seed,
    heldOut,
    trainOn,
    ...(layout === undefined ? {} : { layout }),
    ...(includeLabelMaps === undefined ? {} : { includeLabelMaps }),
  };
}

/** Whether two wishes prepare the same slices in the same split. */
export function sameOptions(a: DatasetOptions, b: DatasetOptions): boolean {
  return (
    a.resolution === b.resolution &&
    a.channels === b.channels &&
    a.seed === b.seed &&
    a.heldOut === b.heldOut &&
    a.layout === b.layout &&
    (a.includeLabelMaps ?? false) === (b.includeLabelMaps ?? false) &&
    JSON.stringify(a.trainOn) === JSON.stringify(b.trainOn)
  );
}

/** A data set is being asked for; what was there stays until the answer. */
export function readingDataset(state: AppState, asked: DatasetOptions): AppState {
  const { failure: _, progress: __, ...kept } = state.dataset;
  return { ...state, dataset: { ...kept, phase: 'reading', asked } };
}

/** A run is being asked for. */
export function startingRun(state: AppState, runId: string): AppState {
  const { startFailure: _, ...rest } = state;
  return { ...rest, starting: runId };
}

/** A saved run is being gone on with; what was last refused is forgotten. */
export function resumingRun(state: AppState, runId: string): AppState {
  const { startFailure: _, ...rest } = withoutRunsFailure(state);
  return { ...rest, runs: { ...rest.runs, resuming: runId } };
}

/** Something about saved runs was refused, about `failedRun` where it was about one. */
export function runsFailed(state: AppState, failure: Failure, failedRun?: string): AppState {
  const { runs, ...rest } = withoutRunsFailure(state);
  return { ...rest, runs: { ...runs, failure, ...(failedRun === undefined ? {} : { failedRun }) } };
}

/** A checkpoint is being read or made; what was last refused is forgotten. */
export function busyWithCheckpoint(state: AppState, busy: CheckpointWork): AppState {
  const { runs, ...rest } = withoutRunsFailure(state);
  return { ...rest, runs: { ...runs, busy } };
}

export function doneWithCheckpoint(state: AppState): AppState {
  const { busy: _, ...runs } = state.runs;
  return { ...state, runs };
}

/** What the browser answered when it was asked to keep what is stored. */
export function withPersistence(state: AppState, isPersistent: boolean): AppState {
  return { ...state, runs: { ...state.runs, isPersistent } };
}

export function savingEvery(state: AppState, saveMinutes: SaveMinutes): AppState {
  return { ...state, saveMinutes };
}

/** Whether the computer is to be kept awake during runs; `refusal` where the browser would not. */
export function keepingAwake(state: AppState, wanted: boolean, refusal?: string): AppState {
  return { ...state, awake: { wanted, ...(refusal === undefined ? {} : { refusal }) } };
}

/** How long a run takes is being asked for; the last answer is forgotten. */
export function estimating(state: AppState): AppState {
  return { ...state, estimate: { asked: state.config } };
}

/** It could not be estimated; the worker's own failure event says the same where it got so far. */
export function estimateFailed(state: AppState, failure: Failure): AppState {
  return { ...state, estimate: { failure } };
}

/** The answer was read. */
export function withoutEstimate(state: AppState): AppState {
  return { ...state, estimate: {} };
}

/** Weights are being packed or opened; the last failure is forgotten. */
export function busyWithWeights(state: AppState): AppState {
  const { failure: _, ...weights } = state.weights;
  return { ...state, weights: { ...weights, preparing: true } };
}

/** Weights could not be packed or opened; the worker's own failure event says the same where it got so far. */
export function weightsFailed(state: AppState, failure: Failure): AppState {
  return { ...state, weights: { ...state.weights, preparing: false, failure } };
}

/** Another place in the history; an index out of range becomes the nearest sheet, and no sheet at all is 'live'. */
export function lookingAt(state: AppState, shownSheet: number | 'live'): AppState {
  const sheets = state.run?.sheets.length ?? 0;
  if (shownSheet === 'live' || sheets === 0) return { ...state, shownSheet: 'live' };
  return { ...state, shownSheet: Math.min(Math.max(0, shownSheet), sheets - 1) };
}

export function viewing(state: AppState, view: ViewName): AppState {
  return { ...state, view };
}

/** The form as the recipe in an address says; without a recipe nothing changes, with a bad one only its failure is kept. */
export function withRecipeLink(state: AppState, hash: string): AppState {
  const found = recipeInHash(hash);
  if (!found) return state;
  if ('failure' in found) return { ...state, recipeFailure: found.failure };
  return withConfig(withoutRecipeFailure(state), configOf(found.recipe));
}

/** The recipe's complaint was read. */
export function withoutRecipeFailure(state: AppState): AppState {
  const { recipeFailure: _, ...rest } = state;
  return rest;
}
