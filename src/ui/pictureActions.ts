/**
 * What a person can do with real pictures beside generated ones: look for one in w, lay them on a sheet, be asked which is
 * which. Long work is kept in the state, so that another view can be looked at meanwhile.
 */
import type { Client, ReplyTo } from '../client/client.ts';
import { toFailure } from '../protocol/failure.ts';
import type { CopySubject } from '../protocol/judging.ts';
import { KINDS_OF_A_RUN, type SheetOf } from '../protocol/media.ts';
import type { ProjectionTarget, ShownSlice, WhichSlice } from '../protocol/projection.ts';
import { beginProjecting, projectionFailed } from '../state/projecting.ts';
import { drawingQuiz, quizAnswered, quizDrawn, quizFailed, withoutQuiz } from '../state/quizzing.ts';
import type { AppStore } from '../state/store.ts';
import type { CopiesGate } from './copiesActions.ts';
import { saveFile } from './saveFile.ts';

export type MadeSheet = ReplyTo<{ type: 'media/sheet'; of: SheetOf; isToLeave: boolean }>;

/** A generated picture or sheet as the engine drew it. */
export interface ShownPicture {
  readonly png: Uint8Array<ArrayBuffer>;
  readonly fileName: string;
  /** Whose it is. */
  readonly subject: CopySubject;
}

export interface PictureActions {
  /** Looks for a real picture in w; what comes of it is in `projection`. */
  projectPicture(target: ProjectionTarget, steps: number, className: string | undefined): Promise<void>;
  /** The search ends with what it has found. */
  stopProjecting(): void;
  /** Rejects with a FailureError. */
  showSlice(which: WhichSlice): Promise<ShownSlice>;
  /** Rejects with a FailureError. */
  makeSheet(of: SheetOf): Promise<MadeSheet>;
  /** Looks for copies where the sheet shows generated pictures, then saves it. Rejects with a FailureError. */
  saveSheet(of: SheetOf): Promise<void>;
  /** Looks for copies among pictures of `subject`, then saves the PNG as it was shown. Rejects with a FailureError. */
  savePicture(picture: ShownPicture): Promise<void>;
  /** What comes of it is in `quiz`. */
  drawQuiz(pictures: number): Promise<void>;
  answerQuiz(isReal: boolean): void;
  endQuiz(): void;
}

/** More than a million quizzes before one is likely to come again. */
const QUIZ_SEEDS = 2 ** 32;

export function createPictureActions({ update }: AppStore, client: Client, gate: CopiesGate): PictureActions {
  return {
    async projectPicture(target, steps, className) {
      update((state) => beginProjecting(state, steps));
      const wish = className === undefined ? { target, steps } : { target, steps, className };
      try {
        await client.request({ type: 'explore/project', ...wish });
      } catch (error) {
        update((state) => projectionFailed(state, toFailure(error)));
      }
    },
    stopProjecting: () => client.send({ type: 'explore/stopProjection' }),
    async showSlice(which) {
      const { slice } = await client.request({ type: 'explore/showSlice', which });
      return slice;
    },
    makeSheet: (of) => client.request({ type: 'media/sheet', of, isToLeave: false }),
    async saveSheet(of) {
      const pass =
        of.kind === 'real' ? {} : await gate.pass('pictures', KINDS_OF_A_RUN.includes(of.kind) ? 'run' : undefined);
      if (!pass) return;
      const { fileName, png } = await client.request({ type: 'media/sheet', of, isToLeave: true, ...pass });
      saveFile(fileName, new Blob([png], { type: 'image/png' }));
    },
    async savePicture({ png, fileName, subject }) {
      const pass = await gate.pass('pictures', subject);
      if (!pass) return;
      const answer = await client.request({ type: 'media/picture', png, subject, ...pass });
      saveFile(fileName, new Blob([answer.png], { type: 'image/png' }));
    },
    async drawQuiz(pictures) {
      update(drawingQuiz);
      try {
        const seed = Math.floor(Math.random() * QUIZ_SEEDS);
        const { quiz } = await client.request({ type: 'quiz/draw', pictures, seed });
        update((state) => quizDrawn(state, quiz));
      } catch (error) {
        update((state) => quizFailed(state, toFailure(error)));
      }
    },
    answerQuiz: (isReal) => update((state) => quizAnswered(state, isReal)),
    endQuiz: () => update(withoutQuiz),
  };
}
