/** Sheets to take away: pictures with their caption below them, in one PNG that says what it is. Each is one bounded job. */
import { copyTexts } from '../export/copyRecord.ts';
import { encodePng } from '../export/png.ts';
import { subjectOf } from '../protocol/copySubject.ts';
import type { CopySubject } from '../protocol/judging.ts';
import { KINDS_OF_A_RUN, type SheetOf } from '../protocol/media.ts';
import { type CaptionPainter, paintCaption } from './captionCanvas.ts';
import type { CopyGate } from './copyGate.ts';
import { type SheetSources, sheetBlocks } from './sheetBlocks.ts';
import { pageOf } from './sheetLayout.ts';
import { sheetText } from './sheetText.ts';
import type { CommandOf, StudioParts } from './studioParts.ts';

type SheetCommand = Extract<CommandOf<'media'>, { type: 'media/sheet' }>;

export interface MediaSheets {
  handle(command: SheetCommand): void;
}

/** caption: draws the words, where there is a canvas. */
export function createMediaSheets(
  parts: SheetSources & Pick<StudioParts, 'emit' | 'later'>,
  gate: Pick<CopyGate, 'pass'>,
  caption: CaptionPainter = paintCaption,
): MediaSheets {
  return { handle: (command) => parts.later(() => make(command), command.requestId) };

  async function make({ requestId, of, isToLeave, reason }: SheetCommand): Promise<void> {
    const { blocks, channels } = await sheetBlocks(of, parts);
    const isGenerated = blocks.some(({ kind }) => kind === 'generated');
    const copies = isToLeave && isGenerated ? gate.pass(subjectFor(of), reason) : undefined;
    const { lines, fileName, texts } = sheetText(of.kind, blocks);
    const { pixels, width, height } = pageOf(blocks, channels, {
      stacked: of.kind === 'stages',
      strip: (wide) => caption(lines, wide),
    });
    const words = isToLeave && isGenerated ? { ...texts, ...copyTexts(copies) } : texts;
    const png = await encodePng(pixels, width, height, channels, words);
    parts.emit({ type: 'media/sheet', requestId, fileName, png, width, height, caption: lines.join('. ') });
  }

  function subjectFor(of: SheetOf): CopySubject {
    const run = KINDS_OF_A_RUN.includes(of.kind) ? parts.run() : undefined;
    return run ? { runId: run.runId } : subjectOf(parts.drawable().from);
  }
}
