/**
 * Measuring: on a schedule while a run trains, and whenever somebody asks. One measurement at a time, its steps between those
 * of training and its arithmetic elsewhere. A measurement whose subject changed meanwhile is broken off and leaves nothing.
 */
import type { Extractor } from '../evaluation/extractor.ts';
import { FailureError } from '../protocol/failure.ts';
import {
  type Evaluation,
  type EvaluationKimg,
  FEWEST_MEASURED,
  type MeasuredNumber,
  MOST_MEASURED,
  USUAL_EVALUATION_KIMG,
} from '../protocol/judging.ts';
import type { MetricsOutput } from '../reckoning/tasks/metrics.ts';
import type { HowMany } from './measuredFakes.ts';
import type { RealSide } from './measuredReals.ts';
import { measuredSlices } from './measuredSlices.ts';
import { askedSubject, changedFailure, type MeasuredSubject, runSubject } from './measuredSubject.ts';
import { type Gathered, gather } from './measurement.ts';
import type { CommandOf, StudioParts } from './studioParts.ts';
import type { TrainingRun } from './trainingRun.ts';

export interface EvaluationParts extends StudioParts {
  /** For pictures of that size; undefined where there is none. The caller disposes of it. */
  readonly extractorFor: (side: number, channels: number) => Extractor | undefined;
  /** A measurement of the run under way begins. */
  readonly measuring: () => void;
  /** The run under way was measured, and that was told. */
  readonly evaluated: () => void;
}

export interface EvaluationStudio {
  handle(command: CommandOf<'evaluation'>): void;
  /** A tick of the run under way was told. */
  ticked(): void;
}

interface UnderWay {
  readonly subject: MeasuredSubject;
  readonly requestId: string | undefined;
  readonly gathering: ReturnType<typeof gather>;
  readonly ending: AbortController;
  readonly began: number;
  /** Steps that are done, and when that was last told. */
  done: number;
  toldAt: number;
}

/** What was read and chosen for the last measurement: the next of the same slices begins with it. */
interface Kept {
  readonly reals: RealSide;
  /** One of each metric and number of pictures, for its floor. */
  readonly numbers: readonly MeasuredNumber[];
  /** Pictures that the schedule drew; missing where it was not its turn yet. */
  readonly drawn?: number;
}

/** Of the training time between two measurements: what drawing for one may take. */
const DRAWING_SHARE = 0.03;
const MS_PER_SECOND = 1000;
const IMAGES_PER_KIMG = 1000;
/** Progress is told at most four times a second. */
const TELL_EVERY_MS = 250;
/** A first guess of the arithmetic's steps. */
const SUMS = 20;
const METRICS_SEED = 0;

