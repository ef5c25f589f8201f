/** Weights from a file, ready for sampling: GEma alone lives on the GPU, the other networks stay on the shelf. */
import { openWeightsZip } from '../export/weightsZip.ts';
import type { NetworkShape } from '../model/networkShape.ts';
import { disposeParams, type ParamStore } from '../model/paramStore.ts';
import type { SampleSheet, WeightsSummary } from '../protocol/events.ts';
import type { SampleRequest } from '../sampling/sample.ts';
import { networkShape } from '../training/networks.ts';
import { placedSheet, sheetPlan } from './sheets.ts';
import { restoreParams } from './weights.ts';

export interface LoadedWeights {
  readonly summary: WeightsSummary;
  readonly GEma: ParamStore;
  readonly shape: NetworkShape;
  readonly alpha: number;
}

/** Throws FailureError 'bad-weights' or a zip's codes. Caller disposes GEma. */
export async function loadWeights(file: File): Promise<LoadedWeights> {
  const { config, nimg, workingResolution, workingAlpha, classes, networks, copies } = await openWeightsZip(file);
  const shape = networkShape(config, classes.length);
  // G and D are checked as well: a file that lacks them is not a whole download.
  for (const name of ['G', 'D'] as const) disposeParams(restoreParams(networks, name, shape));
  const GEma = restoreParams(networks, 'GEma', shape);
  return {
    summary: { name: file.name, config, nimg, resolution: workingResolution, classes, ...(copies ? { copies } : {}) },
    GEma,
    shape,
    alpha: workingAlpha,
  };
}

export function samplingOfWeights(
  weights: LoadedWeights,
  seeds: readonly number[],
  psi: number,
  labels?: readonly number[],
): SampleRequest {
  const { summary, GEma, shape, alpha } = weights;
  const { resolution, config } = summary;
  const request = { params: GEma, shape, seeds, psi, resolution, alpha, noiseSeed: config.seed };
  return { ...request, ...(labels ? { labels } : {}) };
}

/** The sheet of the usual seeds. The epoch is not known to a file: 0. */
export async function sheetOfWeights(weights: LoadedWeights): Promise<SampleSheet> {
  const { nimg, classes } = weights.summary;
  const { seeds, columns, labels, rowLabels } = sheetPlan(classes);
  const sheet = await placedSheet(samplingOfWeights(weights, seeds, 1, labels), columns, nimg);
  return rowLabels ? { ...sheet, rowLabels } : sheet;
}
