/** The part of Export that saves a run's report. What is in it is the worker's; this says so and refuses to repeat it. */
import { useState } from 'react';
import { type Failure, toFailure } from '../../protocol/failure.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import type { ReportForm } from '../reportActions.ts';
import styles from './ReportPart.module.css';

const NO_RUN = 'Only a run has a report: start one, or go on with a saved one.';

export function ReportPart() {
  const hasRun = useAppState((state) => state.run !== undefined);
  const measured = useAppState((state) => (state.run?.evaluations.length ?? 0) > 0);
  const { downloadReport } = useActions();
  const [failure, setFailure] = useState<Failure>();
  const [making, setMaking] = useState<ReportForm>();
  const obstacle = !hasRun ? NO_RUN : making ? 'It is being made.' : undefined;

  const save = async (form: ReportForm) => {
    setFailure(undefined);
    setMaking(form);
    try {
      await downloadReport(form);
    } catch (error) {
      setFailure(toFailure(error));
    } finally {
      setMaking(undefined);
    }
  };
  return (
    <div className={styles.report}>
      {failure && <FailureNotice title="The report was not made" failure={failure} />}
      <p>
        Settings, data card, curves, sheets, measurements beside their floors, alarms, the look for copies and the
        limits of all that. No real slice is in it.
      </p>
      <div className={styles.row}>
        <Button icon="download" obstacle={obstacle} onClick={() => save('html')}>
          Download report
        </Button>
        <Button look="quiet" obstacle={obstacle} onClick={() => save('markdown')}>
          As Markdown
        </Button>
        <Button look="quiet" obstacle={obstacle} onClick={() => save('card')}>
          Model card
        </Button>
      </div>
      <p className={styles.note}>
        {!hasRun
          ? NO_RUN
          : measured
            ? 'One HTML file that needs nothing else; the model card has Hugging Face’s form.'
            : 'Nothing is measured yet, and the report will say so: measure in Evaluate first.'}
      </p>
    </div>
  );
}
