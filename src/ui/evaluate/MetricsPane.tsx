/**
 * The Metrics region: how near generated pictures come to real ones, beside how near other real slices come; measuring, and
 * what that says of going on. The worker measures.
 */
import { useState } from 'react';
import { type Failure, toFailure } from '../../protocol/failure.ts';
import { type Evaluation, FEWEST_MEASURED, MOST_MEASURED } from '../../protocol/judging.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { countText, decimalText, durationText, sideText } from '../kit/format.ts';
import { Notice } from '../kit/Notice.tsx';
import { Pane, PaneBody } from '../kit/Pane.tsx';
import { Progress } from '../kit/Progress.tsx';
import { MeasureControls, picturesProblem } from './MeasureControls.tsx';
import styles from './MetricsPane.module.css';
import { MetricsTable } from './MetricsTable.tsx';
import { StopAdviceLine } from './StopAdviceLine.tsx';
import { shownEvaluation } from './shownEvaluation.ts';

const REALS_PER_KIMG = 1000;
/** Where nothing was measured yet: enough for an interval, and drawn in seconds. */
const FIRST_PICTURES = 256;

export function MetricsPane() {
  const evaluation = useAppState(shownEvaluation);
  const measuring = useAppState((state) => state.judge.measuring);
  const unasked = useAppState((state) => state.judge.failure);
  const advice = useAppState((state) => state.run?.advice);
  const hasReals = useAppState((state) => state.run !== undefined || state.dataset.summary !== undefined);
  const { measure, stopMeasuring, openExtractor } = useActions();
  const [wished, setWished] = useState<number>();
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState<{ readonly title: string; readonly failure: Failure }>();
  const pictures = wished ?? picturesLike(evaluation);
  const problem = picturesProblem(pictures);
  const isBusy = asking || measuring !== undefined;

  async function attempt(title: string, work: () => Promise<void>): Promise<void> {
    setFailed(undefined);
    try {
      await work();
    } catch (error) {
      setFailed({ title, failure: toFailure(error) });
    }
  }
  async function measureNow(): Promise<void> {
    setAsking(true);
    await attempt('Nothing was measured', () => measure(pictures));
    setAsking(false);
  }
  return (
    <Pane
      title="Metrics"
      sub={evaluation && momentText(evaluation)}
      head={
        isBusy ? (
          <Button size="small" icon="stop" onClick={stopMeasuring}>
            Stop measuring
          </Button>
        ) : (
          <Button
            size="small"
            obstacle={hasReals ? problem : 'Add a data set first: pictures are compared with its slices.'}
            onClick={measureNow}
          >
            Measure now
          </Button>
        )
      }
    >
      <PaneBody>
        {failed && <FailureNotice {...failed} />}
        {unasked && (
          <Notice level="watch" title="A measurement on schedule was left out">
            <p>{unasked.message}</p>
          </Notice>
        )}
        {isBusy && (
          <Progress
            label="Measuring"
            text={
              measuring && measuring.of > 1
                ? `Measuring: step ${countText(measuring.done)} of about ${countText(measuring.of)}`
                : 'Measuring'
            }
            done={measuring?.done ?? 0}
            total={measuring?.of ?? 0}
          />
        )}
        {evaluation ? (
          <>
            <MetricsTable evaluation={evaluation} />
            <p className={styles.note}>{besidesText(evaluation)}</p>
          </>
        ) : (
          !isBusy && (
            <p className={styles.note}>
              How near generated pictures come to real ones, beside how near other real slices come. Runs are measured
              while they train, as often as you choose below, and when you ask.
            </p>
          )
        )}
        {advice && <StopAdviceLine advice={advice} />}
        <MeasureControls
          pictures={pictures}
          problem={problem}
          onPictures={setWished}
          onExtractor={(file) => void attempt('The extractor was not opened', () => openExtractor(file))}
        />
      </PaneBody>
    </Pane>
  );
}

/** As many as the last time, so that the numbers compare. */
function picturesLike(evaluation: Evaluation | undefined): number {
  const { pictures } = evaluation ?? { pictures: FIRST_PICTURES };
  return Math.min(MOST_MEASURED, Math.max(FEWEST_MEASURED, pictures));
}

/** "281.0 kimg, 128 × 128". */
function momentText({ nimg, resolution }: Evaluation): string {
  return `${decimalText(nimg / REALS_PER_KIMG, 1)} kimg, ${sideText(resolution)}`;
}

/** What was found besides the numbers, and what it took. */
function besidesText({ rank, seconds }: Evaluation): string {
  const ranks = rank
    ? `Effective rank of the critic’s features: ${decimalText(rank.fakes, 1)} of generated, ${decimalText(rank.reals, 1)} of real pictures. `
    : '';
  return `${ranks}Intervals are what repeated draws of the pictures at hand span. Measured in ${durationText(seconds)}, beside training where there was any.`;
}
