/** Whether settings, data set and GPU go together: before any work on the GPU. It changes nothing. */
import type { OpenedDataset } from '../dataset/openDataset.ts';
import { dataFactsOf, problemsWithData } from '../protocol/dataFacts.ts';
import type { AdapterFacts } from '../protocol/events.ts';
import { FailureError } from '../protocol/failure.ts';
import { resolutionsOf } from '../protocol/plan.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import { problemsOf } from '../protocol/validate.ts';
import { problemWithDevice } from '../training/memory.ts';

/** The data set, which the settings and this GPU go with; else throws FailureError 'bad-config'. */
export function checkedData(
  config: TrainConfig,
  opened: OpenedDataset | undefined,
  adapter: AdapterFacts,
): OpenedDataset {
  refuse(problemsOf(config));
  if (!opened) throw new FailureError('bad-config', 'There is no data set yet: drop a zip or use phantom data.');
  refuse(problemsWithData(config, dataFactsOf(opened.summary, config)));
  const problem = problemWithDevice(config, opened.source.classes.length, resolutionsOf(config), adapter);
  if (problem !== undefined) throw new FailureError('bad-config', problem);
  return opened;
}

/** Throws the first problem, if there is any. */
export function refuse(problems: Readonly<Partial<Record<string, string>>>): void {
  const [problem] = Object.values(problems);
  if (problem !== undefined) throw new FailureError('bad-config', problem);
}
