/** One small text file of a folder, read and written whole. It refuses to merge: of two tabs, the last to write is right. */
import type { Folder } from './files.ts';

/** Both throw what the folder throws, e.g. for want of room, or because another tab is writing. */
export interface TextFile {
  /** undefined where there is none yet. */
  read(): Promise<string | undefined>;
  write(text: string): Promise<void>;
}

/** The file called `name`. Nothing is made before the first write. */
export function textFileIn(folder: Folder, name: string): TextFile {
  return {
    async read() {
      const stored = await folder.read(name);
      return stored && new TextDecoder().decode(await stored.slice(0, stored.size).arrayBuffer());
    },
    async write(text) {
      const bytes = new TextEncoder().encode(text);
      const writer = await folder.write(name);
      try {
        if (writer.write(bytes, { at: 0 }) !== bytes.length) throw new Error('there is no room for it');
        writer.truncate(bytes.length);
        writer.flush();
      } finally {
        writer.close();
      }
    },
  };
}
