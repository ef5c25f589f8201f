/**
 * A copy of the built page on a port of its own, whose server can be ended and whose content can be built "anew": the same
 * page with another title and another entry script. It refuses to touch dist itself.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DIST } from '../../scripts/lib/build.mjs';
import { servePage } from '../../scripts/lib/serve.mjs';
import { builtPage } from '../../scripts/lib/serviceWorkerPlugin.mjs';

export interface OfflineSite {
  readonly url: string;
  /** Replaces the content by build `number`: the title says it, and so does <html data-build>, set by the entry script. */
  rebuild(number: number): void;
  /** Ends the server; the folder stays until `remove`. */
  close(): Promise<void>;
  remove(): void;
}

export async function openSite(): Promise<OfflineSite> {
  const folder = mkdtempSync(join(tmpdir(), 'gyrus-offline-'));
  cpSync(DIST, folder, { recursive: true });
  const server = await servePage({ folder });
  const worker = join(folder, 'service-worker.js');
  const page = join(folder, 'index.html');
  const list = () => JSON.stringify(builtPage(folder, '/', '/assets/'));
  // What the build itself does not list.
  rmSync(join(folder, 'sources.sha256'));
  return {
    url: server.url,
    rebuild(number) {
      const before = list();
      const [old] = readdirSync(join(folder, 'assets')).filter((name) => /^index-.*\.js$/.test(name));
      if (!old) throw new Error(`${folder} has no entry script: build the page first.`);
      const fresh = `index-build${number}.js`;
      renameSync(join(folder, 'assets', old), join(folder, 'assets', fresh));
      change(join(folder, 'assets', fresh), (code) => `${code}\ndocument.documentElement.dataset.build="${number}";\n`);
      change(page, (html) => html.replace(old, fresh).replace(/<title>.*<\/title>/, `<title>Build ${number}</title>`));
      change(worker, (code) => code.replace(before, list()));
    },
    close: () => server.close(),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Rewrites a file, which must come out different. */
function change(path: string, by: (text: string) => string): void {
  const before = readFileSync(path, 'utf8');
  const after = by(before);
  if (after === before) throw new Error(`${path} did not change: the build looks otherwise than this copy expects.`);
  writeFileSync(path, after);
}
