/**
 * Single pictures and sheets that the page has shown and a person saves: they pass the gate, and what is known of copies is
 * written into their file. It draws nothing: what is saved is what was looked at.
 */
import { copyTexts } from '../export/copyRecord.ts';
import { withTexts } from '../export/png.ts';
import type { CopyGate } from './copyGate.ts';
import type { CommandOf, StudioParts } from './studioParts.ts';

type PictureCommand = Extract<CommandOf<'media'>, { type: 'media/picture' }>;

export interface LeavingPictures {
  handle(command: PictureCommand): void;
}

export function createLeavingPictures(
  { emit, later }: Pick<StudioParts, 'emit' | 'later'>,
  gate: Pick<CopyGate, 'pass'>,
): LeavingPictures {
  return { handle: (command) => later(async () => pass(command), command.requestId) };

  function pass({ requestId, png, subject, reason }: PictureCommand): void {
    const words = copyTexts(gate.pass(subject, reason));
    emit({ type: 'media/picture', requestId, png: withTexts(png, words) });
  }
}
