/**
 * Gathers what is known of the run into a report; export/report writes it. It measures nothing: what was not measured is said
 * to be missing. A report shows generated pictures, so it passes the gate like them.
 */
import { makeReport } from '../export/report/report.ts';
import { FailureError } from '../protocol/failure.ts';
import type { StopAdvice } from '../protocol/judging.ts';
import type { CopyGate } from './copyGate.ts';
import type { CommandOf, StudioParts } from './studioParts.ts';

type ReportParts = Pick<StudioParts, 'emit' | 'engine' | 'later' | 'run' | 'dataset'>;

export interface Reports {
  handle(command: CommandOf<'report'>): void;
}

/** adviceFor: what health says of the run under this id. */
export function createReports(
  { emit, engine, later, run, dataset }: ReportParts,
  gate: Pick<CopyGate, 'pass'>,
  adviceFor: (runId: string) => StopAdvice | undefined,
): Reports {
  return {
    handle: ({ requestId, reason }) =>
      later(async () => emit({ type: 'report/ready', requestId, report: ofRun(reason) }), requestId),
  };

  function ofRun(reason: string | undefined) {
    const current = run();
    if (!current)
      throw new FailureError(
        'bad-config',
        'There is no run to report on: start one, or go on with a saved one, first.',
      );
    const { archive, config, state, classes, runId } = current;
    const { stages, parametersG, parametersD } = current.plan();
    const summary = dataset()?.opened.summary;
    const copies = gate.pass({ runId }, reason);
    const advice = adviceFor(runId);
    return makeReport({
      name: archive.record.name,
      state: current.status(),
      madeAt: new Date().toISOString().slice(0, 'YYYY-MM-DDThh:mm'.length).replace('T', ' '),
      adapter: engine.adapter.description,
      config,
      nimg: state.nimg,
      ...{ stages, parametersG, parametersD, classes },
      data: summary ?? archive.record.data.name,
      steps: current.steps(),
      ticks: current.ticks,
      changes: current.changes,
      sheets: current.sheets,
      evaluations: current.evaluations,
      healthEvents: current.healthEvents,
      ...(copies ? { copies } : {}),
      ...(advice ? { advice } : {}),
    });
  }
}
