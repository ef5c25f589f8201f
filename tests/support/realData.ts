/** Where real slices lie, if they do: GYRUS_DATA, or the folder shared/data beside the checkout. They are read in place. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = process.env.GYRUS_DATA ?? join(import.meta.dirname, '../../../shared/data');

/** Path of a zip of real slices; undefined where this machine has none. */
export function realZip(name: string): string | undefined {
  const path = join(FOLDER, name);
  return existsSync(path) ? path : undefined;
}
