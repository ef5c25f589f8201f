/** What a person can do about the report: have it made, and save one of its three forms. */
import type { Client } from '../client/client.ts';
import type { CopiesGate } from './copiesActions.ts';
import { saveFile } from './saveFile.ts';

export type ReportForm = 'html' | 'markdown' | 'card';

export interface ReportActions {
  /** Looks for copies, then saves the run's report as it is now; rejects with a FailureError. */
  downloadReport(form: ReportForm): Promise<void>;
}

const ENDINGS: Readonly<Record<ReportForm, { readonly ending: string; readonly type: string }>> = {
  html: { ending: '.html', type: 'text/html' },
  markdown: { ending: '.md', type: 'text/markdown' },
  card: { ending: '-model-card.md', type: 'text/markdown' },
};

export function createReportActions(client: Client, gate: CopiesGate): ReportActions {
  return {
    async downloadReport(form) {
      const pass = await gate.pass('pictures', 'run');
      if (!pass) return;
      const { report } = await client.request({ type: 'report/make', ...pass });
      const { ending, type } = ENDINGS[form];
      saveFile(report.name + ending, new Blob([report[form]], { type }));
    },
  };
}
