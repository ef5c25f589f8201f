/** Which studio answers which command. It does none of their work. */
import type { Command } from '../protocol/commands.ts';
import { createCopies } from './copies.ts';
import type { CopyGate } from './copyGate.ts';
import { createFilms } from './films.ts';
import { createHealth } from './health.ts';
import { createReports } from './report.ts';
import type { StudioCommand, StudioParts } from './studioParts.ts';

export interface Studios {
  handle(command: StudioCommand): void;
  /** A tick of the run under way was told. */
  ticked(): void;
  /** A measurement of the run under way begins: it is saved soon, so that what is measured can be kept. */
  measuring(): void;
  /** The run under way was measured, and that was told. */
  evaluated(): void;
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
  const copies = createCopies(parts);
  const films = createFilms(parts, copies.gate);
  const reports = createReports(parts, { check: (runId) => copies.gate.last({ runId }), advice: () => undefined });
  return {
    handle(command) {
      switch (command.type) {
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
          parts.later(
            async () => {
              throw new Error(`${command.type} is not wired yet.`);
            },
            'requestId' in command ? command.requestId : undefined,
          );
      }
    },
    ticked: () => health.ticked(),
    measuring: () => health.measuring(),
    evaluated: () => health.evaluated(),
    gate: copies.gate,
  };
}
