/** Which studio answers which command. It does none of their work. */
import type { Command } from '../protocol/commands.ts';
import type { StudioCommand, StudioParts } from './studioParts.ts';

export interface Studios {
  handle(command: StudioCommand): void;
  /** A tick of the run under way was told. */
  ticked(): void;
}

const AREAS = ['evaluation', 'extractor', 'health', 'copies', 'compare', 'quiz', 'media', 'report'] as const;

export function isStudioCommand(command: Command): command is StudioCommand {
  const { type } = command;
  if (type === 'explore/project' || type === 'explore/stopProjection') return true;
  return AREAS.some((area) => type.startsWith(`${area}/`));
}

export function createStudios(parts: StudioParts): Studios {
  return {
    handle(command) {
      switch (command.type) {
        default:
          parts.later(
            async () => {
              throw new Error(`${command.type} is not wired yet.`);
            },
            'requestId' in command ? command.requestId : undefined,
          );
      }
    },
    ticked() {},
  };
}
