/** The form's settings judged with what is known of the data: problems, warnings, suggestions. Pure; it changes no setting. */
import { dataFactsOf, problemsWithData } from '../protocol/dataFacts.ts';
import type { DatasetSummary } from '../protocol/dataset.ts';
import { type Suggestion, suggestionsOf } from '../protocol/suggestions.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import { problemsOf } from '../protocol/validate.ts';
import { type Warnings, warningsOf } from '../protocol/warnings.ts';
import type { AppState } from './appState.ts';

/** The state with its form checked anew, also against the data set where there is one. */
export function checked(state: AppState): AppState {
  const { config } = state;
  const alone = problemsOf(config);
  const { summary } = state.dataset;
  if (Object.keys(alone).length > 0 || !summary) return { ...state, problems: alone };
  return { ...state, problems: problemsWithData(config, dataFactsOf(summary, config)) };
}

export interface Advice {
  /** Sentences by field; a run can start in spite of them. */
  readonly warnings: Warnings;
  readonly suggestions: readonly Suggestion[];
}

const NO_ADVICE: Advice = { warnings: {}, suggestions: [] };

/** What is unwise and what the rules of thumb give; nothing while a field is invalid, since the rules reckon with them all. */
export function adviceOn(config: TrainConfig, summary: DatasetSummary | undefined): Advice {
  if (Object.keys(problemsOf(config)).length > 0) return NO_ADVICE;
  const facts = summary && dataFactsOf(summary, config);
  return { warnings: warningsOf(config, facts), suggestions: suggestionsOf(config, facts) };
}
