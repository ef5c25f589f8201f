/** A blind quiz as far as it has gone: its pictures and the answers so far. Pure; it draws nothing and judges nothing. */
import type { Failure } from '../protocol/failure.ts';
import type { Quiz } from '../protocol/quiz.ts';
import type { AppState, QuizView } from './appState.ts';

export const FIRST_QUIZ: QuizView = { drawing: false, answers: [] };

export function drawingQuiz(state: AppState): AppState {
  return { ...state, quiz: { drawing: true, answers: [] } };
}

export function quizDrawn(state: AppState, quiz: Quiz): AppState {
  return { ...state, quiz: { drawing: false, quiz, answers: [] } };
}

export function quizFailed(state: AppState, failure: Failure): AppState {
  return { ...state, quiz: { drawing: false, answers: [], failure } };
}

/** The next picture's answer; nothing where all have one. */
export function quizAnswered(state: AppState, isReal: boolean): AppState {
  const { quiz, answers } = state.quiz;
  if (!quiz || answers.length >= quiz.pictures.length) return state;
  return { ...state, quiz: { ...state.quiz, answers: [...answers, isReal] } };
}

/** Before any question. */
export function withoutQuiz(state: AppState): AppState {
  return { ...state, quiz: FIRST_QUIZ };
}