export function createEvaluation(parts: EvaluationParts): EvaluationStudio {
  const { emit, later, addPart, reckoner } = parts;
  const clock = () => performance.now();
  let everyKimg: EvaluationKimg = USUAL_EVALUATION_KIMG;
  let underWay: UnderWay | undefined;
  let kept: Kept | undefined;
  /** How often it was stopped: a request that still waits for its turn is stopped as well. */
  let stops = 0;
  /** The last one that was begun by the schedule, whatever came of it: a failing one is not tried at every tick. */
  let tried: { readonly runId: string; readonly nimg: number } | undefined;
  /** The run that cannot be measured: that is said once. */
  let refused: string | undefined;

  /** In one job with its first step, which copies the networks: they are those of the moment that the record names. */
  function begin(subject: MeasuredSubject, wished: number | undefined, requestId?: string): Promise<void> {
    const { drawable, run } = subject;
    const { resolution, shape } = drawable.painter;
    const slices = measuredSlices(parts.dataset()?.opened, run, drawable);
    const isSameData = kept?.reals.slices.opened.loaded.store === slices.opened.loaded.store;
    if (!isSameData || kept?.reals.resolution !== resolution) kept = undefined;
    const measuring: UnderWay = {
      ...{ subject, requestId, ending: new AbortController(), began: clock(), done: 0, toldAt: clock() },
      gathering: gather({
        ...{ drawable, slices, clock, before: kept?.reals },
        ...(run ? { critic: run.state.D } : {}),
        howMany: wished === undefined ? affordable(run) : { pictures: wished },
        makeExtractor: () => parts.extractorFor(resolution, shape.channels),
      }),
    };
    underWay = measuring;
    emit({ type: 'evaluation/progress', done: 0, of: 1 });
    if (run) parts.measuring();
    return step(measuring);
  }

  /** As many as the last time, so that numbers compare; else as many as the time allows. */
  function affordable(run: TrainingRun | undefined): HowMany {
    if (kept?.drawn !== undefined) return { pictures: kept.drawn };
    const secondsPerKimg = run?.ticks.at(-1)?.stats['Timing/sec_per_kimg'] ?? 0;
    return { withinMs: DRAWING_SHARE * everyKimg * secondsPerKimg * MS_PER_SECOND };
  }

  async function step(measuring: UnderWay): Promise<void> {
    try {
      if (isOver(measuring)) return await breakOff(measuring);
      const { value, done } = await measuring.gathering.next();
      if (done) return reckon(measuring, value);
      measuring.done++;
      tell(measuring, value + SUMS);
      addPart(() => step(measuring), measuring.requestId);
    } catch (error) {
      end(measuring);
      throw error;
    }
  }

  /** Not in a job's place: training goes on while it is reckoned elsewhere. */
  function reckon(measuring: UnderWay, { input, reals, drawn }: Gathered): void {
    const { ending, requestId, done: gathered } = measuring;
    const before = kept?.reals === reals ? kept.numbers : [];
    const progress = (done: number, of: number) => {
      measuring.done = gathered + done;
      tell(measuring, of - done);
    };
    reckoner.reckon('metrics', { ...input, before, seed: METRICS_SEED }, { signal: ending.signal, progress }).then(
      (output) =>
        later(async () => {
          if (isOver(measuring)) return breakOff(measuring);
          keep(measuring, reals, drawn, output);
          record(measuring, output, reals);
        }, requestId),
      (error: unknown) =>
        later(async () => {
          if (isOver(measuring)) return breakOff(measuring);
          end(measuring);
          throw error;
        }, requestId),
    );
  }

  function keep({ requestId }: UnderWay, reals: RealSide, drawn: number, { numbers }: MetricsOutput): void {
    const before = kept?.reals === reals ? kept : undefined;
    const nameOf = ({ id, pictures }: MeasuredNumber) => `${id} of ${pictures}`;
    const all = new Map([...(before?.numbers ?? []), ...numbers].map((number) => [nameOf(number), number]));
    const byItself = requestId === undefined ? drawn : before?.drawn;
    kept = { reals, numbers: [...all.values()], ...(byItself === undefined ? {} : { drawn: byItself }) };
  }

  function record(measuring: UnderWay, output: MetricsOutput, reals: RealSide): void {
    const { subject, requestId, began } = measuring;
    const { from, painter } = subject.drawable;
    const { numbers, rank, scales } = output;
    const evaluation: Evaluation = {
      ...{ nimg: from.nimg, resolution: painter.resolution, numbers, scales },
      pictures: Math.max(0, ...numbers.map(({ pictures }) => pictures ?? 0)),
      floorOf: reals.slices.heldOut ? 'held-out subjects' : 'halves of the training slices',
      extractor: reals.features?.reals.extractor ?? '',
      ...(rank ? { rank } : {}),
      seconds: (clock() - began) / MS_PER_SECOND,
    };
    end(measuring);
    if (subject.run) {
      subject.run.addEvaluation(evaluation);
      emit({ type: 'run/evaluated', runId: subject.run.runId, evaluation });
      parts.evaluated();
    }
    if (requestId !== undefined) emit({ type: 'evaluation/ready', requestId, evaluation });
  }

  const isOver = ({ ending, subject }: UnderWay) => ending.signal.aborted || subject.changed() !== undefined;

  /** Without a record. Whoever asked hears why, unless they stopped it themselves. */
  async function breakOff(measuring: UnderWay): Promise<void> {
    const { ending, gathering, requestId, subject } = measuring;
    const why = subject.changed();
    await gathering.return(undefined as never);
    end(measuring);
    // What the subject's change cost is measured at the next tick.
    if (!ending.signal.aborted && requestId === undefined) tried = undefined;
    if (requestId === undefined) return;
    if (why !== undefined && !ending.signal.aborted) throw changedFailure(why);
    emit({ type: 'evaluation/ready', requestId, evaluation: undefined });
  }

  function end(measuring: UnderWay): void {
    if (underWay !== measuring) return;
    underWay = undefined;
    emit({ type: 'evaluation/progress', done: 1, of: 1 });
  }

  function tell(measuring: UnderWay, left: number): void {
    if (clock() - measuring.toldAt < TELL_EVERY_MS) return;
    measuring.toldAt = clock();
    emit({ type: 'evaluation/progress', done: measuring.done, of: measuring.done + Math.max(1, left) });
  }

  async function measure({ requestId, pictures }: Extract<CommandOf<'evaluation'>, { type: 'evaluation/measure' }>) {
    if (underWay)
      throw new FailureError('bad-config', 'A measurement is under way: wait for it, or stop it, then ask again.');
    if (!Number.isInteger(pictures) || pictures < FEWEST_MEASURED || pictures > MOST_MEASURED)
      throw new FailureError(
        'bad-config',
        `${pictures} pictures were to be measured: ask for ${FEWEST_MEASURED} to ${MOST_MEASURED}.`,
      );
    return begin(askedSubject(parts), pictures, requestId);
  }

  return {
    handle(command) {
      switch (command.type) {
        case 'evaluation/schedule':
          everyKimg = command.everyKimg;
          return emit({ type: 'evaluation/scheduled', everyKimg });
        case 'evaluation/measure': {
          const { requestId } = command;
          const before = stops;
          return later(async () => {
            if (stops === before) return measure(command);
            emit({ type: 'evaluation/ready', requestId, evaluation: undefined });
          }, requestId);
        }
        case 'evaluation/stop':
          stops++;
          return underWay?.ending.abort(new DOMException('Measuring was stopped.', 'AbortError'));
      }
    },
    ticked() {
      const run = parts.run();
      if (!run || underWay || refused === run.runId) return;
      const { nimg } = run.state;
      const last = run.evaluations.at(-1)?.nimg ?? 0;
      const begun = tried?.runId === run.runId && tried.nimg <= nimg ? tried.nimg : 0;
      if (!isDue(nimg, Math.max(last, begun), everyKimg)) return;
      tried = { runId: run.runId, nimg };
      later(async () => {
        if (underWay || parts.run() !== run) return;
        try {
          await begin(runSubject(parts, run), undefined);
        } catch (error) {
          refused = run.runId;
          throw error;
        }
      });
    },
  };
}

/** Whether a multiple of `everyKimg` was passed since the last; never for 0. */
function isDue(nimg: number, last: number, everyKimg: EvaluationKimg): boolean {
  const every = everyKimg * IMAGES_PER_KIMG;
  return every > 0 && Math.floor(nimg / every) > Math.floor(last / every);
}
