/** Whether an installation fits the lock file, and whether a build fits its sources. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fingerprintOf } from '../../../scripts/lib/build.mjs';
import { installFits } from '../../../scripts/lib/install.mjs';

describe('installFits', () => {
  const wanted = {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', optional: true },
  };

  it('accepts what is there in the right versions, extra packages and absent optional ones', () => {
    expect(
      installFits(wanted, { 'node_modules/a': { version: '1.0.0' }, 'node_modules/c': { version: '3.0.0' } }),
    ).toBe(true);
  });
  it('sees a missing package and a wrong version, of optional packages too', () => {
    expect(installFits(wanted, {})).toBe(false);
    expect(installFits(wanted, { 'node_modules/a': { version: '1.0.1' } })).toBe(false);
    expect(
      installFits(wanted, { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.1' } }),
    ).toBe(false);
  });
});

describe('fingerprintOf', () => {
  function folder() {
    const path = mkdtempSync(join(tmpdir(), 'gyrus-fingerprint-'));
    onTestFinished(() => rmSync(path, { recursive: true }));
    writeFileSync(join(path, 'a.ts'), 'one');
    return path;
  }

  it('stays with the same contents', () => {
    const path = folder();
    const before = fingerprintOf([path]);
    writeFileSync(join(path, 'a.ts'), 'one');
    expect(fingerprintOf([path])).toBe(before);
  });
  it('changes with a byte, a new file and a file that went', () => {
    const path = folder();
    const before = fingerprintOf([path]);
    writeFileSync(join(path, 'a.ts'), 'two');
    const edited = fingerprintOf([path]);
    writeFileSync(join(path, 'b.ts'), '');
    const added = fingerprintOf([path]);
    rmSync(join(path, 'a.ts'));
    expect(new Set([before, edited, added, fingerprintOf([path])]).size).toBe(4);
  });
  it('takes a path that does not exist as absent', () => {
    expect(fingerprintOf([join(tmpdir(), 'gyrus-nowhere')])).toBe(fingerprintOf([]));
  });
});
