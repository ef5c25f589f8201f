/** Everything that a report says of a run. Types only; no real slice is among them, so that a report may be passed on. */
import type { DatasetSummary } from '../../protocol/dataset.ts';
import type { LiveChange, SampleSheet, StagePlan } from '../../protocol/events.ts';
import type { CopyRecord, Evaluation, HealthEvent, StopAdvice } from '../../protocol/judging.ts';
import type { StepBlock, TickRecord } from '../../protocol/stats.ts';
import type { TrainConfig } from '../../protocol/trainConfig.ts';

export interface ReportFacts {
  /** The run's name. */
  readonly name: string;
  /** As the run ended or stands: "training", "finished", ... */
  readonly state: string;
  /** Day and minute at which the report was made, in UTC. */
  readonly madeAt: string;
  /** The GPU, in one line. */
  readonly adapter: string;
  readonly config: TrainConfig;
  readonly nimg: number;
  readonly stages: readonly StagePlan[];
  /** Parameters of each network. */
  readonly parametersG: number;
  readonly parametersD: number;
  /** Names of the classes that the networks know. */
  readonly classes: readonly string[];
  /** Missing where the data set is not open any more: its name then. */
  readonly data: DatasetSummary | string;
  readonly steps: StepBlock;
  readonly ticks: readonly TickRecord[];
  readonly changes: readonly LiveChange[];
  readonly sheets: readonly SampleSheet[];
  readonly evaluations: readonly Evaluation[];
  readonly healthEvents: readonly HealthEvent[];
  readonly advice?: StopAdvice;
  /** The last look for copies, where there was one. */
  readonly copies?: CopyRecord;
}
