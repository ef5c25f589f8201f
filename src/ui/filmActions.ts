/** What a person can do about films and about two moments at once: choose, have made, stop, save. It draws nothing. */
import type { Client } from '../client/client.ts';
import { toFailure } from '../protocol/failure.ts';
import { type FilmWish, KINDS_OF_A_RUN } from '../protocol/media.ts';
import type { OnionSkin } from '../state/appState.ts';
import { filmFailed, makingFilm, wishingFilm } from '../state/film.ts';
import type { FilmChoice } from '../state/filmView.ts';
import { comparedBy, comparing } from '../state/onion.ts';
import type { AppStore } from '../state/store.ts';
import type { CopiesGate } from './copiesActions.ts';
import { saveFile } from './saveFile.ts';

export interface FilmActions {
  /** Another wish for the film, kept while the page is open. */
  wishFilm(choice: Partial<FilmChoice>): void;
  /** Looks for copies, then has it made: the film is in the state then, or why there is none. */
  makeFilm(wish: FilmWish): Promise<void>;
  stopFilm(): void;
  /** Saves the last film that was made. */
  saveFilm(): void;
  /** Lays the sheet at `nimg` over the shown one; undefined: none any more. */
  compareWith(nimg: number | undefined): void;
  compareBy(change: Partial<Omit<OnionSkin, 'nimg'>>): void;
}

export function createFilmActions({ getState, update }: AppStore, client: Client, gate: CopiesGate): FilmActions {
  return {
    wishFilm: (choice) => update((state) => wishingFilm(state, choice)),
    async makeFilm(wish) {
      update(makingFilm);
      try {
        const pass = await gate.pass('pictures', KINDS_OF_A_RUN.includes(wish.of.kind) ? 'run' : undefined);
        if (pass) await client.request({ type: 'media/film', wish, ...pass });
      } catch (error) {
        update((state) => filmFailed(state, toFailure(error)));
      }
    },
    stopFilm: () => client.send({ type: 'media/stop' }),
    saveFilm() {
      const { made } = getState().film;
      if (made) saveFile(made.fileName, made.film);
    },
    compareWith: (nimg) => update((state) => comparing(state, nimg)),
    compareBy: (change) => update((state) => comparedBy(state, change)),
  };
}
