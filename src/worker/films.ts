/**
 * Films: a run's sheets, or a walk that a frozen generator draws between steps of training, packed by the reckoning worker.
 * One at a time. It knows no format.
 */
import { copiesLine } from '../export/copyRecord.ts';
import { disposeParams } from '../model/paramStore.ts';
import { subjectOf } from '../protocol/copySubject.ts';
import { FailureError, toFailure } from '../protocol/failure.ts';
import { frameSize, lengthProblem, rateProblem, walkFrames, walkProblem, widthProblem } from '../protocol/filmPlan.ts';
import type { FilmWish } from '../protocol/media.ts';
import type { FilmPicture } from '../reckoning/tasks/film.ts';
import type { CopyGate } from './copyGate.ts';
import type { Drawable } from './drawable.ts';
import { type FilmNames, kimgText, progressNames, walkNames } from './filmText.ts';
import { type WalkFilm, walkPictures } from './filmWalk.ts';
import { frozenCopy } from './frozenCopy.ts';
import type { CommandOf, StudioParts } from './studioParts.ts';

type FilmCommand = Extract<CommandOf<'media'>, { type: 'media/film' | 'media/stop' }>;
type FilmRequest = Extract<FilmCommand, { type: 'media/film' }>;

export interface Films {
  handle(command: FilmCommand): void;
}

/** A film under way. */
interface Filming {
  readonly requestId: string;
  readonly wish: FilmWish;
  readonly stop: AbortController;
  /** Frames in all. */
  readonly frames: number;
}

/** All that is to be packed. */
interface Reel extends FilmNames {
  readonly pictures: readonly FilmPicture[];
  readonly aspect: number;
  /** What the film says of copies. */
  readonly copies: string;
}

/** Four messages a second at most. */
const TELL_EVERY_MS = 250;

export function createFilms(parts: StudioParts, gate: CopyGate): Films {
  let underWay: Filming | undefined;
  let told = Number.NEGATIVE_INFINITY;

  return {
    handle(command) {
      if (command.type === 'media/stop') return underWay?.stop.abort();
      parts.later(() => begin(command), command.requestId);
    },
  };

  async function begin(command: FilmRequest): Promise<void> {
    if (underWay) throw new FailureError('bad-config', 'A film is being made: wait for it, or stop it first.');
    const { requestId, wish } = command;
    const { of, width, framesPerSecond, format } = wish;
    refuse(widthProblem(width) ?? rateProblem(framesPerSecond, format));
    if (of.kind === 'progress') {
      const reel = progressReel(wish, command.reason);
      underWay = { requestId, wish, stop: new AbortController(), frames: reel.pictures.length };
      const filming = underWay;
      return void orFail(filming, () => pack(filming, reel));
    }
    refuse(walkProblem(of));
    const frames = walkFrames(of);
    refuse(lengthProblem(frames, frameSize(width, 1, format)));
    const drawable = parts.drawable();
    const copies = copiesLine(gate.pass(subjectOf(drawable.from), command.reason));
    underWay = { requestId, wish, stop: new AbortController(), frames };
    try {
      draw(underWay, of, await frozenCopy(drawable), copies);
    } catch (error) {
      underWay = undefined;
      throw error;
    }
  }

  /** The sheets that were made between two moments, as they are. */
  function progressReel({ of, width, format }: FilmWish, reason: string | undefined): Reel {
    const run = parts.run();
    if (!run || of.kind !== 'progress')
      throw new FailureError('bad-config', 'There is no run to film: start or resume one first.');
    const copies = copiesLine(gate.pass({ runId: run.runId }, reason));
    const { columns, rows } = run.sheets.at(-1) ?? { columns: 1, rows: 1 };
    const sheets = run.sheets.filter(
      (sheet) =>
        sheet.nimg >= of.fromNimg && sheet.nimg <= of.toNimg && sheet.columns === columns && sheet.rows === rows,
    );
    refuse(lengthProblem(sheets.length, frameSize(width, rows / columns, format)));
    return {
      pictures: sheets.map(({ png, nimg }) => ({ png, caption: `${kimgText(nimg)} kimg` })),
      aspect: rows / columns,
      copies,
      ...progressNames(sheets, run.config.preset, format),
    };
  }

  /** Part by part; `frozen` ends with the last of them. */
  function draw(filming: Filming, of: WalkFilm, frozen: Drawable, copies: string): void {
    const { stop, frames, wish } = filming;
    const batches = walkPictures(frozen, of);
    const pictures: FilmPicture[] = [];
    const part = async () => {
      const { value, done } = stop.signal.aborted ? { value: undefined, done: true } : await batches.next();
      if (!done && value) {
        pictures.push(...value);
        tell('Drawing', pictures.length, frames);
        return parts.addPart(guarded);
      }
      const reel = { pictures, aspect: 1, copies, ...walkNames(of, frozen.from, wish.format) };
      disposeParams(frozen.painter.params);
      // Not in a part: training goes on while it is packed.
      void orFail(filming, () => pack(filming, reel));
    };
    const guarded = () => orFail(filming, part, () => disposeParams(frozen.painter.params));
    tell('Drawing', 0, frames);
    parts.addPart(guarded);
  }

  async function pack(filming: Filming, { pictures, aspect, title, copies, fileName }: Reel): Promise<void> {
    const { requestId, stop, wish, frames } = filming;
    const { format, width, framesPerSecond } = wish;
    const { signal } = stop;
    let film: Blob | undefined;
    if (!signal.aborted) {
      const input = { pictures, aspect, format, width, framesPerSecond, title, copies };
      const progress = (done: number, of: number) => tell('Packing', done, of);
      film = await parts.reckoner.reckon('film', input, { signal, progress }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
        return undefined;
      });
    }
    underWay = undefined;
    const { width: wide, height } = frameSize(width, aspect, format);
    parts.emit({ type: 'media/film', requestId, fileName, film, frames, width: wide, height, framesPerSecond });
  }

  /** What goes wrong ends the film, and answers its request. */
  async function orFail(filming: Filming, work: () => Promise<void>, release = () => {}): Promise<void> {
    try {
      await work();
    } catch (error) {
      release();
      underWay = undefined;
      parts.emit({ type: 'media/progress', what: 'Packing', done: filming.frames, of: filming.frames });
      parts.emit({ type: 'failure', scope: 'judge', failure: toFailure(error), requestId: filming.requestId });
    }
  }

  function tell(what: string, done: number, of: number): void {
    const now = performance.now();
    if (done > 0 && now - told < TELL_EVERY_MS) return;
    told = now;
    parts.emit({ type: 'media/progress', what, done, of });
  }
}

function refuse(problem: string | undefined): void {
  if (problem !== undefined) throw new FailureError('bad-config', problem);
}
