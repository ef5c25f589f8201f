/** What is being done and how far, in one phrase: "Reading 412 of 1,429 files". Without a total it says only what. */
import { countText } from './format.ts';

interface ReadingProgress {
  readonly what: string;
  readonly done: number;
  readonly total: number;
}

/** `progress` is undefined until the worker first says something. */
export function progressText(progress: ReadingProgress | undefined): string {
  if (!progress) return 'Opening the data';
  const { what, done, total } = progress;
  if (total === 0) return what;
  return `${what} ${countText(done)} of ${countText(total)}${what === 'Reading' ? ' files' : ''}`;
}
