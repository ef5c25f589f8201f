/** Which studio answers which command. It does none of their work. */
import type { Command } from '../protocol/commands.ts';
import { assertNever } from '../protocol/events.ts';
import type { RemedyKind } from '../protocol/judging.ts';
import { createCompare } from './compare.ts';
import { createCopies } from './copies.ts';
import type { CopyGate } from './copyGate.ts';
import { createEvaluation } from './evaluation.ts';
import { createExtractors } from './extractors.ts';
import { createFilms } from './films.ts';
import { createHealth } from './health.ts';
import { createLeavingPictures } from './leavingPicture.ts';
import { createMediaSheets } from './mediaSheet.ts';
import { createProjection } from './projection.ts';
import { createQuiz } from './quiz.ts';
import { createReports } from './report.ts';
import type { StudioCommand, StudioParts } from './studioParts.ts';

export interface Studios {
  handle(command: StudioCommand): void;
  /** A tick of the run under way was told. */
  ticked(): void;
  /** Remedies that Gyrus may take by itself now. */
  automatic(): readonly RemedyKind[];
  /** From now on it may take these, and says so. */
  allow(remedies: readonly RemedyKind[]): void;
  /** What may leave. */
  readonly gate: CopyGate;
}

const AREAS = ['evaluation', 'extractor', 'health', 'copies', 'compare', 'quiz', 'media', 'report'] as const;

export function isStudioCommand(command: Command): command is StudioCommand {
  const { type } = command;
  if (type === 'explore/project' || type === 'explore/stopProjection' || type === 'explore/showSlice') return true;
  return AREAS.some((area) => type.startsWith(`${area}/`));
}

export function createStudios(parts: StudioParts): Studios {
  const health = createHealth(parts);
  const extractors = createExtractors(parts);
  const { extractorFor } = extractors;
  const { measuring, evaluated } = health;
  const evaluation = createEvaluation({ ...parts, extractorFor, measuring, evaluated });
  const copies = createCopies(parts);
  const films = createFilms(parts, copies.gate);
  const reports = createReports(parts, copies.gate, health.advice);
  const compare = createCompare(parts);
  const projection = createProjection(parts);
  const quiz = createQuiz(parts);
  const sheets = createMediaSheets(parts, copies.gate);
  const pictures = createLeavingPictures(parts, copies.gate);
  return {
    handle(command) {
      switch (command.type) {
        case 'evaluation/schedule':
        case 'evaluation/measure':
        case 'evaluation/stop':
          return evaluation.handle(command);
        case 'extractor/open':
          return extractors.handle(command);
        case 'compare/embed':
        case 'compare/stop':
        case 'compare/pairs':
        case 'compare/runs':
          return compare.handle(command);
        case 'explore/project':
        case 'explore/stopProjection':
        case 'explore/showSlice':
          return projection.handle(command);
        case 'quiz/draw':
          return quiz.handle(command);
        case 'media/sheet':
          return sheets.handle(command);
        case 'media/picture':
          return pictures.handle(command);
        case 'copies/check':
          return copies.handle(command);
        case 'media/film':
        case 'media/stop':
          return films.handle(command);
        case 'report/make':
          return reports.handle(command);
        case 'health/automatic':
        case 'health/remedy':
        case 'health/undo':
        case 'health/goBack':
        case 'health/fork':
          return health.handle(command);
        default:
          return assertNever(command);
      }
    },
    ticked() {
      evaluation.ticked();
      health.ticked();
    },
    automatic: health.automatic,
    allow: health.allow,
    gate: copies.gate,
  };
}
