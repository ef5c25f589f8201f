/** The film that a person puts together and the last one that was made: pure changes of that part of the state. */
import type { Failure } from '../protocol/failure.ts';
import { mostRate } from '../protocol/filmPlan.ts';
import type { AppState } from './appState.ts';
import type { FilmChoice, FilmEvent, FilmView } from './filmView.ts';

export const FIRST_FILM: FilmView = {
  kind: 'progress',
  seeds: [1000, 1001, 1002],
  along: 'w',
  framesBetween: 24,
  loop: true,
  format: 'gif',
  framesPerSecond: 8,
};

/** Another wish. A rate that the format does not have becomes the highest that it has. */
export function wishingFilm(state: AppState, choice: Partial<FilmChoice>): AppState {
  const film = { ...state.film, ...choice };
  const framesPerSecond = Math.min(film.framesPerSecond, mostRate(film.format));
  return { ...state, film: { ...film, framesPerSecond } };
}

/** A film is being asked for: what the last one said is forgotten. */
export function makingFilm(state: AppState): AppState {
  const { made: _, failure: __, ...film } = state.film;
  return { ...state, film };
}

/** One that was stopped leaves none. */
export function filmMade(state: AppState, event: FilmEvent): AppState {
  const { fileName, film, frames, width, height, framesPerSecond } = event;
  if (!film) return state;
  return { ...state, film: { ...state.film, made: { fileName, film, frames, width, height, framesPerSecond } } };
}

export function filmFailed(state: AppState, failure: Failure): AppState {
  return { ...state, film: { ...state.film, failure } };
}
