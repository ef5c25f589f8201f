/** Whose pictures are measured: the run's, or those of opened weights; and whether they still are what they were. */
import { FailureError } from '../protocol/failure.ts';
import { type Drawable, drawableOf } from './drawable.ts';
import type { StudioParts } from './studioParts.ts';
import type { TrainingRun } from './trainingRun.ts';

export interface MeasuredSubject {
  readonly drawable: Drawable;
  /** Missing for opened weights. */
  readonly run?: TrainingRun;
  /** Why it is not what it was any more: the run was stopped, replaced, taken back, or it grew; undefined while it is. */
  readonly changed: () => string | undefined;
}

type Parts = Pick<StudioParts, 'run' | 'drawable' | 'dataset'>;

/** What Explore would draw now. Throws FailureError 'bad-weights' where there is nothing. */
export function askedSubject(parts: Parts): MeasuredSubject {
  const drawable = parts.drawable();
  const run = parts.run();
  if (run && drawable.painter.params === run.state.GEma) return runSubject(parts, run);
  const present = parts.dataset()?.opened.loaded.store;
  return {
    drawable,
    changed: () => (parts.dataset()?.opened.loaded.store === present ? undefined : 'another data set was opened'),
  };
}

/** The run itself, whatever Explore would draw. */
export function runSubject(parts: Parts, run: TrainingRun): MeasuredSubject {
  const drawable = drawableOf(run, undefined);
  const { state } = run;
  const before = run.status();
  const changed = () => {
    if (parts.run() !== run) return 'another run took its place';
    if (run.state !== state) return 'the run went back to a save';
    const now = run.status();
    if (now !== before && (now === 'stopped' || now === 'failed')) return 'the run ended';
    const { resolution } = run.sampling([], 1);
    if (resolution !== drawable.painter.resolution) return `the run grew to ${resolution} px`;
    if (parts.dataset()?.opened.loaded.store !== run.opened.loaded.store) return 'another data set was opened';
    return undefined;
  };
  return { drawable, run, changed };
}

/** For whoever asked, where the subject changed. */
export function changedFailure(why: string): FailureError {
  return new FailureError('bad-config', `Measuring was broken off, because ${why} meanwhile: ask again.`);
}
